"""The server in front of the application: heads that never end, a stop that does."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gateway import server as server_module
from gateway.main import create_app
from gateway.server import OPTIONS
from gateway.settings import GatewaySettings
from tests.gateway.conftest import INTERNAL_KEY, House, Open
from tests.gateway.servers import Server


@pytest.fixture
async def raw(
    open_gateway: Open, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a gateway that waits 0.3 s for a head."""
    monkeypatch.setattr(server_module, "HEAD_SECONDS", 0.3)
    gateway = await open_gateway()
    reader, writer = await asyncio.open_connection(gateway.base_url.host, gateway.base_url.port)
    yield reader, writer
    writer.close()


Raw = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def test_a_head_that_trickles_for_ever_is_refused(raw: Raw) -> None:
    reader, writer = raw
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
    started = time.perf_counter()
    answer = asyncio.ensure_future(reader.read())
    while not answer.done() and time.perf_counter() - started < 5:
        writer.write(b"X-More: 1\r\n")
        await asyncio.sleep(0.05)
    assert (await answer).startswith(b"HTTP/1.1 408 ")


async def test_the_second_head_of_a_connection_is_watched_as_well(raw: Raw) -> None:
    reader, writer = raw
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
    writer.write(b"GET /health")
    assert (await asyncio.wait_for(reader.read(), 5)).startswith(b"HTTP/1.1 408 ")


async def test_a_connection_that_says_nothing_is_closed(raw: Raw) -> None:
    reader, _ = raw
    assert await asyncio.wait_for(reader.read(), 5) == b""


async def test_a_head_without_end_is_refused(raw: Raw) -> None:
    reader, writer = raw
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
    for _ in range(80):
        writer.write(b"X-More: " + b"a" * 1000 + b"\r\n")
    assert (await asyncio.wait_for(reader.readuntil(b"\r\n"), 5)).startswith(b"HTTP/1.1 431 ")


async def test_a_long_body_may_take_longer_than_a_head(
    open_gateway: Open, bearer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "HEAD_SECONDS", 0.3)
    gateway = await open_gateway()

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"a"
            await asyncio.sleep(0.1)

    answer = await gateway.post("/api/v1/categories", content=trickle(), headers=bearer)
    assert answer.json()["length"] == 8


async def test_two_requests_at_once_on_one_connection_are_both_answered(raw: Raw) -> None:
    reader, writer = raw
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
    for _ in range(2):
        assert b"200 OK" in await asyncio.wait_for(reader.readuntil(b"}"), 5)


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked, x\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b: c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Name: a\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
async def test_what_two_programs_could_read_differently_is_refused(
    raw: Raw, house: House, bearer: dict[str, str], head: bytes
) -> None:
    reader, writer = raw
    token = f"\r\nAuthorization: {bearer['Authorization']}\r\n".encode()
    writer.write(head.replace(b" / ", b" /api/v1/categories ").replace(b"\r\n", token, 1))
    answer = await asyncio.wait_for(reader.read(), 5)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "malformed_request"
    assert house.journal.seen == []


async def test_a_stop_ends_streams_at_once_and_lets_requests_finish(house: House, bearer: dict[str, str]) -> None:
    server = Server(create_app(house.settings()), **OPTIONS)
    await server.begin()
    async with (
        httpx.AsyncClient(base_url=server.url, headers=bearer) as client,
        client.stream("GET", "/api/v1/live") as stream,
    ):
        assert stream.status_code == 200
        started = time.perf_counter()
        await server.end()
        assert time.perf_counter() - started < 1.5
        assert b"retry:" in await stream.aread()


def test_missing_settings_are_a_clear_word_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("people", "nonconformity", "analytics"):
        monkeypatch.setenv(f"SERVICE_URL_{name.upper()}", "http://127.0.0.1:1")
    monkeypatch.setenv("NATS_URL_GATEWAY", "nats://127.0.0.1:1")
    monkeypatch.delenv("INTERNAL_KEY", raising=False)
    with pytest.raises(SystemExit, match="INTERNAL_KEY"):
        GatewaySettings.load()
    monkeypatch.setenv("INTERNAL_KEY", INTERNAL_KEY)
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    settings = GatewaySettings.load()
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.web_root == Path(server_module.__file__).parents[1] / "web" / "dist"
    monkeypatch.delenv("SERVICE_URL_ANALYTICS")
    with pytest.raises(SystemExit, match="SERVICE_URL_ANALYTICS"):
        GatewaySettings.load()
