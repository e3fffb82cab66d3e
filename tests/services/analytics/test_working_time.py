"""Working time follows the calendar of the branch, whatever is heard first and whatever changes later."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from services.analytics import working
from services.analytics.models import JournalRecord
from shared.contracts.people import BranchChanged
from shared.db.database import Database
from shared.ids import new_id
from tests.services.analytics import facts
from tests.services.analytics.conftest import Ask, Record
from tests.services.analytics.facts import NOON

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("noon")]

#: Found on a Thursday, closed on the next Thursday: Friday and Saturday are off in Bangladesh.
THURSDAY = NOON - timedelta(days=11)
BANGLADESH = {"country": "BD", "day_hours": 4}


def changed(branch_id: Any, version: int, calendar: Any, zone: str = "Europe/Moscow") -> Any:
    fields = {"id": branch_id, "version": version, "name": "Курское", "city": None, "time_zone": zone}
    return facts.event(BranchChanged.model_validate({**fields, "working_calendar": calendar}))


async def working_days(ask: Ask, **query: Any) -> float:
    days: float = (await ask("/journal", **query)).json()["total"]["cycle"]["median_working_days"]
    return days


def a_week(branch_id: Any) -> Any:
    first = THURSDAY.date()
    return facts.event(facts.closed(first, first, first + timedelta(days=7), branch_id=branch_id))


async def test_a_calendar_that_comes_later_or_changes_has_the_working_time_computed_anew(
    ask: Ask, record_events: Record
) -> None:
    branch_id = new_id()
    await record_events([a_week(branch_id)])
    assert await working_days(ask) == 5
    await record_events([facts.branch(branch_id=branch_id, calendar={**BANGLADESH, "days_off": ["2026-11-15"]})])
    assert await working_days(ask) == 4
    await record_events([changed(branch_id, 2, BANGLADESH)])
    assert await working_days(ask) == 5
    await record_events([changed(branch_id, 3, {"country": None, "weekend": [7]})])
    assert await working_days(ask) == 6
    await record_events([changed(branch_id, 2, BANGLADESH)])  # an old one, delivered again
    assert await working_days(ask) == 6


async def test_only_the_records_of_that_branch_and_those_reckoned_otherwise_are_touched(
    database: Database, ask: Ask, record_events: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_STRETCH", 2)  # several stretches
    abroad, home = new_id(), new_id()
    await record_events([facts.branch(branch_id=abroad), facts.branch(branch_id=home)])
    await record_events([a_week(abroad) for _ in range(5)] + [a_week(home)])
    before = await versions_of_rows(database)
    await record_events([changed(abroad, 2, {"country": None, "weekend": [7]})])
    assert await working_days(ask, branch_id=str(abroad)) == 6
    assert await working_days(ask, branch_id=str(home)) == 5
    after = await versions_of_rows(database)
    assert {row for row in after if after[row] == before[row]} == {row for row in after if row[0] == home}
    renamed = {"id": abroad, "version": 3, "name": "Новое", "city": None, "time_zone": "Europe/Moscow"}
    calendar = {"country": None, "weekend": [7]}
    await record_events([facts.event(BranchChanged.model_validate({**renamed, "working_calendar": calendar}))])
    assert await versions_of_rows(database) == after


async def versions_of_rows(database: Database) -> dict[tuple[Any, Any], Any]:
    """{(branch, record): where the row's present version lies}: it moves when the row is written."""
    async with database.transaction() as session:
        statement = select(JournalRecord.branch_id, JournalRecord.id, text("ctid::text"))
        return {(row[0], row[1]): row[2] for row in (await session.execute(statement)).all()}
