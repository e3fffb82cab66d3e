"""Values of cells: what is read, what is refused, and that reading a result again changes nothing."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.importing import (
    BrokenCell,
    Cell,
    CellProblem,
    DateRules,
    Formula,
    Parser,
    canonical_number,
    choice,
    date_parser,
    email,
    full_name,
    integer,
    moment_parser,
    name_part,
    personnel_number,
    phone,
    sex,
    shown,
    text,
    yes_no,
)
from shared.importing.texts import PROBLEMS

RULES = DateRules(pivot=30)
PARSERS: list[Parser] = [
    text(), text(50, lines=True), personnel_number, integer(0, 99), choice({1: ("да",)}), yes_no(), sex, email, phone(),
    date_parser(RULES), moment_parser(RULES), full_name, name_part,
]  # fmt: skip
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(),
    st.just(Formula()), st.just(BrokenCell("#REF!")),
    st.from_regex(r"[0-9+() .,/гж№-]{1,30}", fullmatch=True), st.from_regex(r"[А-Яа-яЁёA-Z .'-]{1,40}", fullmatch=True),
)  # fmt: skip


def problem(parser: Callable[[Any], Any], cell: Cell) -> str:
    with pytest.raises(CellProblem) as caught:
        parser(cell)
    return caught.value.code


@given(st.sampled_from(PARSERS), CELLS)
def test_any_cell_is_read_or_has_a_problem_that_can_be_told(parser: Parser, cell: Cell) -> None:
    try:
        parser(cell)
    except CellProblem as caught:
        for locale in ("ru", "en"):
            sentence = PROBLEMS[caught.code].render(locale, caught.params)
            assert len(sentence) < 400
    assert len(shown(cell)) <= 60


@pytest.mark.parametrize("parser", PARSERS)
def test_a_formula_and_an_error_are_never_read_as_a_value(parser: Parser) -> None:
    assert problem(parser, Formula()) == "formula"
    assert problem(parser, BrokenCell("#Н/Д")) == "broken_cell"


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("cell", [None, "", "   ", "\u00a0", "\u200b", "н/д"])
def test_nothing_is_none(parser: Parser, cell: Cell) -> None:
    assert parser(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("  Цех   № 5 \n", "Цех № 5"), ("Йод\u200b", "Йод"), ("и\u0306од", "йод"), ("a\x00b\x07", "ab"), ("—", None),
        (100704.0, "100704"), (2.5, "2.5"), (True, "да"), (date(2022, 3, 1), "01.03.2022"), ("=2+2", "=2+2"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)  # fmt: skip
def test_text_is_cleaned_and_nothing_else(cell: Cell, value: str | None) -> None:
    assert text()(cell) == value


def test_text_is_never_cut() -> None:
    assert problem(text(10), "одиннадцать") == "text_too_long"
    assert text(11)("одиннадцать") == "одиннадцать"
    assert problem(text(20_000), "я" * 1_000_000) == "text_too_long"


def test_line_breaks_are_kept_where_they_are_wanted() -> None:
    assert text(lines=True)(" первая \r\n\r\n\r\n\r\n вторая\x0b") == "первая\n\nвторая"
    assert text()("первая\nвторая") == "первая вторая"


@given(st.text(max_size=80), st.booleans())
def test_text_read_again_is_the_same(written: str, lines: bool) -> None:
    parse = text(1000, lines=lines)
    once = parse(written)
    assert parse(once) == once
    assert once is None or not any(ord(c) < 32 and c != "\n" for c in once)


@pytest.mark.parametrize(
    "cell", ["00100704", " 100704 ", 100704, 100704.0, "100704.0", "100704,00", "№ 100704", "'100704", "100 704"]
)
def test_a_personnel_number_is_the_same_however_it_is_padded(cell: Cell) -> None:
    assert canonical_number(personnel_number(cell) or "") == "100704"


def test_leading_zeros_letters_and_signs_of_a_personnel_number_are_kept() -> None:
    assert personnel_number("00100704") == "00100704"
    assert personnel_number("а-12/3") == "А-12/3"
    assert canonical_number("A-12") == canonical_number("А-12")  # Latin and Russian
    assert canonical_number("12/345") != canonical_number("12345")
    assert canonical_number("000") == "0"


@pytest.mark.parametrize(
    "cell", ["Курское отделение", "б/н", -5, 1.5, True, date(2022, 1, 1), "1" * 40, "1e+05", "<1>"]
)
def test_what_is_no_personnel_number_is_a_problem(cell: Cell) -> None:
    assert problem(personnel_number, cell) == "personnel_number_unreadable"


@given(st.integers(1, 10**12), st.integers(0, 6), st.sampled_from(["", " ", "\u00a0", "  "]), st.booleans())
def test_padding_never_changes_a_personnel_number(number: int, zeros: int, space: str, as_float: bool) -> None:
    written = f"{space}{'0' * zeros}{number}{'.0' if as_float else ''}{space}"
    value = personnel_number(written) or ""
    assert canonical_number(value) == str(number)
    assert personnel_number(value) == value
    assert canonical_number(canonical_number(value)) == canonical_number(value)


def test_whole_numbers_are_read_within_their_range() -> None:
    children = integer(0, 20)
    assert [children(cell) for cell in ("2", 2, 2.0, "2,0", " 2 ", "+2", "-", None)] == [2, 2, 2, 2, 2, 2, None, None]
    assert problem(children, "двое") == "not_a_whole_number"
    assert problem(children, 1.5) == "not_a_whole_number"
    assert problem(children, "10,000") == "not_a_whole_number"
    assert problem(children, 21) == "number_out_of_range"
    assert problem(children, "-1") == "number_out_of_range"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("да", True), ("ДА.", True), ("+", True), (1, True), ("1", True), (True, True), ("состоит", True), ("х", True),
     ("нет", False), ("-", False), ("–", False), (0, False), ("не состоит", False), ("Не является", False),
     ("н", False), (False, False), ("н/д", None)],
)  # fmt: skip
def test_yes_and_no_in_all_their_forms(cell: Cell, value: bool | None) -> None:
    assert yes_no()(cell) is value


def test_a_doubtful_yes_is_a_problem_unless_the_column_knows_the_word() -> None:
    assert problem(yes_no(), "выбыл") == "not_yes_or_no"
    assert yes_no(no=("выбыл", "исключён"))("Исключен") is False
    assert yes_no(yes=("принят",))("не принят") is False


def test_a_word_of_a_list_is_known_by_its_synonyms() -> None:
    states = choice({"closed": ("устранено", "закрыто"), "open": ("в работе",)}, extra={"сдано": "closed"})
    assert [states(cell) for cell in ("Устранено", "В  РАБОТЕ.", "«закрыто»", "Сдано", None)] == [
        "closed", "open", "closed", "closed", None,
    ]  # fmt: skip
    with pytest.raises(CellProblem) as caught:
        states("почти")
    assert caught.value.params == {"value": "почти", "known": "«устранено», «в работе»"}


def test_a_word_for_two_values_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="two values"):
        choice({1: ("да",), 2: ("ДА",)})


def test_sex_is_read_in_short_and_in_full() -> None:
    assert [sex(cell) for cell in ("М", "муж.", "Женский", "ж")] == ["male", "male", "female", "female"]
    assert problem(sex, "да") == "unknown_sex"


def test_an_email_is_read_in_lower_case() -> None:
    assert email(" User@Example.ORG ") == "user@example.org"
    assert email("mailto:a.b+c@sub.example.org") == "a.b+c@sub.example.org"
    assert email("почта@пример.рф") == "почта@пример.рф"


@pytest.mark.parametrize("cell", ["нет почты", "a@b", "a b@c.ru@", "@example.org", "user@exa mple.org", 5])
def test_what_is_no_email_is_a_problem(cell: Cell) -> None:
    assert problem(email, cell) == "email_unreadable"


def test_of_several_emails_the_first_is_kept_and_the_rest_is_told() -> None:
    with pytest.raises(CellProblem) as caught:
        email("a@example.org; b@example.org")
    assert (caught.value.code, caught.value.kept) == ("several_emails", "a@example.org")


def test_moments_keep_their_time() -> None:
    parse = moment_parser(RULES)
    moment = datetime.fromisoformat("2022-02-01T14:30:00")
    assert parse("01.02.2022 14:30") == moment
    assert parse(moment) == moment
    assert parse(date(2022, 2, 1)) == datetime.fromisoformat("2022-02-01")
    assert problem(parse, time(14, 30)) == "date_unreadable"
