"""The connections to one service: the one used last is used next, and idle ones are dropped in time."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from gateway.wire.answer import Answer
from gateway.wire.connection import Connection
from gateway.wire.errors import NotConnected, PoolFull

#: An idle connection is dropped before the service drops it (uvicorn does after 5 s), so that no request meets a
#: connection that is just being closed: a POST that met one could not be repeated.
IDLE_SECONDS = 4.0


class Pool:
    """`url` is the service's address, http or https; `most` the number of requests at once."""

    def __init__(self, url: str, *, connect_seconds: float, answer_seconds: float, most: int) -> None:
        address = urlsplit(url)
        if address.hostname is None or address.scheme not in ("http", "https"):
            raise ValueError(f"{url!r} is no http address")
        self.host = address.netloc.encode("ascii")  #: for the Host header
        self._hostname = address.hostname
        self._ssl = ssl.create_default_context() if address.scheme == "https" else None
        self._port = address.port or (443 if self._ssl else 80)
        self._connect_seconds, self._answer_seconds, self._most = connect_seconds, answer_seconds, most
        self._idle: deque[Connection] = deque()
        self._open: set[Connection] = set()
        self._connecting = 0
        self._watching = False

    async def ask(
        self, method: str, head: bytes, rest: AsyncIterator[bytes] | None = None, *, fresh: bool = False
    ) -> Answer:
        """The answer to one request, as `Connection.ask`; `fresh`: do not trust the connections that are at hand."""
        if len(self._open) - len(self._idle) + self._connecting >= self._most:
            raise PoolFull
        connection = None if fresh else self._take()
        if connection is None:
            connection = await self._connect()
        return await connection.ask(method, head, rest)

    def close(self) -> None:
        """Abort every connection."""
        for connection in tuple(self._open):
            connection.abort()

    def _take(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                return connection
        return None

    async def _connect(self) -> Connection:
        self._connecting += 1
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, connection = await asyncio.get_running_loop().create_connection(
                    self._make, self._hostname, self._port, ssl=self._ssl
                )
        except (OSError, TimeoutError) as error:
            raise NotConnected(repr(error)) from error
        finally:
            self._connecting -= 1
        self._open.add(connection)
        return connection

    def _make(self) -> Connection:
        return Connection(timeout=self._answer_seconds, released=self._released, lost=self._on_lost)

    def _released(self, connection: Connection) -> None:
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle.append(connection)
        if not self._watching:
            self._watch()

    def _watch(self) -> None:
        self._watching = True
        asyncio.get_running_loop().call_later(IDLE_SECONDS / 4, self._drop_idle)

    def _drop_idle(self) -> None:
        """Close what nobody used for a while; look again as long as something is open."""
        oldest_wanted = asyncio.get_running_loop().time() - IDLE_SECONDS * 3 / 4
        while self._idle and self._idle[0].idle_since <= oldest_wanted:
            self._idle.popleft().abort()
        self._watching = False
        if self._open:
            self._watch()

    def _on_lost(self, connection: Connection) -> None:
        self._open.discard(connection)
        try:
            self._idle.remove(connection)
        except ValueError:
            return
