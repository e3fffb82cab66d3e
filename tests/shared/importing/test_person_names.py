"""Names of persons: brought to one form, taken apart, and refused when unclear."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.importing import CellProblem, PersonName, full_name, join_name, name_part

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
WORDS = st.text(LETTERS, min_size=2, max_size=12).map(str.capitalize).filter(
    lambda w: w.lower() not in {"оглы", "оглу", "углы", "улы", "кызы", "гызы", "кизи", "заде", "фон"}
)  # fmt: skip
LAST = st.one_of(WORDS, st.tuples(WORDS, WORDS).map("-".join))
FIRST = WORDS.filter(
    lambda w: not w.endswith(("вич", "вна", "ьич", "чна")) and w not in {"Ильич", "Лукич", "Фомич", "Кузьмич"}
)
NAMES = st.builds(PersonName, LAST, FIRST, st.one_of(st.just(""), WORDS))


def problem(written: str) -> CellProblem:
    with pytest.raises(CellProblem) as caught:
        full_name(written)
    return caught.value


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ПАСТЕРНАК БОРИС ЛЕОНИДОВИЧ", PersonName("Пастернак", "Борис", "Леонидович")),
        ("пастернак борис леонидович", PersonName("Пастернак", "Борис", "Леонидович")),
        ("  Шаламов   Борис Михайлович  ", PersonName("Шаламов", "Борис", "Михайлович")),
        ("Семёнов Пётр", PersonName("Семёнов", "Пётр")),
        ("САЛТЫКОВ-ЩЕДРИН МИХАИЛ ЕВГРАФОВИЧ", PersonName("Салтыков-Щедрин", "Михаил", "Евграфович")),
        ("Салтыков - Щедрин Михаил Евграфович", PersonName("Салтыков-Щедрин", "Михаил", "Евграфович")),
        ("МАМЕДОВ АЛИ ГАСАН ОГЛЫ", PersonName("Мамедов", "Али", "Гасан оглы")),
        ("Мамедова Лейла Гасан-кызы", PersonName("Мамедова", "Лейла", "Гасан-кызы")),
        ("фон Бок Карл Иванович", PersonName("фон Бок", "Карл", "Иванович")),
        ("О’НИЛ ДЖОН", PersonName("О'Нил", "Джон")),
        ("МакГрегор Юэн", PersonName("МакГрегор", "Юэн")),
        ("Борис Леонидович Пастернак", PersonName("Пастернак", "Борис", "Леонидович")),
        ("Николаевич Лаврентий Сергеевич", PersonName("Николаевич", "Лаврентий", "Сергеевич")),
        ("Cмирнова Oльга Ивановна", PersonName("Смирнова", "Ольга", "Ивановна")),  # Latin C and O
        ("Ли Ан", PersonName("Ли", "Ан")),
        ("ван ли", PersonName("Ван", "Ли")),
        ("ван Бек Ян", PersonName("ван Бек", "Ян")),
        ("Smith John", PersonName("Smith", "John")),
    ],
)
def test_full_names_are_brought_to_one_form(written: str, name: PersonName) -> None:
    assert full_name(written) == name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Иванова А. П.", "name_abbreviated"), ("А.П. Иванова", "name_abbreviated"), ("Иванова", "name_incomplete"),
        ("Гарсия Маркес Хосе Мария", "name_of_many_parts"), ("Иван Петрович Абрамович", "name_order_unclear"),
        ("Иванов2 Пётр", "name_unreadable"), ("<b>Иванов</b> Пётр", "name_unreadable"),
        ("Иванов; Петров", "name_unreadable"),
        ("Иванов " * 20, "text_too_long"), (". - .", "name_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_full_name_is_a_problem(written: str, code: str) -> None:
    assert problem(written).code == code


def test_a_former_name_in_brackets_is_left_out_and_told_of() -> None:
    found = problem("Белова (Чернова) Анна Ильинична")
    assert (found.code, found.kept) == ("name_with_brackets", PersonName("Белова", "Анна", "Ильинична"))


@given(NAMES, st.sampled_from([str, str.upper, str.lower]), st.sampled_from([" ", "  ", "\u00a0", "\n"]))
def test_case_and_spaces_never_change_a_name(name: PersonName, case: type[str], space: str) -> None:
    written = space + case(str(name)).replace(" ", space) + space
    assert full_name(written) == name
    assert full_name(str(full_name(written))) == name


@given(st.text(max_size=40))
def test_a_name_read_again_is_the_same(written: str) -> None:
    try:
        once = full_name(written)
    except CellProblem:
        return
    assert once is None or full_name(str(once)) == once


def test_parts_in_columns_of_their_own_make_the_same_name() -> None:
    values = {"last_name": name_part("ИВАНОВ"), "first_name": name_part("пётр"), "middle_name": None, "unit": 1}
    join_name(values)
    assert values == {"full_name": PersonName("Иванов", "Пётр"), "unit": 1}


def test_first_and_middle_name_in_one_column_are_told_apart() -> None:
    values: dict[str, Any] = {"last_name": "Иванова", "first_name": name_part("АННА ПЕТРОВНА")}
    join_name(values)
    assert values["full_name"] == PersonName("Иванова", "Анна", "Петровна")
    values = {"last_name": "Иванова", "first_name": name_part("Анна Мария")}
    join_name(values)
    assert values["full_name"] == PersonName("Иванова", "Анна Мария")


def test_a_whole_name_is_left_alone_and_a_last_name_alone_is_a_problem() -> None:
    whole = PersonName("Иванов", "Пётр")
    values = {"full_name": whole}
    join_name(values)
    assert values == {"full_name": whole}
    with pytest.raises(CellProblem) as caught:
        join_name({"last_name": "Иванов", "first_name": None})
    assert caught.value.code == "name_incomplete"
