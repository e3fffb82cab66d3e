"""The worker brings spreadsheets in while the request waits, tells the bus, and a kill leaves nothing half done."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import nats
import pytest
from nats.js.api import ConsumerConfig, DeliverPolicy

from deploy.local.nats import Nats
from services.people.main import create_app
from services.people.settings import PeopleSettings
from services.people.worker import create_worker
from shared.db.database import Database, plain_dsn
from shared.ids import new_id
from tests.conftest import ServiceDatabase
from tests.services.people.conftest import People
from tests.services.people.spreadsheets import ANNA, BORIS, changed, counts, table
from tests.support.auth import Tokens, administrator

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90.0  # seconds, on a crowded machine
PERSONS = 2_000  # enough to be killed among them
Found = TypeVar("Found")


async def eventually(look: Callable[[], Awaitable[Found | None]], *, every: float = 0.1) -> Found:
    """What `look` finds, once it finds something."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(every)


@asynccontextmanager
async def working(people: People, nats_server: Nats) -> AsyncIterator[None]:
    """The service's worker, in this process."""
    url = people.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    settings: PeopleSettings = people.app.state.settings
    own = settings.model_copy(update={"database_url": url, "nats_url": nats_server.url("people")})
    stop = asyncio.Event()
    running = asyncio.create_task(create_worker(own).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


async def published(nats_url: str, at_least: int) -> list[dict[str, Any]]:
    """All events on the bus, once there are so many."""
    client = await nats.connect(nats_url, inbox_prefix=b"_INBOX_operator")
    try:
        config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
        subscription = await client.jetstream().subscribe("events.people.>", ordered_consumer=True, config=config)
        events: list[dict[str, Any]] = []
        while len(events) < at_least:
            message = await subscription.next_msg(timeout=20)
            events.append({**json.loads(message.data), "topic": message.subject})
        return events
    finally:
        await client.close()


async def test_a_posted_spreadsheet_is_checked_and_applied_while_the_caller_waits(
    people: People, nats_server: Nats, nats_url: str, empty_events: None
) -> None:
    async with working(people, nats_server):
        files = {"file": ("members.csv", table(ANNA, BORIS))}
        posted = await people.request("POST", "/api/v1/people/imports", files=files, status=201)
        checked = posted.json()
        assert (checked["state"], counts(checked)) == ("checked", {"new": 2})
        assert posted.headers["Location"] == f"/api/v1/people/imports/{checked['id']}"
        applied = (await people.request("POST", f"{posted.headers['Location']}/apply", status=200)).json()
        assert applied["state"] == "applied"
        stored = await people.events()
        events = await published(nats_url, len(stored))
    assert [event["id"] for event in events] == [event["id"] for event in stored]
    assert events[-1]["topic"] == "events.people.person.registered.v1"
    assert events[-1]["data"]["last_name"] == "Лагунов"


async def test_a_refused_file_answers_the_request_that_brought_it(people: People, nats_server: Nats) -> None:
    async with working(people, nats_server):
        files = {"file": ("members.xlsx", b"%PDF-1.7")}
        answer = await people.request("POST", "/api/v1/people/imports", files=files, status=422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "workbook_not_a_spreadsheet"


async def test_events_wait_for_a_bus_that_is_away(
    people: People, nats_server: Nats, nats_url: str, empty_events: None
) -> None:
    """Writing goes on without a worker, and so without the bus; the events come in their order afterwards."""
    branch = await people.branch()
    await people.patch(f"/api/v1/branches/{branch}", {"city": "Курчатов"}, version=1)
    stored = await people.events()
    async with working(people, nats_server):
        events = await published(nats_url, len(stored))
    assert [event["id"] for event in events] == [event["id"] for event in stored]


@pytest.fixture
async def outside(
    fresh_database: ServiceDatabase, settings: PeopleSettings, tokens: Tokens, nats_server: Nats
) -> AsyncIterator[tuple[Database, dict[str, str]]]:
    """A database and the environment of a worker process that works on it."""
    database = Database(fresh_database("people"))
    environment = {
        **os.environ,
        "DATABASE_URL_PEOPLE": plain_dsn(database.url),
        "NATS_URL_PEOPLE": nats_server.url("people"),
        "SERVICE_URL_PEOPLE": "http://127.0.0.1:1",
        "TOKEN_KEY_FILE": str(tokens.key_file),
    }
    yield database, environment
    await database.close()


@asynccontextmanager
async def process(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    command = [sys.executable, "-m", "services.people.worker"]
    worker = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield worker
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.send_signal(signal.SIGKILL)
        await worker.wait()


async def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_finishes(
    outside: tuple[Database, dict[str, str]], settings: PeopleSettings, tokens: Tokens
) -> None:
    database, environment = outside
    app = create_app(settings, database=database)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://people", timeout=60)
    people = People(app, client, database, tokens, administrator(new_id()))
    content = table(*(changed(ANNA, number=str(number), unit=f"Цех {number % 9}") for number in range(1, PERSONS + 1)))

    async def in_state(path: str, state: str) -> Any:
        async def reached() -> Any:
            card = await people.get(path)
            return card if card["state"] == state else None

        return await eventually(reached)

    async def is_writing() -> bool:
        """The worker's transaction has inserted persons that nobody else sees yet."""
        rows = await people.sql(
            "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'INSERT INTO persons%' AND datname = current_database()"
        )
        return bool(rows)

    async with process(environment) as worker:
        posted = await people.request(
            "POST", "/api/v1/people/imports", files={"file": ("m.csv", content)}, headers={"Prefer": "wait=0"}
        )
        path = f"/api/v1/people/imports/{posted.json()['id']}"
        await in_state(path, "checked")
        await people.request("POST", f"{path}/apply", headers={"Prefer": "wait=0"}, status=200)
        await eventually(is_writing, every=0.002)
        worker.send_signal(signal.SIGKILL)
        await worker.wait()
    assert (await people.get(path))["state"] == "applying"
    for kept in ("persons", "branches", "memberships", "history", "outbox"):
        assert await people.sql(f"SELECT 1 FROM {kept} LIMIT 1") == []
    async with process(environment):
        applied = await in_state(path, "applied")
    assert applied["counts"]["new"] == PERSONS
    assert (await people.sql("SELECT count(*) FROM persons"))[0][0] == PERSONS
    await client.aclose()
