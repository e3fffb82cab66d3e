"""Finding a person by what a spreadsheet calls them: one person, or none with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.importing import Ambiguous, KnownPerson, Matched, Mismatch, NotFound, PersonIndex, Unreadable, split_list

PEOPLE = [
    KnownPerson("anna", "Иванова", "Анна", "Петровна", "00100704"),
    KnownPerson("alla", "Иванова", "Алла", "Сергеевна", "100705"),
    KnownPerson("petr", "Семёнов", "Пётр", "Ильич", "100706"),
    KnownPerson("kuzma1", "Изотов", "Кузьма", "Сергеевич", "100707"),
    KnownPerson("kuzma2", "Изотов", "Кузьма", "Сергеевич", "100708"),
    KnownPerson("ali", "Мамедов", "Али", "Гасан оглы", "А-12"),
    KnownPerson("bock", "фон Бок", "Карл", "Иванович", "100709"),
    KnownPerson("roman", "Роман", "Иван", "", "100710"),
    KnownPerson("ivan", "Иван", "Роман", "", "100711"),
    KnownPerson("twin1", "Орлова", "Вера", "Львовна", "500"),
    KnownPerson("twin2", "Зуева", "Инна", "Львовна", "0500"),
]
index = PersonIndex(PEOPLE)


@pytest.mark.parametrize(
    "written",
    ["Иванова Анна Петровна", "иванова анна петровна", "ИВАНОВА АННА ПЕТРОВНА", "Анна Петровна Иванова", "Иванова Анна",
     "Иванова Анна П.", "Иванова А. П.", "Иванова А.П", "Иванова А П", "А. П. Иванова", "А.П. Иванова", "А.П.Иванова",
     " Иванова\u00a0А.П. ", "Иванова A. П."],
)  # fmt: skip
def test_a_person_is_found_however_they_are_written(written: str) -> None:
    assert index.match(written) == Matched("anna")


@pytest.mark.parametrize(
    ("written", "person"),
    [("Семенов П. И.", "petr"), ("Семёнов Петр Ильич", "petr"), ("Мамедов Али Гасан Оглы", "ali"),
     ("Мамедов А. Г.", "ali"), ("фон Бок К. И.", "bock"), ("Карл Иванович фон Бок", "bock")],
)  # fmt: skip
def test_yo_and_names_of_several_words_are_forgiven(written: str, person: str) -> None:
    assert index.match(written) == Matched(person)


@pytest.mark.parametrize("written", ["Иванова А.", "Иванова", "А. Иванова"])
def test_too_short_a_name_is_ambiguous(written: str) -> None:
    assert index.match(written) == Ambiguous(("anna", "alla"))


def test_namesakes_are_ambiguous_and_told_apart_by_number() -> None:
    assert index.match("Изотов Кузьма Сергеевич") == Ambiguous(("kuzma1", "kuzma2"))
    assert index.match("Изотов К. С.", "0100708") == Matched("kuzma2")


def test_a_name_that_reads_two_ways_is_ambiguous() -> None:
    assert index.match("Роман Иван") == Ambiguous(("roman", "ivan"))


@pytest.mark.parametrize(
    "written", ["Иванов Анна Петровна", "Иванова Анна Павловна", "Иванова Б. П.", "Роман Иван Петрович"]
)
def test_nobody_is_taken_for_somebody_near(written: str) -> None:
    assert index.match(written) == NotFound("name")


@pytest.mark.parametrize("written", ["", "  ", "123", "уч. 5", "Иванова Анна Петровна и ещё двое", "—"])
def test_what_is_no_name_is_said_to_be_none(written: str) -> None:
    assert index.match(written) == Unreadable()


@pytest.mark.parametrize("number", ["100704", "00100704", " 100704 "])
def test_a_number_finds_its_person_when_the_name_agrees(number: str) -> None:
    for name in ("ИВАНОВА А.П.", "Иванова Анна Петровна", "Иванова", None):
        assert index.match(name, number) == Matched("anna")


def test_a_number_with_another_name_is_a_mismatch_that_names_its_owner() -> None:
    assert index.match("Петрова Анна Петровна", "100704") == Mismatch("anna", "Иванова Анна Петровна")


def test_an_unknown_number_is_not_made_up_for_by_the_name() -> None:
    assert index.match("Иванова Анна Петровна", "999999") == NotFound("personnel_number")


def test_one_number_for_two_persons_is_settled_by_the_name_or_not_at_all() -> None:
    assert index.match("Зуева И. Л.", "500") == Matched("twin2")
    assert index.match(None, "500") == Ambiguous(("twin1", "twin2"))


def test_a_former_name_leads_to_the_same_person() -> None:
    known = PersonIndex([*PEOPLE, KnownPerson("anna", "Белова", "Анна", "Петровна", "100704")])
    assert known.match("Белова А. П.") == Matched("anna")
    assert known.match("Белова А. П.", "100704") == Matched("anna")
    assert known.match(None, "100704") == Matched("anna")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Катков С. С.; Алипова Б. А.", ["Катков С. С.", "Алипова Б. А."]),
        ("Катков С.С., Алипова Б.А.", ["Катков С.С.", "Алипова Б.А."]),
        ("Катков С. С.\nАлипова Б. А.\r\n", ["Катков С. С.", "Алипова Б. А."]),
        ("Катков С. С. и Алипова Б. А.", ["Катков С. С.", "Алипова Б. А."]),
        ("Катков, С. С.; Алипова, Б.А.", ["Катков С. С.", "Алипова Б.А."]),
        ("Катков Сергей / Алипова Белинда", ["Катков Сергей", "Алипова Белинда"]),
        (" ; ,", []),
    ],
)
def test_a_list_of_names_is_taken_apart(written: str, names: list[str]) -> None:
    assert split_list(written) == names


@given(st.text(max_size=50), st.one_of(st.none(), st.text(max_size=10)))
def test_any_text_gets_an_answer_and_never_a_wrong_person(name: str, number: str | None) -> None:
    answer = index.match(name, number)
    if isinstance(answer, Matched):
        person = next(p for p in PEOPLE if p.id == answer.id)
        assert number or person.last.lower().replace("ё", "е").split()[-1] in name.lower().replace("ё", "е")
