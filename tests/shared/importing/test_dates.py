"""Dates in every form that was seen in registers, and those that are no dates."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.importing import Cell, CellProblem, DateRules, date_parser

TODAY = date(2023, 1, 15)
parse = date_parser(DateRules(pivot=30))
DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))
MONTHS = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
]  # fmt: skip
FORMS: list[Callable[[date], Cell]] = [
    lambda d: d,
    lambda d: datetime.combine(d, time(23, 59)),
    lambda d: (d - date(1899, 12, 30)).days if not 1900 <= (d - date(1899, 12, 30)).days <= 2199 else d,
    lambda d: d.isoformat(),
    lambda d: d.isoformat() + "T00:00:00",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f" {d.day}.{d.month}.{d.year} ",
    lambda d: f"{d:%d.%m.%Y} г.",
    lambda d: f"{d:%d.%m.%Y}г.р.",
    lambda d: f"{d:%d/%m/%Y}.",
    lambda d: f"{d:%d-%m-%Y} 0:00:00",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year} года",
    lambda d: f"«{d.day:02}» {MONTHS[d.month - 1].upper()} {d.year} г.",
]


def problem(cell: Cell, rules: DateRules = DateRules(pivot=30)) -> str:
    with pytest.raises(CellProblem) as caught:
        date_parser(rules)(cell)
    return caught.value.code


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_is_the_same_however_it_is_written(day: date, form: Callable[[date], Cell]) -> None:
    assert parse(form(day)) == day
    assert parse(parse(form(day))) == day


@given(st.integers(0, 99), st.dates(date(1931, 1, 1), date(2030, 12, 31)))
def test_a_two_digit_year_falls_into_the_hundred_years_that_end_with_the_pivot(pivot: int, day: date) -> None:
    found = date_parser(DateRules(pivot=pivot))(f"{day:%d.%m.%y} г.") if (day.month, day.day) != (2, 29) else None
    if found:
        assert found.year % 100 == day.year % 100
        assert 1900 + pivot < found.year <= 2000 + pivot


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("24.05.75 г.", date(1975, 5, 24)), ("12.05.14 г.", date(2014, 5, 12)), ("24,05,1975", date(1975, 5, 24)),
        ("24 05 1975", date(1975, 5, 24)), ("24 мая 75", date(1975, 5, 24)), ("1 сент. 2020г", date(2020, 9, 1)),
        ("24-May-1975", date(1975, 5, 24)), ("27538", date(1975, 5, 24)), (27538.6, date(1975, 5, 24)),
        ("20051975", date(1975, 5, 20)), ("20112010", date(2010, 11, 20)), ("19750520", date(1975, 5, 20)), ("-", None),
    ],
)  # fmt: skip
def test_forms_from_real_registers(cell: Cell, day: date | None) -> None:
    assert parse(cell) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31.02.2020", "date_impossible"), ("24.13.1975", "date_impossible"), ("05/24/1975", "date_impossible"),
        ("00.00.0000", "date_impossible"), ("29.02.1900", "date_impossible"), ("1975", "date_is_a_year"),
        (1975, "date_is_a_year"), ("май 1975", "date_unreadable"), ("неизвестно", "date_unreadable"),
        ("24.05.19755", "date_unreadable"), ("24 мартобря 1975", "date_unreadable"), (True, "date_unreadable"),
        (-3, "date_unreadable"), (10**9, "date_unreadable"), (10**400, "date_unreadable"),
        (float("inf"), "date_unreadable"), (float("nan"), "date_unreadable"),
        ("01.01.0075", "date_too_early"), ("24131975", "date_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(cell: Cell, code: str) -> None:
    assert problem(cell) == code


def test_a_fact_cannot_lie_in_the_future() -> None:
    rules = DateRules.past(TODAY)
    assert date_parser(rules)(TODAY) == TODAY
    assert problem(TODAY + timedelta(days=1), rules) == "date_in_future"
    assert problem(datetime.fromisoformat("2023-05-24"), rules) == "date_in_future"


def test_a_birthday_in_two_digits_is_never_that_of_a_child() -> None:
    born = date_parser(DateRules.past(TODAY, youngest=14))
    assert born("05.06.09") == date(2009, 6, 5)
    assert born("05.06.10") == date(1910, 6, 5)
    assert born("05.06.75") == date(1975, 6, 5)


def test_a_pivot_is_a_two_digit_year() -> None:
    with pytest.raises(ValueError, match="two-digit"):
        DateRules(pivot=1975)
