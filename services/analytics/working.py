"""Working time of records: computed when they are written, and anew when the calendar of their branch changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import repository
from services.analytics.domain import STATES, calendar_key, working_days_in_states
from services.analytics.repository import UNKNOWN_ZONE
from shared.calendar import HOME, Calendar, WorkingCalendar, calendar_of
from shared.contracts.nonconformity import State, StateEntered

_STRETCH: Final = 2_000  #: records computed between two statements


class BranchTime:
    """How a branch reckons."""

    def __init__(self, zone: str | None, rules: Mapping[str, Any] | None) -> None:
        known = WorkingCalendar.model_validate(rules) if rules else HOME
        self.calendar: Calendar = calendar_of(known, zone or UNKNOWN_ZONE)
        self.key = calendar_key(known, zone or UNKNOWN_ZONE)


UNHEARD_OF: Final = BranchTime(None, None)
"""A branch whose own event has not come yet: it will have the working time computed anew."""


def columns(way: Sequence[StateEntered], cycle: tuple[Any, Any] | None, branch: BranchTime) -> dict[str, Any]:
    """The columns of a record; `cycle`: when it was found and when it was closed."""
    spent = working_days_in_states(way, branch.calendar)
    return {
        "calendar": branch.key,
        "working_cycle": branch.calendar.working_day_count(*cycle) if cycle else None,
        **{f"working_{state}": spent.get(state) for state in STATES},
    }


async def times_of(session: AsyncSession, *, generation: int, branch_ids: Sequence[UUID]) -> dict[UUID, BranchTime]:
    """The branches among these that events have told of."""
    rows = await repository.calendars(session, generation=generation, branch_ids=branch_ids)
    return {row.id: BranchTime(row.time_zone, row.calendar) for row in rows}


async def recompute(session: AsyncSession, *, generation: int, branch_ids: Sequence[UUID]) -> None:
    """Bring the working time of the branches' records to the calendars that they have now."""
    for branch_id, branch in (await times_of(session, generation=generation, branch_ids=branch_ids)).items():
        while rows := await repository.reckoned_otherwise(
            session, generation=generation, branch_id=branch_id, key=branch.key, limit=_STRETCH
        ):
            fresh = []
            for row in rows:
                way = [_step(*step) for step in row.way]
                cycle = (row.found_at, row.ended_at) if row.cycle_seconds is not None else None
                fresh.append({"id": row.id, **columns(way, cycle, branch)})
            await repository.set_working_time(session, generation=generation, rows=fresh)


def _step(state: State, entered_at: str) -> StateEntered:
    """A step as we have stored it: nothing to validate, and there may be a hundred thousand."""
    return StateEntered.model_construct(state=state, entered_at=datetime.fromisoformat(entered_at))
