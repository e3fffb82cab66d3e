"""Many requests from one address of loopback, as fast as the other side answers: one program that runs wild."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httptools


@dataclass
class Answers:
    """What came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    first: dict[int, tuple[Mapping[str, str], bytes]] = field(default_factory=dict)
    """The first answer of each status: headers with names in lower case, and body."""


class _Reader(asyncio.Protocol):
    """Counts the answers of one connection on which `waiting` requests were sent in a row."""

    def __init__(self, answers: Answers, request: bytes, waiting: int) -> None:
        self._answers, self._request, self._waiting = answers, request, waiting
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[str, str] = {}
        self._body = b""
        self._transport: asyncio.Transport | None = None
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        self._answers.statuses[status] += 1
        self._answers.first.setdefault(status, (self._headers, self._body))
        self._parser = httptools.HttpResponseParser(self)
        self._headers, self._body = {}, b""
        self._waiting -= 1
        assert self._transport is not None
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._transport.write, self._request)
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_result(None)


def flood(
    port: int,
    *,
    source: str,
    path: str,
    count: int,
    method: str = "GET",
    headers: Sequence[str] = (),
    body: bytes = b"",
    connections: int = 8,
    patience: float = 60.0,
) -> Answers:
    """Send `count` requests from the loopback address `source` (such as 127.0.0.9) to a port of 127.0.0.1.

    Fails when they are not all answered, or the connections closed, within `patience` seconds.
    """
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}", *headers]
    request = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    answers = Answers()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(patience):
            opened = [
                await loop.create_connection(
                    lambda: _Reader(answers, request, count // connections),
                    "127.0.0.1",
                    port,
                    local_addr=(source, 0),
                )
                for _ in range(connections)
            ]
            await asyncio.gather(*(reader.finished for _, reader in opened))

    began = time.monotonic()
    asyncio.run(run())
    answers.seconds = time.monotonic() - began
    return answers
