"""Working days and working time: Russia with its moved days, branches abroad, and arithmetic that adds up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.calendar import HOME, Calendar, WorkingCalendar, calendar_of, is_known_country
from shared.web.validation import explain

MOSCOW = calendar_of(HOME, "Europe/Moscow")
ROOPPUR = WorkingCalendar(country="BD", days_off=(date(2026, 11, 24),), working_days=(date(2026, 11, 27),))
CALENDARS = [
    MOSCOW,
    calendar_of(ROOPPUR, "Asia/Dhaka"),
    calendar_of(WorkingCalendar(country="TR", day_starts="08:30", day_hours=7.5), "Europe/Istanbul"),
    calendar_of(WorkingCalendar(country=None, weekend=(7,), day_hours=12), "America/Los_Angeles"),
]
calendars = st.sampled_from(CALENDARS)
moments = st.integers(0, 7 * 366 * 24 * 3600).map(
    lambda number: datetime(2021, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
)
dates = st.dates(date(2021, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 4), False),  # a public holiday on a Wednesday
        (date(2026, 3, 9), False),  # Monday, for the 8th of March on a Sunday
        (date(2026, 12, 31), False),  # moved there by the government
        (date(2024, 12, 28), True),  # a Saturday that works for the Monday after it
        (date(2024, 12, 30), False),
    ],
)
def test_the_russian_production_calendar_knows_moved_days(day: date, works: bool) -> None:
    assert MOSCOW.is_working(day) is works


def test_a_russian_year_has_as_many_working_days_as_was_decreed() -> None:
    assert MOSCOW.working_days(date(2025, 1, 1), date(2026, 1, 1)) == 247
    assert MOSCOW.working_days(date(2024, 1, 1), date(2025, 1, 1)) == 248


def test_a_branch_abroad_has_its_own_weekend_and_its_own_days() -> None:
    bangladesh = calendar_of(ROOPPUR, "Asia/Dhaka")
    assert [bangladesh.is_working(date(2026, 11, number)) for number in range(20, 29)] == [
        False, False, True, True, False, True, True, True, False,
    ]  # fmt: skip
    assert calendar_of(WorkingCalendar(country="TR"), "Europe/Istanbul").is_working(date(2026, 11, 4))
    assert is_known_country("BD")
    assert not is_known_country("XX")


def test_working_time_counts_the_hours_of_the_branch() -> None:
    friday, monday = datetime(2026, 11, 20, 13, tzinfo=UTC), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert MOSCOW.working_seconds(friday, monday) == (1 + 1.5) * 3600  # 16:00 to 17:00, and 9:00 to 10:30
    assert MOSCOW.working_day_count(friday, monday) == 2.5 / 8
    night = datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert MOSCOW.working_seconds(friday, night) == 3600
    assert MOSCOW.working_seconds(monday, friday) == 0


def slowly(calendar: Calendar, zone: str, start: datetime, end: datetime) -> float:
    """Working minutes, counted one by one."""
    rules, minutes, moment = calendar.rules, 0, start
    opens = timedelta(seconds=rules.opens_at)
    while moment < end:
        local = moment.astimezone(ZoneInfo(zone))
        since = timedelta(hours=local.hour, minutes=local.minute)
        inside = opens <= since < opens + timedelta(hours=rules.day_hours)
        minutes += inside and calendar.is_working(local.date())
        moment += timedelta(minutes=1)
    return minutes * 60.0


@given(
    start=st.integers(0, 26 * 24 * 60).map(
        lambda number: datetime(2025, 12, 20, tzinfo=UTC) + timedelta(minutes=number)
    ),
    minutes=st.integers(0, 6 * 24 * 60),
    number=st.sampled_from((0, 1, 2)),
)
def test_working_time_is_what_a_patient_clerk_counts(start: datetime, minutes: int, number: int) -> None:
    zone = ("Europe/Moscow", "Asia/Dhaka", "Europe/Istanbul")[number]
    end = start + timedelta(minutes=minutes)
    assert CALENDARS[number].working_seconds(start, end) == slowly(CALENDARS[number], zone, start, end)


@given(calendar=calendars, a=moments, b=moments, c=moments)
def test_working_time_adds_up_and_never_exceeds_the_clock(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    a, b, c = sorted((a, b, c))
    whole = calendar.working_seconds(a, c)
    assert whole == pytest.approx(calendar.working_seconds(a, b) + calendar.working_seconds(b, c), abs=1e-3)
    assert 0 <= whole <= (c - a).total_seconds() + 3600  # an hour that the clock leaps over in spring


@given(calendar=calendars, start=dates, length=st.integers(0, 500))
def test_counted_is_each_day_on_which_people_work(calendar: Calendar, start: date, length: int) -> None:
    days = [start + timedelta(days=place) for place in range(length)]
    assert calendar.working_days(start, start + timedelta(days=length)) == sum(map(calendar.is_working, days))


@given(calendar=calendars, a=dates, b=dates)
def test_counting_back_is_counting_forward(calendar: Calendar, a: date, b: date) -> None:
    assert calendar.working_days(a, b) == -calendar.working_days(b, a)


@pytest.mark.parametrize(
    "values",
    [
        {"country": "Russia"},
        {"weekend": [0]},
        {"weekend": [1, 2, 3, 4, 5, 6, 7]},
        {"day_hours": 0},
        {"day_starts": "18:00", "day_hours": 8},
        {"days_off": ["2026-11-24"], "working_days": ["2026-11-24"]},
        {"holidays": []},
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WorkingCalendar.model_validate(values)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"day_starts": "25:00"}, "вида ЧЧ:ММ"),
        ({"day_starts": "9:00"}, "вида ЧЧ:ММ"),
        ({"day_starts": "09:00\n"}, "вида ЧЧ:ММ"),
        ({"country": "russia"}, "двумя заглавными латинскими"),
    ],
)
def test_a_refusal_says_which_form_is_wanted(values: dict[str, object], wanted: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WorkingCalendar.model_validate(values)
    text, params = explain(refused.value.errors()[0])
    assert wanted in text.render("ru", **params)
