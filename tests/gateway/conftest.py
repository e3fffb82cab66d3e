"""A gateway with three small services behind it, all real servers; `people` signs tokens and keeps sessions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.main import create_app
from gateway.server import OPTIONS
from gateway.settings import GatewaySettings
from shared.auth import permissions
from shared.auth.principal import Principal
from tests.gateway.people import People
from tests.gateway.servers import Server, Service, serving
from tests.support.auth import Tokens, principal
from tests.support.postgres import free_port

INTERNAL_KEY = "a-key-only-for-tests"


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
