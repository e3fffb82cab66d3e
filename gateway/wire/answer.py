"""One answer of a service, as it comes in."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, Protocol

import httptools

from gateway.wire.errors import AnswerLost, AnswerTimeout, WireError

SHORT = 64 * 1024  #: a body of up to so many bytes is waited for: one waking instead of two, and never half of it
HIGH_WATER = 256 * 1024  #: bytes that wait for a slow client before the service is told to pause


class Line(Protocol):
    """The connection, as its answer sees it."""

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def answer_complete(self, *, keep_alive: bool) -> None: ...
    def abort(self) -> None: ...


class Answer:
    """Status, headers (names in lower case) and then the body, piece by piece; a short one is there at once.

    It is the parser's target: its `on_...` methods are called while bytes arrive.
    """

    __slots__ = (
        "_error",
        "_framed",
        "_informational",
        "_length",
        "_line",
        "_method",
        "_pieces",
        "_timeout",
        "_waiter",
        "_waiting_bytes",
        "complete",
        "headers",
        "parser",
        "started",
        "status",
    )

    def __init__(self, line: Line, method: str, *, timeout: float) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.complete = False  #: the whole body has arrived (perhaps not yet been taken)
        self.started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.parser: Any = httptools.HttpResponseParser(self)
        self._line, self._method, self._timeout = line, method, timeout
        self._pieces: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._waiter: asyncio.Future[None] | None = None
        self._error: WireError | None = None
        self._informational = False
        self._framed = False
        self._length = 0  #: declared bytes of the body; 0: none, or not declared

    # What the caller uses

    def take(self) -> bytes:
        """What has arrived of the body and was not taken yet."""
        pieces = self._pieces
        if not pieces:
            return b""
        content = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        if self._waiting_bytes > HIGH_WATER and not self.complete:
            self._line.resume_reading()
        self._waiting_bytes = 0
        return content

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it arrives; raises AnswerLost or AnswerTimeout when its end does not."""
        while True:
            content = self.take()
            if content:
                yield content
            elif self.complete:
                return
            elif self._error is not None:
                raise self._error
            else:
                await self._more()

    async def read(self, limit: int) -> bytes:
        """The whole body; AnswerLost when it is longer than `limit` bytes."""
        parts: list[bytes] = []
        size = 0
        async for piece in self.pieces():
            size += len(piece)
            if size > limit:
                self.close()
                raise AnswerLost(f"the answer is longer than {limit} bytes")
            parts.append(piece)
        return b"".join(parts)

    def header(self, name: bytes) -> str | None:
        for known, value in self.headers:
            if known == name:
                return value.decode("latin-1")
        return None

    def close(self) -> None:
        """Give up what has not arrived; the connection is of no use then."""
        if not self.complete:
            self._line.abort()

    # What the connection uses

    def fail(self, error: WireError) -> None:
        self._error = error
        self.parser = None
        if not self.started.done():
            self.started.set_exception(error)
            self.started.exception()  # retrieved: whoever waits gets it, nobody is told off for not waiting
        self._wake()

    def end_of_stream(self) -> bool:
        """The connection was closed in order: whether that is how this answer was meant to end."""
        if self.status and not self._framed and not self.complete:
            self._finish(keep_alive=False)
        return self.complete

    # What the parser calls

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.status:
            return  # a trailer after the body: nobody may need it (RFC 9110, section 6.5.1)
        name = name.lower()
        if name == b"content-length":
            self._framed, self._length = True, int(value)
        elif name == b"transfer-encoding":
            self._framed = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        status = self.parser.get_status_code()
        if status < 200:
            self._informational = True
            self.headers.clear()
            return
        self.status = status
        if self._method == "HEAD":
            self._finish(keep_alive=self.parser.should_keep_alive())
        elif not 0 < self._length <= SHORT:
            self._start()

    def on_body(self, piece: bytes) -> None:
        if self.complete:
            return
        self._pieces.append(piece)
        before = self._waiting_bytes
        self._waiting_bytes = before + len(piece)
        if before <= HIGH_WATER < self._waiting_bytes:
            self._line.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        if self._informational:
            self._informational = False
        elif not self.complete:
            self._finish(keep_alive=self.parser.should_keep_alive())

    def _start(self) -> None:
        if not self.started.done():
            self.started.set_result(None)

    def _finish(self, *, keep_alive: bool) -> None:
        self.complete = True
        self._start()
        self.parser = None  # it holds us, we held it: without this every answer waits for the garbage collector
        self._wake()
        self._line.answer_complete(keep_alive=keep_alive)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _more(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._timeout):
                await self._waiter
        except TimeoutError as error:
            self.close()
            raise AnswerTimeout from error
        finally:
            self._waiter = None
