"""A database of analytics, a bus, an API with tokens, and a clock that stands still."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from deploy.local.nats import Nats
from deploy.local.topology import OPERATOR
from services.analytics import service
from services.analytics.main import create_app
from services.analytics.settings import AnalyticsSettings
from shared import clock
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.db.database import Database
from shared.messaging.bus import Bus
from tests.conftest import ServiceDatabase
from tests.services.analytics.facts import NOON
from tests.support.auth import Tokens, administrator

Ask = Callable[..., Awaitable[httpx.Response]]
Record = Callable[[Sequence[Event]], Awaitable[None]]


@pytest.fixture
async def database(fresh_database: ServiceDatabase) -> AsyncIterator[Database]:
    made = Database(fresh_database("analytics"))
    yield made
    await made.close()


@pytest.fixture
async def bus(nats_server: Nats, empty_events: None) -> AsyncIterator[Bus]:
    """With the rights that analytics has, on an empty stream."""
    made = Bus(nats_server.url("analytics"), "analytics")
    yield made
    await made.close()


@pytest.fixture
async def publish(nats_server: Nats, empty_events: None) -> AsyncIterator[Record]:
    """Put events on the bus as the relays of their producers do."""
    operator = Bus(nats_server.url(OPERATOR), OPERATOR)

    async def send(events: Sequence[Event]) -> None:
        stream = await operator.jetstream()
        for event in events:
            headers = {"Nats-Msg-Id": str(event.id)}
            await stream.publish(event.topic, event.model_dump_json().encode(), headers=headers)

    yield send
    await operator.close()


@pytest.fixture
def noon() -> Iterator[None]:
    """It is 23 November 2026, 12:00 UTC."""
    clock.use(lambda: NOON)
    yield
    clock.use(None)


@pytest.fixture
def record_events(database: Database) -> Record:
    """Let events take effect as one batch of the consumer does."""

    async def record(events: Sequence[Event]) -> None:
        async with database.transaction() as session:
            await service.record_events(session=session, events=events)

    return record


@pytest.fixture
def settings(database: Database, nats_server: Nats) -> AnalyticsSettings:
    return AnalyticsSettings(
        database_url=database.url.render_as_string(hide_password=False),
        nats_url=nats_server.url("analytics"),
        jwks_url="",
        log_level="error",
    )


@pytest.fixture
async def app(settings: AnalyticsSettings, tokens: Tokens) -> AsyncIterator[FastAPI]:
    made = create_app(settings)
    made.state.verifier = tokens.verifier()
    yield made
    await made.state.database.close()


@pytest.fixture
async def ask(app: FastAPI, tokens: Tokens) -> AsyncIterator[Ask]:
    """`await ask("/journal", group_by="month")` as an administrator; `as_=principal` as somebody else."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://analytics/api/v1/analytics") as client:

        async def send(
            path: str, *, as_: Principal | None = None, method: str = "GET", language: str = "ru", **query: Any
        ) -> httpx.Response:
            headers = {**tokens.headers(as_ or administrator()), "Accept-Language": language}
            params = {name.rstrip("_"): value for name, value in query.items() if value is not None}
            return await client.request(method, path, params=params, headers=headers)

        yield send
