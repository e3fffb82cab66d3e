"""Recognising columns: what is understood, and above all what is not."""

import pytest

from shared.i18n import Text
from shared.importing import FieldSpec, TableSpec, text
from shared.importing.headings import Rank, Vocabulary
from shared.importing.normalise import heading_key
from tests.shared.importing.tables import JOURNAL, REGISTER


@pytest.fixture(scope="module")
def register() -> Vocabulary:
    return Vocabulary(REGISTER)


@pytest.mark.parametrize(
    "heading",
    ["Таб. №", "таб.№", "Табельный номер", "ТАБЕЛЬНЫЙ  НОМЕР", "Табельный №", "Таб.\nномер", "т/н", "Т.Н.",
     "Номер табельный", "Таб. № (по приказу)", "Taб. №"],
)  # fmt: skip
def test_a_personnel_number_is_known_however_it_is_headed(register: Vocabulary, heading: str) -> None:
    assert register.recognise(heading).field == "personnel_number"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ф.И.О.", "full_name"), ("ф. и. о.", "full_name"), ("Фамилия, имя, отчество", "full_name"),
        ("Дата рожд.", "born_on"), ("Дата рождения (дд.мм.гггг)", "born_on"), ("Д.р.", "born_on"),
        ("Эл. почта", "email"), ("E-mail", "email"), ("e mail", "email"), ("Е-mail", "email"), ("Имейл", "email"),
        ("Тел.", "phone"), ("Моб. тел.", "phone"), ("Кол-во детей", "children"), ("Дата вступл.", "joined_on"),
    ],
)  # fmt: skip
def test_the_usual_abbreviations_are_understood(register: Vocabulary, heading: str, field: str) -> None:
    assert register.recognise(heading).field == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Отделенее", "branch"), ("Должнсть", "position"), ("Дата рожденя", "born_on"), ("Подразделения", "unit")],
)
def test_a_small_typo_is_forgiven(register: Vocabulary, heading: str, field: str) -> None:
    found = register.recognise(heading)
    assert (found.field, found.rank) == (field, Rank.TYPO)


@pytest.mark.parametrize(
    "heading", ["", "Пил", "Дата", "Дата приёма", "Стаж", "Телефон 2", "Итого", "Имена", "№ п/п", "х" * 500]
)
def test_what_is_not_sure_is_not_matched(register: Vocabulary, heading: str) -> None:
    assert register.recognise(heading).field is None


def test_a_heading_near_two_fields_is_given_to_neither() -> None:
    spec = TableSpec(
        fields=(
            FieldSpec("found", Text(ru="Дата выявления", en="Found"), text()),
            FieldSpec("claimed", Text(ru="Дата заявления", en="Claimed"), text()),
        )
    )
    found = Vocabulary(spec).recognise("Дата звявления")
    assert found.field is None
    assert set(found.rivals) == {"found", "claimed"}


def test_the_administrators_words_go_before_ours() -> None:
    vocabulary = Vocabulary(
        REGISTER, synonyms={"Первичка": "unit", "Позывной": "personnel_number", "Другое": "no_such"}
    )
    assert vocabulary.recognise("ПЕРВИЧКА").field == "unit"
    assert vocabulary.recognise("позывной").field == "personnel_number"
    assert vocabulary.recognise("Другое").field is None


def test_one_heading_for_two_fields_is_a_mistake_of_the_programmer() -> None:
    spec = TableSpec(
        fields=(
            FieldSpec("a", Text(ru="Дата", en="Date"), text()),
            FieldSpec("b", Text(ru="Срок", en="Due"), text(), synonyms=("дата.",)),
        )
    )
    with pytest.raises(ValueError, match="two fields"):
        Vocabulary(spec)


def test_the_two_demonstration_tables_say_nothing_twice() -> None:
    Vocabulary(REGISTER)
    Vocabulary(JOURNAL)


def test_a_key_does_not_change_when_made_again() -> None:
    for spec in (REGISTER, JOURNAL):
        for field in spec.fields:
            for word in (field.title.ru, *field.synonyms):
                assert heading_key(heading_key(word)) == heading_key(word)
