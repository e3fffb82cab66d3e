"""Pure rules of the journal's figures: which states are open, how long a record stayed in each, what is counted."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import md5
from itertools import pairwise
from typing import Final, Literal, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from shared.calendar import HOME, Calendar, WorkingCalendar
from shared.contracts.nonconformity import Severity, Source, State, StateEntered

SECONDS_A_DAY: Final = 86_400.0

STATES: Final[tuple[State, ...]] = get_args(State)  #: in the order of the way
SEVERITIES: Final[tuple[Severity, ...]] = ("critical", "high", "medium", "low")
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
#: The finding still waits for somebody. «Fixed» is open: reported by the employer, not yet verified.
OPEN_STATES: Final[tuple[State, ...]] = ("registered", "assigned", "in_progress", "fixed")
#: A finding that was no finding, or is counted elsewhere.
SET_ASIDE_STATES: Final[tuple[State, ...]] = ("rejected", "duplicate")
#: The fix is still owed: only such a record can be overdue. Once it is reported, the inspector's delay is not theirs.
UNFIXED_STATES: Final[tuple[State, ...]] = ("registered", "assigned", "in_progress")

#: `week` and `month` go by the day found, `closed_week` and `closed_month` by the day closed. Weeks are ISO 8601's.
Grouping = Literal[
    "none",
    "week",
    "month",
    "closed_week",
    "closed_month",
    "branch",
    "site",
    "category",
    "responsible",
    "inspector",
    "severity",
    "state",
    "source",
]

#: The figures that are times: a median and a p90 of so many records.
DurationFigure = Literal[
    "cycle",
    "fixing",
    "time_registered",
    "time_assigned",
    "time_in_progress",
    "time_fixed",
    "time_closed",
    "time_rejected",
    "time_duplicate",
]
DURATIONS: Final[tuple[DurationFigure, ...]] = get_args(DurationFigure)

#: Every count behind the figures. A share is `on_time_*` of `due_*`; a median stands on `cycle`, `fixing` or `time_*`.
Figure = Literal[
    "filed",
    "open",
    "overdue",
    "closed",
    "rejected",
    "duplicate",
    "due_first",
    "on_time_first",
    "due_last",
    "on_time_last",
    "repeats",
    "returned",
    DurationFigure,
]
FIGURES: Final[tuple[Figure, ...]] = get_args(Figure)


def severity_id(code: Severity) -> UUID:
    """By which the names of a severity are kept."""
    return uuid5(NAMESPACE_URL, f"profkom/severities/{code}")


def seconds_in_states(way: Sequence[StateEntered]) -> dict[State, float]:
    """Seconds spent in each state that the record has left, several visits added up.

    The state in which the record is now is not counted: its time is not over. A spreadsheet may have entered two steps
    in the wrong order; such a visit counts as 0 seconds.
    """
    spent: dict[State, float] = {}
    for step, following in pairwise(way):
        spent[step.state] = spent.get(step.state, 0.0) + seconds_between(step.entered_at, following.entered_at)
    return spent


def working_days_in_states(way: Sequence[StateEntered], calendar: Calendar) -> dict[State, float]:
    """The same in working days of the branch."""
    spent: dict[State, float] = {}
    for step, following in pairwise(way):
        days = calendar.working_day_count(step.entered_at, following.entered_at)
        spent[step.state] = spent.get(step.state, 0.0) + days
    return spent


def returns(way: Sequence[StateEntered]) -> int:
    """How often a fix was reported and not accepted."""
    return sum(step.state == "fixed" and following.state in UNFIXED_STATES for step, following in pairwise(way))


def ended_at(way: Sequence[StateEntered]) -> datetime | None:
    """When the record came into the state that ends it; None while it is open."""
    return way[-1].entered_at if way and way[-1].state not in OPEN_STATES else None


def calendar_key(rules: WorkingCalendar | None, zone: str) -> str:
    """What tells two calendars apart, in a few bytes."""
    return md5(f"{zone} {(rules or HOME).model_dump_json()}".encode(), usedforsecurity=False).hexdigest()[:16]


def seconds_between(start: datetime, end: datetime) -> float:
    """Seconds from `start` to `end`, never below zero."""
    return max((end - start).total_seconds(), 0.0)
