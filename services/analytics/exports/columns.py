"""The columns of the tables: what stands in each for a row of the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from services.analytics.exports import texts
from services.analytics.journal.schemas import Duration, Figures
from services.analytics.persons.schemas import Inspector, Responsible
from services.analytics.trend.schemas import TrendPoint
from shared.documents.workbook import Kind
from shared.i18n import Text

Value = str | float | date | None
Row = TypeVar("Row", contravariant=True)


@dataclass(frozen=True, slots=True)
class Figure(Generic[Row]):
    """A column: its heading, and what stands in it."""

    heading: Text
    value: Callable[[Row], Value]
    kind: Kind = "count"


def _median(get: Callable[[Any], Duration], days: Text, working: Text) -> tuple[Figure[Any], Figure[Any]]:
    return (
        Figure(days, lambda row: get(row).median_days, "number"),
        Figure(working, lambda row: get(row).median_working_days, "number"),
    )


_IN_TIME: Sequence[Figure[Any]] = (
    Figure(texts.IN_TIME_FIRST, lambda row: row.on_time_first.share, "share"),
    Figure(texts.IN_TIME_LAST, lambda row: row.on_time_last.share, "share"),
)
_FIXING = _median(lambda row: row.fixing, texts.FIXING, texts.FIXING_WORKING)
_CYCLE = _median(lambda row: row.cycle, texts.CYCLE, texts.CYCLE_WORKING)


FIGURES: Sequence[Figure[Figures]] = (
    Figure(texts.FILED, lambda row: row.filed),
    Figure(texts.OPEN, lambda row: row.open),
    Figure(texts.OVERDUE, lambda row: row.overdue),
    Figure(texts.CLOSED, lambda row: row.closed),
    Figure(texts.REJECTED, lambda row: row.rejected),
    Figure(texts.DUPLICATE, lambda row: row.duplicate),
    *_IN_TIME,
    Figure(texts.REPEATS, lambda row: row.repeats),
    Figure(texts.REPEAT_SHARE, lambda row: row.repeat_share, "share"),
    Figure(texts.RETURNED, lambda row: row.returned),
    *_FIXING,
    *_CYCLE,
)


TREND: Sequence[Figure[TrendPoint]] = (
    Figure(texts.PERIOD, lambda row: row.label, "text"),
    Figure(texts.FIRST_DAY, lambda row: row.starts_on, "day"),
    Figure(texts.LAST_DAY, lambda row: row.ends_on, "day"),
    Figure(texts.FILED, lambda row: row.filed),
    Figure(texts.CLOSED, lambda row: row.closed),
    Figure(texts.OPEN_AT_END, lambda row: row.open_at_end),
)


INSPECTORS: Sequence[Figure[Inspector]] = (
    Figure(texts.PERSON, lambda row: row.name, "text"),
    Figure(texts.RANK, lambda row: row.rank),
    Figure(texts.FILED, lambda row: row.filed),
    Figure(texts.OPEN, lambda row: row.open),
    Figure(texts.VERIFIED, lambda row: row.verified),
    Figure(texts.REJECTED, lambda row: row.rejected),
    Figure(texts.DUPLICATE, lambda row: row.duplicate),
    Figure(texts.CONFIRMED_SHARE, lambda row: row.confirmed_share, "share"),
    Figure(texts.REPEATS, lambda row: row.repeats),
    *_CYCLE,
)


RESPONSIBLES: Sequence[Figure[Responsible]] = (
    Figure(texts.PERSON, lambda row: row.name, "text"),
    Figure(texts.ASSIGNED, lambda row: row.assigned),
    Figure(texts.OPEN, lambda row: row.open),
    Figure(texts.OVERDUE, lambda row: row.overdue),
    Figure(texts.CLOSED, lambda row: row.closed),
    *_IN_TIME,
    Figure(texts.RETURNED, lambda row: row.returned),
    *_FIXING,
)
