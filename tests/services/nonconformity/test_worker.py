"""The worker as a process: journals come in, events go out and come in; a kill leaves nothing half done."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from sqlalchemy import func, select, text

from deploy.local.nats import Nats
from services.nonconformity.models import import_effects, nonconformities, persons, way
from services.nonconformity.settings import Settings
from shared.contracts.people import PersonRegistered
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.samples import workbook
from tests.services.nonconformity.test_consumers import published, rows, told
from tests.services.nonconformity.test_import_journal import row
from tests.services.nonconformity.world import World, person
from tests.support.auth import administrator

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90.0  # seconds, on a crowded machine
ROWS = 1_500  # enough to be killed among them


async def eventually(holds: Callable[[], Awaitable[bool]], *, every: float = 0.05) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await asyncio.sleep(every)


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL_NONCONFORMITY": settings.database_url,
        "NATS_URL_NONCONFORMITY": settings.nats_url,
        "SERVICE_URL_PEOPLE": "http://127.0.0.1:1",
    }


@asynccontextmanager
async def worker(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    command = [sys.executable, "-m", "services.nonconformity.worker"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_finishes(
    ask: Ask, world: World, database: Database, environment: dict[str, str], empty_events: None, nats_server: Nats
) -> None:
    admin, at_once = administrator(), {"Prefer": "wait=0"}
    content = workbook(*(row(number) for number in range(1, ROWS + 1)))
    posted = await ask(admin, "POST", "/nonconformities/imports", files={"file": ("j.xlsx", content)}, headers=at_once)
    path = f"/nonconformities/imports/{posted.json()['id']}"

    def reached(state: str) -> Callable[[], Awaitable[bool]]:
        async def holds() -> bool:
            return bool((await ask(admin, "GET", path)).json()["state"] == state)

        return holds

    async def is_writing() -> bool:
        """The worker's transaction has inserted records that nobody else sees yet."""
        async with database.sessions() as session:
            sql = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'INSERT INTO way%' AND datname = current_database()"
            return bool((await session.execute(text(sql))).first())

    async with worker(environment) as process:
        await eventually(reached("checked"))
        await ask(admin, "POST", f"{path}/apply", headers=at_once)
        await eventually(is_writing, every=0.002)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert (await ask(admin, "GET", path)).json()["state"] == "applying"
    for table in (nonconformities, way, import_effects, outbox):
        assert await rows(database, table) == 0
    async with worker(environment):
        await eventually(reached("applied"))
        await eventually(lambda: all_published(database))
    assert await rows(database, nonconformities) == ROWS
    async with database.sessions() as session:
        last = await session.scalar(select(func.max(nonconformities.c.serial)))
    assert last == ROWS, "the killed attempt took no numbers"


async def all_published(database: Database) -> bool:
    async with database.sessions() as session:
        waiting = await session.scalar(select(func.count()).where(outbox.c.published_at.is_(None)))
    return waiting == 0


async def test_the_worker_hears_of_people_and_tells_of_findings(
    ask: Ask, world: World, database: Database, environment: dict[str, str], empty_events: None, nats_server: Nats,
    nats_url: str, category: Any,
) -> None:  # fmt: skip
    newcomer = person("Новиков Пётр Ильич", world.kursk.id)
    await published(nats_server, [told(PersonRegistered, newcomer)])
    body = {
        "site_id": str(world.plant.id), "place": "цех", "category_id": str(category), "description": "Нет ограждения",
    }  # fmt: skip
    filed = await ask(world.inspector, "POST", "/nonconformities", json=body)
    async with worker(environment):
        await eventually(lambda: all_published(database))

        async def is_known() -> bool:
            async with database.sessions() as session:
                return bool(await session.scalar(select(persons.c.id).where(persons.c.id == newcomer.id)))

        await eventually(is_known)
    order = {"responsible_id": str(newcomer.id), "due_on": "2030-01-01"}
    assigned = await ask(world.triage, "POST", f"/nonconformities/{filed.json()['id']}/assign", json=order)
    assert assigned.json()["responsible"]["name"] == "Новиков Пётр Ильич"
    client = await nats.connect(nats_url, inbox_prefix=b"_INBOX_operator")
    message = await client.jetstream().get_last_msg("EVENTS", "events.nonconformity.nonconformity.registered.v1")
    await client.close()
    assert filed.json()["number"].encode() in (message.data or b"")
