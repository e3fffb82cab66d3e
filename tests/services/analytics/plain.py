"""The journal's figures once more, in plain Python and as slowly as you like: what SQL is checked against."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from shared.calendar import Calendar, WorkingCalendar
from shared.contracts.nonconformity import NonconformityData

STATES = ("registered", "assigned", "in_progress", "fixed", "closed", "rejected", "duplicate")
Zones = Mapping[UUID, str]
Calendars = Mapping[UUID, Mapping[str, Any]]
NO_CALENDARS: Calendars = {}
Visits = list[tuple[datetime, datetime]]


class PlainJournal:
    """Records as their newest events tell them. `zones`: IANA names by branch; `now`: the moment of asking."""

    def __init__(
        self, records: Sequence[NonconformityData], zones: Zones, now: datetime, calendars: Calendars = NO_CALENDARS
    ) -> None:
        self.zones, self.now, self.calendars = zones, now, calendars
        self.records = [record for record in records if not record.withdrawn]

    def day(self, record: NonconformityData, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zones.get(record.branch_id, "UTC"))).date()

    def within(self, start: date | None, end: date | None) -> "PlainJournal":
        kept = [
            record
            for record in self.records
            if (start is None or self.day(record, record.found_at) >= start)
            and (end is None or self.day(record, record.found_at) <= end)
        ]
        return PlainJournal(kept, self.zones, self.now, self.calendars)

    def where(self, condition: Callable[[NonconformityData], bool]) -> "PlainJournal":
        return PlainJournal(
            [record for record in self.records if condition(record)], self.zones, self.now, self.calendars
        )

    def key(self, record: NonconformityData, group_by: str) -> str:
        if group_by in ("month", "week"):
            return period(self.day(record, record.found_at), group_by)
        if group_by in ("closed_month", "closed_week"):
            ended = self.ended_on(record)
            return period(ended, group_by.removeprefix("closed_")) if record.state == "closed" and ended else "none"
        fields = {
            "category": record.category.id,
            "inspector": record.author_id,
            "responsible": record.responsible_id,
            "source": record.source or ("import" if record.imported else "api"),
        }
        value = fields[group_by] if group_by in fields else getattr(record, self._field(group_by))
        return "none" if value is None else str(value)

    @staticmethod
    def _field(group_by: str) -> str:
        return {"branch": "branch_id", "site": "site_id"}.get(group_by, group_by)

    def groups(self, group_by: str) -> dict[str, dict[str, Any]]:
        keys = {self.key(record, group_by) for record in self.records}
        return {key: self.group(group_by, key).figures() for key in keys}

    def group(self, group_by: str, key: str) -> "PlainJournal":
        return self.where(lambda record: self.key(record, group_by) == key)

    def behind(self, figure: str) -> set[UUID]:
        return {record.id for record in self.records if self.counts(record, figure)}

    def counts(self, record: NonconformityData, figure: str) -> bool:
        """Whether the record is one of those that the figure counts."""
        today = self.day(record, self.now)
        if figure == "filed":
            return True
        if figure == "open":
            return record.state in ("registered", "assigned", "in_progress", "fixed")
        if figure == "overdue":
            owed = record.state in ("registered", "assigned", "in_progress")
            return owed and record.due_on is not None and record.due_on < today
        if figure.startswith(("due_", "on_time_")):
            due = record.first_due_on if figure.endswith("first") else record.due_on
            fixed = record.fixed_at or self._closed_at(record)
            if record.state != "closed" or due is None or fixed is None:
                return False
            return figure.startswith("due_") or self.day(record, fixed) <= due
        if figure == "repeats":
            return record.repeat_of_id is not None and record.state not in ("rejected", "duplicate")
        if figure == "returned":
            return any(a.state == "fixed" and b.state in STATES[:3] for a, b in pairwise(record.way))
        if figure == "fixing":
            been = {step.state for step in list(record.way)[:-1]}
            return bool(been & {"assigned", "in_progress"}) and bool(record.fixed_at or self._closed_at(record))
        if figure == "cycle":
            return record.state == "closed" and record.closed_at is not None
        if figure.startswith("time_"):
            return any(step.state == figure.removeprefix("time_") for step in list(record.way)[:-1])
        return record.state == figure

    def figures(self) -> dict[str, Any]:
        """In the shape of the API's answer."""
        return {
            **{
                name: len(self.behind(name)) for name in ("filed", "open", "overdue", "closed", "rejected", "duplicate")
            },
            "on_time_first": self._on_time("first"),
            "on_time_last": self._on_time("last"),
            "repeats": len(self.behind("repeats")),
            "repeat_share": len(self.behind("repeats")) / len(self.records) if self.records else None,
            "returned": len(self.behind("returned")),
            "cycle": self._duration("cycle", self._cycle),
            "fixing": self._duration("fixing", partial(self._spent, ("assigned", "in_progress"))),
            "states": {state: self._duration(f"time_{state}", partial(self._spent, (state,))) for state in STATES},
        }

    def _on_time(self, which: str) -> dict[str, Any]:
        n, on_time = len(self.behind(f"due_{which}")), len(self.behind(f"on_time_{which}"))
        return {"n": n, "on_time": on_time, "share": on_time / n if n else None}

    def _duration(self, figure: str, visits: Callable[[NonconformityData], Visits]) -> dict[str, Any]:
        counted = [(record, visits(record)) for record in self.records if self.counts(record, figure)]
        clock = sorted(sum(max((b - a).total_seconds(), 0.0) for a, b in times) / 86_400 for _, times in counted)
        working = sorted(
            sum(self.calendar(record).working_day_count(a, b) for a, b in times) for record, times in counted
        )
        return {
            "n": len(counted),
            "median_days": percentile(clock, 0.5),
            "p90_days": percentile(clock, 0.9),
            "median_working_days": percentile(working, 0.5),
            "p90_working_days": percentile(working, 0.9),
        }

    def calendar(self, record: NonconformityData) -> Calendar:
        rules = WorkingCalendar.model_validate(self.calendars.get(record.branch_id) or {})
        return Calendar(rules, self.zones.get(record.branch_id, "UTC"))

    def ended_on(self, record: NonconformityData) -> date | None:
        if record.state not in ("closed", "rejected", "duplicate"):
            return None
        return self.day(record, self._closed_at(record) or record.way[-1].entered_at)

    @staticmethod
    def _closed_at(record: NonconformityData) -> datetime | None:
        return record.closed_at if record.state == "closed" else None

    @staticmethod
    def _cycle(record: NonconformityData) -> Visits:
        assert record.closed_at is not None
        return [(record.found_at, record.closed_at)]

    @staticmethod
    def _spent(states: Sequence[str], record: NonconformityData) -> Visits:
        return [(a.entered_at, b.entered_at) for a, b in pairwise(record.way) if a.state in states]


def percentile(days: Sequence[float], share: float) -> Any:
    """Days, interpolated between the two neighbours; the last digit may be rounded either way."""
    if not days:
        return None
    place = share * (len(days) - 1)
    low, high = days[int(place)], days[min(int(place) + 1, len(days) - 1)]
    return pytest.approx(low + (high - low) * (place - int(place)), abs=1e-4)


def period(day: date, kind: str) -> str:
    """2026-W47 or 2026-11."""
    year, week, _ = day.isocalendar()
    return day.isoformat()[:7] if kind == "month" else f"{year}-W{week:02}"
