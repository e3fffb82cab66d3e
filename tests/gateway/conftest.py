"""A gateway with three small services behind it, all real servers; `people` signs tokens and keeps sessions."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import nats
import pytest
from nats.aio.client import Client

from deploy.local.nats import Nats
from gateway.main import create_app
from gateway.server import OPTIONS
from gateway.settings import GatewaySettings
from shared.auth import permissions
from shared.auth.principal import Principal
from shared.ids import new_id
from tests.gateway.people import People
from tests.gateway.servers import Server, Service, serving
from tests.support.auth import Tokens, principal
from tests.support.postgres import free_port

INTERNAL_KEY = "a-key-only-for-tests"
LIVE = "/api/v1/live"
ASSIGNED = "nonconformity.nonconformity.assigned.v1"
READ = "nonconformity:read"


@dataclass
class House:
    """Everything that runs in a test."""

    people: People
    journal: Service
    figures: Service
    servers: dict[str, Server]
    tokens: Tokens

    def settings(self, **overrides: Any) -> GatewaySettings:
        values: dict[str, Any] = {
            "service_urls": {name: server.url for name, server in self.servers.items()},
            "nats_url": f"nats://127.0.0.1:{free_port()}",
            "internal_key": INTERNAL_KEY,
            "log_level": "error",
        }
        return GatewaySettings(**values | overrides)

    async def revive(self, name: str) -> None:
        """Start a killed service again, on its port."""
        server = self.servers[name]
        self.servers[name] = Server(server.config.app, port=server.port)
        await self.servers[name].begin()


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


@pytest.fixture
async def house(tokens: Tokens) -> AsyncIterator[House]:
    people = People(tokens, internal_key=INTERNAL_KEY)
    journal, figures = Service("nonconformity"), Service("analytics")
    services = {"people": people.service, "nonconformity": journal, "analytics": figures}
    servers = {name: Server(app) for name, app in services.items()}
    for server in servers.values():
        await server.begin()
    built = House(people, journal, figures, servers, tokens)
    yield built
    await asyncio.gather(*(server.end() for server in built.servers.values()))


Open = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def open_gateway(house: House) -> AsyncIterator[Open]:
    """`await open_gateway(rate_limit_anonymous_burst=5)`: a client of a gateway with these settings."""
    running: list[Any] = []

    async def begin(*, options: dict[str, Any] | None = None, **overrides: Any) -> httpx.AsyncClient:
        context = serving(create_app(house.settings(**overrides)), **OPTIONS | (options or {}))
        server = await context.__aenter__()
        client = httpx.AsyncClient(base_url=server.url, timeout=20, trust_env=False)
        running.append((client, context))
        return client

    yield begin
    for client, context in reversed(running):
        await client.aclose()
        await context.__aexit__(None, None, None)


@pytest.fixture
async def gateway(open_gateway: Open) -> httpx.AsyncClient:
    """A client of a gateway with the settings it has by default."""
    return await open_gateway()


@pytest.fixture
def anna() -> Principal:
    """Somebody who may do everything."""
    return principal(*permissions.ALL)


@pytest.fixture
def bearer(tokens: Tokens, anna: Principal) -> dict[str, str]:
    """Her Authorization header."""
    return tokens.headers(anna)


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


@dataclass
class Watching:
    """What has come over one stream. Each notice is {"id", "event", "data"}."""

    answer: httpx.Response
    notices: list[dict[str, Any]] = field(default_factory=list)
    comments: int = 0
    over: bool = False

    @property
    def subjects(self) -> list[str]:
        return [notice["data"].get("subject") or notice["event"] for notice in self.notices]

    async def read(self) -> None:
        current: dict[str, Any] = {}
        with contextlib.suppress(httpx.TransportError):
            async for line in self.answer.aiter_lines():
                name, _, value = line.partition(": ")
                if not line and "data" in current:
                    self.notices.append(current)
                if not line:
                    current = {}
                elif not name:
                    self.comments += 1
                else:
                    current[name] = json.loads(value) if name == "data" else value
        self.over = True


Watch = Callable[..., Awaitable[Watching]]


@pytest.fixture
async def watch() -> AsyncIterator[Watch]:
    """`await watch(gateway, headers)`: an open stream that is being read."""
    async with contextlib.AsyncExitStack() as stack:

        async def begin(gateway: httpx.AsyncClient, headers: dict[str, str]) -> Watching:
            answer = await stack.enter_async_context(gateway.stream("GET", LIVE, headers=headers, timeout=60))
            assert answer.status_code == 200, await answer.aread()
            watching = Watching(answer)
            reading = asyncio.create_task(watching.read())
            stack.callback(reading.cancel)
            return watching

        yield begin


class Publisher:
    """Publishes as the journal does, through JetStream."""

    def __init__(self, client: Client) -> None:
        self._jetstream = client.jetstream()

    async def publish(
        self,
        subject: str,
        *,
        branch: UUID | None = None,
        permission: str | None = READ,
        readers: str = "",
        event_id: UUID | None = None,
        kind: str = ASSIGNED,
        data: dict[str, Any] | None = None,
    ) -> UUID:
        event_id = event_id or new_id()
        event = {
            "specversion": "1.0",
            "id": str(event_id),
            "source": "/nonconformity",
            "type": f"profkom.{kind}",
            "subject": subject,
            "time": datetime.now(UTC).isoformat(),
            "actor": str(new_id()),
            "branch": str(branch) if branch else None,
            "readpermission": permission,
            "readers": readers,
            "correlationid": "click-0001",
            "data": data or {"description": "тайна"},
        }
        await self._jetstream.publish(f"events.{kind}", json.dumps(event).encode())
        return event_id


@pytest.fixture
async def bus(nats_url: str, empty_events: None) -> AsyncIterator[Publisher]:
    client = await nats.connect(nats_url, inbox_prefix=b"_INBOX_operator")
    yield Publisher(client)
    await client.close()


@pytest.fixture
async def live(open_gateway: Open, nats_server: Nats, bus: Publisher) -> httpx.AsyncClient:
    """A gateway that listens to the bus."""
    gateway = await open_gateway(nats_url=nats_server.url("gateway"), live_viewers_per_person=3)
    await listening(gateway)
    return gateway


async def listening(gateway: httpx.AsyncClient) -> None:
    async with asyncio.timeout(10):
        while (await gateway.get("/health/ready")).json()["parts"]["events"] != "ready":
            await asyncio.sleep(0.05)
