"""The journal's figures once more, in plain Python and as slowly as you like: what SQL is checked against."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.contracts.nonconformity import NonconformityData

STATES = ("registered", "assigned", "in_progress", "fixed", "closed", "rejected", "duplicate")
Zones = Mapping[UUID, str]


class PlainJournal:
    """Records as their newest events tell them. `zones`: IANA names by branch; `now`: the moment of asking."""

    def __init__(self, records: Sequence[NonconformityData], zones: Zones, now: datetime) -> None:
        self.zones, self.now = zones, now
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
        return PlainJournal(kept, self.zones, self.now)

    def where(self, condition: Callable[[NonconformityData], bool]) -> "PlainJournal":
        return PlainJournal([record for record in self.records if condition(record)], self.zones, self.now)

    def key(self, record: NonconformityData, group_by: str) -> str:
        if group_by == "month":
            return self.day(record, record.found_at).isoformat()[:7]
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
            fixed = record.fixed_at or record.closed_at
            if record.state != "closed" or due is None or fixed is None:
                return False
            return figure.startswith("due_") or self.day(record, fixed) <= due
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
            "cycle": self._duration("cycle", self._cycle),
            "states": {state: self._duration(f"time_{state}", partial(self._spent, state)) for state in STATES},
        }

    def _on_time(self, which: str) -> dict[str, Any]:
        n, on_time = len(self.behind(f"due_{which}")), len(self.behind(f"on_time_{which}"))
        return {"n": n, "on_time": on_time, "share": on_time / n if n else None}

    def _duration(self, figure: str, seconds: Callable[[NonconformityData], float]) -> dict[str, Any]:
        values = sorted(max(seconds(record), 0.0) for record in self.records if self.counts(record, figure))
        return {"n": len(values), "median_days": percentile(values, 0.5), "p90_days": percentile(values, 0.9)}

    @staticmethod
    def _cycle(record: NonconformityData) -> float:
        assert record.closed_at is not None
        return (record.closed_at - record.found_at).total_seconds()

    @staticmethod
    def _spent(state: str, record: NonconformityData) -> float:
        steps = list(record.way)
        visits = [(a, b) for a, b in pairwise(steps) if a.state == state]
        return sum(max((b.entered_at - a.entered_at).total_seconds(), 0.0) for a, b in visits)


def percentile(seconds: Sequence[float], share: float) -> float | None:
    """Days, interpolated between the two neighbours."""
    if not seconds:
        return None
    place = share * (len(seconds) - 1)
    low, high = seconds[int(place)], seconds[min(int(place) + 1, len(seconds) - 1)]
    return round((low + (high - low) * (place - int(place))) / 86_400, 4)
