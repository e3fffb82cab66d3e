"""A database of the journal, an API with tokens, and two branches with their people."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from deploy.local.nats import Nats
from services.nonconformity.main import create_app
from services.nonconformity.models import categories
from services.nonconformity.settings import Settings
from shared.auth.principal import Principal
from shared.db.database import Database
from tests.conftest import ServiceDatabase
from tests.services.nonconformity.world import World
from tests.support.auth import Tokens

#: `await ask(principal, "POST", "/nonconformities", json=...)`
Ask = Callable[..., Awaitable[httpx.Response]]
#: `await file(description=...)`: a finding of the inspector's; answers its card.
File = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def database(fresh_database: ServiceDatabase) -> AsyncIterator[Database]:
    made = Database(fresh_database("nonconformity"))
    yield made
    await made.close()


@pytest.fixture
def settings(database: Database, nats_server: Nats) -> Settings:
    return Settings(
        database_url=database.url.set(drivername="postgresql").render_as_string(hide_password=False),
        nats_url=nats_server.url("nonconformity"),
        jwks_url="",
        log_level="error",
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
