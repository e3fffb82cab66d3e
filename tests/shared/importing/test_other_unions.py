"""Files of other unions from end to end: nothing here is fitted to our two samples."""

from datetime import date
from typing import Any

import pytest

from shared.importing import MappingRefused, PersonName
from shared.importing import errors as refusals
from shared.importing.texts import PROBLEMS
from tests.shared.importing.books import delimited, read, xlsx
from tests.shared.importing.tables import JOURNAL, REGISTER


def test_split_names_title_rows_and_headings_in_two_rows() -> None:
    reading = read(
        xlsx(
            ["Первичная профсоюзная организация"],
            ["Список на 01.09.2022"],
            [],
            ["№ п/п", "т/н", "Работник", None, None, "Дата", None, "Моб. тел."],
            [None, None, "Фамилия", "Имя", "Отчество", "рождения", "вступления", None],
            [1, 2, 3, 4, 5, 6, 7, 8],
            [1, "00017", "ИВАНОВА", "АННА", "ПЕТРОВНА", "24.05.75 г.", date(2014, 5, 12), "8 (900) 000-00-01"],
            [2, " 18 ", "фон Бок", "Карл", None, 27538, "12 мая 2014 г.", 79000000002],
            [],
            ["Всего", None, 2],
        ),
        REGISTER,
    )
    assert reading.layout.heading_row == 4
    assert reading.fields["Дата вступления"] == "joined_on"
    assert reading.fields["№ п/п"] is None
    assert reading.problems == []
    assert reading.records == [
        {"personnel_number": "00017", "full_name": PersonName("Иванова", "Анна", "Петровна"),
         "born_on": date(1975, 5, 24), "joined_on": date(2014, 5, 12), "phone": "+79000000001"},
        {"personnel_number": "18", "full_name": PersonName("фон Бок", "Карл"),
         "born_on": date(1975, 5, 24), "joined_on": date(2014, 5, 12), "phone": "+79000000002"},
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_delimited_text_with_other_headings(encoding: str) -> None:
    reading = read(
        delimited(
            ["№ работника", "Фамилия, имя, отчество", "Профорганизация", "Членство", "Эл. адрес"],
            ["А-17", "Ёлкин Пётр Ильич", "Цех 5", "+", "P.Elkin@example.org"],
            ["А-18", "Белова Анна", "Цех 5", "не состоит", ""],
            ["Итого", "", "", "2", ""],
            encoding=encoding,
        ),
        REGISTER,
    )
    assert reading.problems == []
    assert [(r["personnel_number"], str(r["full_name"]), r["is_member"], r["email"]) for r in reading.records] == [
        ("А-17", "Ёлкин Пётр Ильич", True, "p.elkin@example.org"),
        ("А-18", "Белова Анна", False, None),
    ]


def test_a_journal_in_other_words() -> None:
    reading = read(
        xlsx(
            ["Журнал административно-общественного контроля"],
            ["№ п/п", "Дата", "Объект", "Что нарушено", "Кто выявил", "Срок", "Отметка"],
            [1, "1 марта 2022 г.", "Цех № 5", "Нет ограждения\nу проёма", "Иванова А. П.", "10.03.22", "Выполнено"],
            [2, date(2022, 3, 2), "Цех № 6", "Скользко", "Белов Б.", date(2022, 3, 5), "выполняется"],
            [3, date(2022, 3, 2), "Цех № 6", "Темно", "Белов Б.", None, "почти готово"],
        ),
        JOURNAL,
    )
    assert [(r["found_on"], r["due_on"], r.get("state")) for r in reading.records] == [
        (date(2022, 3, 1), date(2022, 3, 10), "closed"),
        (date(2022, 3, 2), date(2022, 3, 5), "in_progress"),
        (date(2022, 3, 2), None, None),
    ]
    assert reading.records[0]["description"] == "Нет ограждения\nу проёма"
    assert reading.problems == [(5, "Отметка", "unknown_choice")]


def test_the_sheet_with_the_best_headings_is_read_and_others_like_it_are_named() -> None:
    head = ["Таб. №", "ФИО", "Город"]
    person = [5, "Иванова Анна", "Орёл"]
    reading = read(
        xlsx(["Пояснения"], ["Таб. №", "ФИО"], sheet="Титул", more={"2022": [head, person], "2023": [head, person]}),
        REGISTER,
    )
    assert reading.layout.sheet == "2022"
    assert reading.problems == [(None, None, "other_sheets")]
    assert "«2023»" in reading.report.problems[0].problem().params["others"]


def test_a_sheet_may_be_chosen() -> None:
    file = xlsx(["Таб. №", "ФИО"], [1, "Иванова Анна"], more={"Второй": [["Таб. №", "ФИО"], [2, "Белов Борис"]]})
    assert [r["personnel_number"] for r in read(file, REGISTER, sheet="Второй").records] == ["2"]
    with pytest.raises(refusals.SheetNotFound):
        read(file, REGISTER, sheet="Третий")


TABLE: list[list[Any]] = [
    ["Таб. №", "ФИО", "Позывной", "Телефон (раб.)", "Телефон"],
    [5, "Иванова Анна", "Орёл", "89000000001", "x"],
]


def test_the_surest_heading_gets_the_field() -> None:
    assert read(xlsx(*TABLE), REGISTER).fields == {
        "Таб. №": "personnel_number", "ФИО": "full_name", "Позывной": None, "Телефон (раб.)": None, "Телефон": "phone",
    }  # fmt: skip


@pytest.mark.parametrize(
    "mapping",
    [{"Позывной": "city", "Телефон (раб.)": "phone", "Телефон": None}, {"3": "city", "4": "phone", "5": None},
     {" позывной ": "city", "4": "phone"}],
)  # fmt: skip
def test_a_person_may_correct_the_mapping(mapping: dict[str, str | None]) -> None:
    reading = read(xlsx(*TABLE), REGISTER, mapping=mapping)
    assert reading.records[0]["city"] == "Орёл"
    assert reading.records[0]["phone"] == "+79000000001"
    assert reading.problems == []


@pytest.mark.parametrize(
    "mapping",
    [
        {"Нет такого": "city"},
        {"Позывной": "no_such_field"},
        {"Позывной": "city", "4": "city"},
        {"99999": "city"},
        {"": "city"},
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(mapping: dict[str, str | None]) -> None:
    with pytest.raises(MappingRefused):
        read(xlsx(*TABLE), REGISTER, mapping=mapping)


def test_a_missing_column_stops_the_reading_and_says_which() -> None:
    reading = read(xlsx(["ФИО", "Город", "Телефон"], ["Иванова Анна", "Орёл", None]), REGISTER)
    assert reading.rows == []
    assert reading.problems == [(1, None, "column_missing")]
    assert "«Табельный номер»" in reading.report.problems[0].problem().message("ru", PROBLEMS)


def test_two_columns_for_one_field_are_given_to_neither() -> None:
    file = xlsx(["Таб. №", "ФИО", "Телефон", "телефон"], [5, "Иванова Анна", "89000000001", "89000000002"])
    reading = read(file, REGISTER)
    assert reading.problems == [(1, None, "column_twice")]
    assert "phone" not in reading.records[0]
    assert read(file, REGISTER, mapping={"4": "phone", "3": None}).records[0]["phone"] == "+79000000002"


def test_the_administrators_words_are_understood() -> None:
    file = xlsx(["Позывной", "Кто"], ["17", "Иванова Анна"])
    with pytest.raises(refusals.HeadingsNotFound):
        read(file, REGISTER)
    reading = read(file, REGISTER, synonyms={"позывной": "personnel_number", "Кто": "full_name"})
    assert reading.records == [{"personnel_number": "17", "full_name": PersonName("Иванова", "Анна")}]


def test_a_table_with_unknown_headings_can_be_mapped_by_hand() -> None:
    file = xlsx(["Учётная карточка"], ["Код", "Кто", "Где"], [17, "Иванова Анна", "Орёл"], [18, "Белов Борис", "Орёл"])
    reading = read(file, REGISTER)
    assert [column.heading for column in reading.layout.columns] == ["Код", "Кто", "Где"]
    assert {code for _, _, code in reading.problems} == {"column_missing"}
    mapped = read(file, REGISTER, mapping={"Код": "personnel_number", "Кто": "full_name", "3": "city"})
    assert [r["city"] for r in mapped.records] == ["Орёл", "Орёл"]
    assert mapped.problems == []


def test_a_column_without_a_heading_is_shown_by_its_letter() -> None:
    reading = read(xlsx(["Таб. №", "ФИО"], [5, "Иванова Анна", "что-то"]), REGISTER)
    assert reading.fields == {"Таб. №": "personnel_number", "ФИО": "full_name", "[C]": None}
