"""Pure rules of the journal's figures: which states are open, how long a record stayed in each, what is counted."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal, get_args

from shared.contracts.nonconformity import Severity, Source, State, StateEntered

SECONDS_A_DAY: Final = 86_400.0

STATES: Final[tuple[State, ...]] = get_args(State)  #: in the order of the way
SEVERITIES: Final[tuple[Severity, ...]] = ("critical", "high", "medium", "low")
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
#: The finding still waits for somebody. «Fixed» is open: reported by the employer, not yet verified.
OPEN_STATES: Final[tuple[State, ...]] = ("registered", "assigned", "in_progress", "fixed")
#: The fix is still owed: only such a record can be overdue. Once it is reported, the inspector's delay is not theirs.
UNFIXED_STATES: Final[tuple[State, ...]] = ("registered", "assigned", "in_progress")

Grouping = Literal[
    "none", "month", "branch", "site", "category", "responsible", "inspector", "severity", "state", "source"
]

#: Every count behind the figures. A share is `on_time_*` of `due_*`; a median stands on `cycle` or `time_*` records.
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
    "cycle",
    "time_registered",
    "time_assigned",
    "time_in_progress",
    "time_fixed",
    "time_closed",
    "time_rejected",
    "time_duplicate",
]
FIGURES: Final[tuple[Figure, ...]] = get_args(Figure)


def seconds_in_states(way: Sequence[StateEntered]) -> dict[State, float]:
    """Seconds spent in each state that the record has left, several visits added up.

    The state in which the record is now is not counted: its time is not over. A spreadsheet may have entered two steps
    in the wrong order; such a visit counts as 0 seconds.
    """
    spent: dict[State, float] = {}
    for step, following in pairwise(way):
        spent[step.state] = spent.get(step.state, 0.0) + seconds_between(step.entered_at, following.entered_at)
    return spent


def seconds_between(start: datetime, end: datetime) -> float:
    """Seconds from `start` to `end`, never below zero."""
    return max((end - start).total_seconds(), 0.0)
