"""When a grant holds: from its first day to its last, in the union's time zone, until it is withdrawn."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum


class GrantState(StrEnum):
    FUTURE = "future"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def state_of(*, valid_from: date, valid_to: date | None, withdrawn_at: datetime | None, today: date) -> GrantState:
    if withdrawn_at is not None:
        return GrantState.WITHDRAWN
    if valid_from > today:
        return GrantState.FUTURE
    return GrantState.EXPIRED if valid_to is not None and valid_to < today else GrantState.IN_FORCE


def next_change(periods: Iterable[tuple[date, date | None]], today: date) -> date | None:
    """The first day after today on which one of these periods begins, or is over; the calendar's last is no end."""
    days = [first for first, _ in periods]
    days += [last + timedelta(days=1) for _, last in periods if last is not None and last < date.max]
    return min((day for day in days if day > today), default=None)
