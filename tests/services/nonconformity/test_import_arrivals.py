"""A journal sent right after the register: its people are on their way here, and the check waits for them by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import insert

from shared.db.database import Database
from shared.ids import new_id
from shared.messaging.tables import inbox
from tests.services.nonconformity.conftest import PATIENCE, Ask, Settled
from tests.services.nonconformity.samples import workbook
from tests.services.nonconformity.test_import_journal import row
from tests.services.nonconformity.world import World, person
from tests.support.auth import administrator

IMPORTS = "/nonconformities/imports"
NEWCOMER = "Новичкова Зоя Павловна"

Sent = Callable[[], Awaitable[dict[str, Any]]]


@pytest.fixture
async def sent(ask: Ask, world: World, database: Database, jobs: None) -> Sent:
    """Two rows, one by somebody whom the journal does not know yet, while people's events are coming in."""

    async def send() -> dict[str, Any]:
        await _event_arrives(database)
        files = {"file": ("journal.xlsx", workbook(row(1), row(2, Выявил=NEWCOMER)))}
        answer = await ask(administrator(), "POST", IMPORTS, files=files, headers={"Prefer": "wait=0"})
        card: dict[str, Any] = answer.json()
        async with asyncio.timeout(PATIENCE):
            while not card["awaits_register"]:
                assert card["state"] == "checking", card
                await asyncio.sleep(0.05)
                await _event_arrives(database)
                card = (await ask(administrator(), "GET", f"{IMPORTS}/{card['id']}")).json()
        return card

    return send


async def _event_arrives(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(insert(inbox).values(event_id=new_id()))


async def test_a_check_waits_for_people_who_are_on_their_way(
    sent: Sent, ask: Ask, settled: Settled, world: World, know: Callable[..., Any]
) -> None:
    waiting = await sent()
    assert (waiting["state"], waiting["counts"]["new"], waiting["counts"]["invalid"]) == ("checking", 1, 1)
    await know([person(NEWCOMER, world.kursk.id)])
    checked = await settled(administrator(), "GET", f"{IMPORTS}/{waiting['id']}")
    assert (checked["state"], checked["awaits_register"]) == ("checked", False)
    assert (checked["counts"]["new"], checked["problems"]) == (2, [])


async def test_who_has_not_come_when_all_is_quiet_is_a_problem(sent: Sent, settled: Settled) -> None:
    waiting = await sent()
    checked = await settled(administrator(), "GET", f"{IMPORTS}/{waiting['id']}")
    assert (checked["state"], [problem["code"] for problem in checked["problems"]]) == ("checked", ["person_not_found"])


async def test_a_waiting_check_can_be_stopped(sent: Sent, settled: Settled) -> None:
    waiting = await sent()
    stopped = await settled(administrator(), "POST", f"{IMPORTS}/{waiting['id']}/cancel")
    assert (stopped["state"], stopped["awaits_register"]) == ("cancelled", False)
