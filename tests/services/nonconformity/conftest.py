"""A database of the journal, an API with tokens, and two branches with their people."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.nats import Nats
from services.nonconformity.imports.target import JournalImport
from services.nonconformity.main import create_app
from services.nonconformity.models import categories
from services.nonconformity.projections import service as projections
from services.nonconformity.settings import Settings
from shared import clock
from shared.auth import permissions
from shared.auth.principal import Principal
from shared.contracts.people import PersonData
from shared.db.database import Database
from shared.importing.flow import ImportJobs
from shared.jobs.runner import JobRunner
from tests.conftest import ServiceDatabase
from tests.services.nonconformity.public import Worker
from tests.services.nonconformity.world import World, acting
from tests.support.auth import Tokens, administrator

#: `await ask(principal, "POST", "/nonconformities", json=...)`
Ask = Callable[..., Awaitable[httpx.Response]]
#: `await file(description=...)`: a finding of the inspector's; answers its card.
File = Callable[..., Awaitable[dict[str, Any]]]
#: `await bring(content)`: a journal checked and applied by an administrator; answers its import.
Bring = Callable[..., Awaitable[dict[str, Any]]]
#: `await settled(principal, "POST", path)`: an import after this step of its way has ended, however long it took.
Settled = Callable[..., Awaitable[dict[str, Any]]]

PATIENCE = 120.0  #: seconds, on a crowded machine


@pytest.fixture
async def database(fresh_database: ServiceDatabase) -> AsyncIterator[Database]:
    made = Database(fresh_database("nonconformity"))
    yield made
    await made.close()


@pytest.fixture
def settings(database: Database, nats_server: Nats, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database.url.set(drivername="postgresql").render_as_string(hide_password=False),
        nats_url=nats_server.url("nonconformity"),
        jwks_url="",
        log_level="error",
        files_url=(tmp_path / "files").as_uri(),
        public_form_key=SecretStr("only-the-tests-know-this-key-of-codes"),
        public_proof_work=4,
    )


@pytest.fixture
async def app(settings: Settings, tokens: Tokens) -> AsyncIterator[FastAPI]:
    made = create_app(settings)
    made.state.verifier = tokens.verifier()
    yield made
    await made.state.database.close()


@pytest.fixture
async def ask(app: FastAPI, tokens: Tokens) -> AsyncIterator[Ask]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://journal/api/v1") as client:

        async def send(
            who: Principal, method: str, path: str, *, language: str = "ru", **options: Any
        ) -> httpx.Response:
            headers = {**tokens.headers(who), "Accept-Language": language, **options.pop("headers", {})}
            return await client.request(method, path, headers=headers, **options)

        yield send


@pytest.fixture
async def world(database: Database) -> World:
    made = World()
    await made.settle(database)
    return made


@pytest.fixture
async def category(database: Database) -> UUID:
    """«Электробезопасность», one of the categories that a union begins with."""
    async with database.sessions() as session:
        found: UUID | None = await session.scalar(
            select(categories.c.id).where(categories.c.name == "Электробезопасность")
        )
    assert found is not None
    return found


@pytest.fixture
async def file(ask: Ask, world: World, category: UUID) -> File:
    async def send(who: Principal | None = None, **values: Any) -> dict[str, Any]:
        body = {
            "site_id": str(world.plant.id),
            "place": "машинный зал, отм. 8",
            "category_id": str(category),
            "description": "Повреждена изоляция переносного кабеля",
            **values,
        }
        answer = await ask(who or world.inspector, "POST", "/nonconformities", json=body)
        assert answer.status_code == 201, answer.text
        card: dict[str, Any] = answer.json()
        return card

    return send


@pytest.fixture
async def telephone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The service as somebody without an account reaches it."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://journal/api/v1") as made:
        yield made


@pytest.fixture
async def worker(telephone: httpx.AsyncClient, world: World, category: UUID) -> Worker:
    return Worker(telephone, category)


@pytest.fixture
async def jobs(database: Database) -> AsyncIterator[None]:
    """The worker's durable jobs, running."""
    stop = asyncio.Event()
    imports = ImportJobs(database, JournalImport())

    async def run() -> None:
        while not stop.is_set():
            with contextlib.suppress(OSError, TimeoutError):  # a crowded machine: the worker too would begin again
                await JobRunner(database, imports.handlers).run(stop)

    running = asyncio.create_task(run())
    yield
    stop.set()
    await running


@pytest.fixture
async def settled(ask: Ask) -> Settled:
    async def send(who: Principal, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = await ask(who, method, path, headers={"Prefer": "wait=30"}, **options)
        async with asyncio.timeout(PATIENCE):
            while answer.is_success and answer.json()["state"] in ("checking", "applying", "undoing"):
                await asyncio.sleep(0.1)
                answer = await ask(who, "GET", f"/nonconformities/imports/{answer.json()['id']}")
        assert answer.is_success, answer.text
        card: dict[str, Any] = answer.json()
        return card

    return send


@pytest.fixture
async def bring(settled: Settled, jobs: None) -> Bring:
    async def send(content: bytes, who: Principal | None = None, *, apply: bool = True) -> dict[str, Any]:
        importer, path = who or administrator(), "/nonconformities/imports"
        card = await settled(importer, "POST", path, files={"file": ("journal.xlsx", content)})
        return await settled(importer, "POST", f"{path}/{card['id']}/apply") if apply else card

    return send


@pytest.fixture
async def know(database: Database) -> Callable[..., Awaitable[None]]:
    """`await know([person])`: people's events have told of these persons."""

    async def tell(persons: Sequence[PersonData]) -> None:
        async with database.transaction() as session:
            await projections.know_persons(session, persons)

    return tell


@pytest.fixture
def stand_still() -> Iterator[Callable[[str], None]]:
    """`stand_still("2026-11-23T20:30:00+00:00")`: the clock shows this moment until the test ends."""

    def hold(moment: str) -> None:
        clock.use(lambda: datetime.fromisoformat(moment))

    yield hold
    clock.use(None)


@pytest.fixture
async def configurer(world: World) -> Principal:
    return acting(world.persons["triage"], permissions.NONCONFORMITY_CONFIGURE)
