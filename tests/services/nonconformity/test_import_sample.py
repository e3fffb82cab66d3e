"""The union's own journal: five thousand rows, every one matched, twice the same, taken back and brought again."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.nonconformity.models import counters, import_links, nonconformities, way
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import Imported
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, Bring, Settled
from tests.services.nonconformity.register import project_sample_register
from tests.services.nonconformity.samples import JOURNAL, SAMPLE_HEADINGS, sample_rows, workbook
from tests.support.auth import administrator, principal

ROWS = 5_000
PART = 700  #: more than one batch


@pytest.fixture
async def admin_brings(bring: Bring, database: Database) -> Bring:
    await project_sample_register(database)
    return bring


async def test_the_sample_journal_is_matched_whole_and_a_second_import_changes_nothing(
    admin_brings: Bring, database: Database
) -> None:
    first = await admin_brings(JOURNAL.read_bytes())
    assert first["counts"] == counts(new=ROWS), first["problems"][:5]
    assert first["creates"] == {}
    assert first["state"] == "applied"
    second = await admin_brings(JOURNAL.read_bytes())
    assert second["counts"] == counts(unchanged=ROWS)
    async with database.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(nonconformities)) == ROWS
        serials = (await session.scalars(select(nonconformities.c.serial).order_by(nonconformities.c.serial))).all()
        assert list(serials) == list(range(1, ROWS + 1))
        found = (await session.scalars(select(nonconformities.c.found_at).order_by(nonconformities.c.serial))).all()
        assert list(found) == sorted(found)
        assert (await session.execute(select(counters))).all() == [(2022, ROWS)]
        states = {row[0]: row[1] for row in await session.execute(_by_state())}
        assert states == {
            "closed": 4744, "in_progress": 87, "assigned": 58, "fixed": 49, "registered": 40, "rejected": 22,
        }  # fmt: skip
        bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
    events = [Event.parse(body) for body in bodies]
    assert Counter(event.type for event in events) == {f"profkom.{Imported.event_type}": ROWS}
    closed = next(event.payload(Imported) for event in events if event.data["state"] == "closed")
    assert [step.state for step in closed.way] == ["registered", "assigned", "fixed", "closed"]
    assert closed.closed_at is not None
    assert closed.registered_at == closed.found_at


async def test_an_undone_import_leaves_its_numbers_taken_and_is_brought_back_with_them(
    admin_brings: Bring, settled: Settled, ask: Ask, database: Database
) -> None:
    admin, content = administrator(), workbook(*sample_rows(PART), headings=SAMPLE_HEADINGS)
    first = await admin_brings(content)
    assert first["counts"] == counts(new=PART)
    assigned = await ask(admin, "GET", "/nonconformities", params={"state": "closed", "sort": "number", "limit": 1})
    touched = assigned.json()["items"][0]
    reopened = await ask(
        acting_as(touched["author"]), "POST", f"/nonconformities/{touched['id']}/dispute", json={"reason": "Не так"}
    )
    assert reopened.status_code == 200, reopened.text
    undone = await settled(admin, "POST", f"/nonconformities/imports/{first['id']}/undo")
    assert undone["undone"] == {"taken_back": PART - 1, "kept": 1}
    left = (await ask(admin, "GET", "/nonconformities", params={"total": True})).json()
    assert [item["number"] for item in left["items"]] == [touched["number"]]
    again = await admin_brings(content)
    assert again["counts"] == counts(new=PART - 1, unchanged=1)
    async with database.sessions() as session:
        numbers = (await session.execute(select(nonconformities.c.serial, nonconformities.c.withdrawn))).all()
        assert sorted(row.serial for row in numbers) == list(range(1, PART + 1))
        assert not any(row.withdrawn for row in numbers)
        steps = select(way.c.nonconformity_id, func.count()).group_by(way.c.nonconformity_id)
        lengths = Counter(count for _, count in (await session.execute(steps)).all())
        assert max(lengths) == 5, "the touched record went one step further; no other way grew"
        assert lengths[5] == 1
        assert await session.scalar(select(func.count()).select_from(import_links)) == PART


def acting_as(author: dict[str, str]) -> Principal:
    return principal(person_id=UUID(author["id"]))


def counts(**given: int) -> dict[str, int]:
    zero = dict.fromkeys(("rows", "new", "changed", "unchanged", "repeated", "invalid"), 0)
    return {**zero, "rows": sum(given.values()), **given}


def _by_state() -> Any:
    return select(nonconformities.c.state, func.count()).group_by(nonconformities.c.state)
