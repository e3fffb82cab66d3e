"""A load generator that costs little of the two cores it shares with what it measures.

One asyncio protocol a connection, httptools for the answers, the next request as soon as the last was answered.
Closed loop, keep-alive, loopback only, bounded in time and count.
"""

import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httptools


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encode(self, host: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(slots=True)
class Result:
    """Seconds of each answered request, and the answers by status."""

    seconds: list[float]
    statuses: dict[int, int]
    wall: float

    @property
    def rate(self) -> float:
        """Requests answered as asked for, a second."""
        good = sum(count for status, count in self.statuses.items() if 200 <= status < 300)
        return good / self.wall

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if not 200 <= status < 300)

    def percentile(self, share: int) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[share - 1] * 1000


class _Connection(asyncio.Protocol):
    def __init__(self, host: str, requests: Iterator[Request], deadline: float, result: Result) -> None:
        self._host, self._requests, self._deadline, self._result = host, requests, deadline, result
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._started = 0.0
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        self._result.seconds.append(now - self._started)
        status = self._parser.get_status_code()
        self._result.statuses[status] = self._result.statuses.get(status, 0) + 1
        self._parser = httptools.HttpResponseParser(self)
        asyncio.get_running_loop().call_soon(self._next)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self._result.statuses[0] = self._result.statuses.get(0, 0) + 1
            self.finished.set_result(None)

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None) if time.perf_counter() < self._deadline else None
        if request is None or self._transport.is_closing():
            if not self.finished.done():
                self.finished.set_result(None)
            self._transport.close()
            return
        self._started = time.perf_counter()
        self._transport.write(request.encode(self._host))


async def measure(
    base_url: str, make: Callable[[int], Request], *, connections: int, seconds: float, most: int = 1_000_000
) -> Result:
    """Drive `connections` keep-alive connections for `seconds`; `make(n)` gives the n-th request."""
    address = urlsplit(base_url)
    assert address.hostname in ("127.0.0.1", "localhost"), "load goes to the loopback only"
    result = Result([], {}, 0)
    requests = (make(number) for number in itertools.islice(itertools.count(), most))
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    opened = [
        await loop.create_connection(
            lambda: _Connection(address.netloc, requests, started + seconds, result),
            address.hostname,
            address.port or 80,
        )
        for _ in range(connections)
    ]
    async with asyncio.timeout(seconds + 30):
        await asyncio.gather(*(protocol.finished for _, protocol in opened))
    result.wall = time.perf_counter() - started
    return result


def json_body(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
