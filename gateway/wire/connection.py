"""One connection to a service. It carries one request and its answer at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import cast

import httptools

from gateway.wire.answer import Answer
from gateway.wire.errors import AnswerLost, AnswerTimeout, NotConnected


class Connection(asyncio.Protocol):
    """`released` is told when the connection can carry the next request, `lost` when it is gone."""

    def __init__(
        self,
        *,
        timeout: float,
        released: Callable[["Connection"], None],
        lost: Callable[["Connection"], None],
    ) -> None:
        self.idle_since = 0.0
        self._timeout, self._released, self._lost = timeout, released, lost
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._answer: Answer | None = None
        self._sending = False
        self._paused = False
        self._timer: asyncio.TimerHandle | None = None
        self._writable: asyncio.Future[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, method: str, head: bytes, rest: AsyncIterator[bytes] | None = None) -> Answer:
        """Send the request and wait until the answer begins.

        `head` is the request line, the headers and what is at hand of the body; `rest` the remaining pieces, already
        framed. Raises NotConnected, AnswerLost, AnswerTimeout, and whatever `rest` raises.
        """
        transport = self._transport
        if transport is None or transport.is_closing():
            raise NotConnected
        self._answer = answer = Answer(self, method, timeout=self._timeout)
        transport.write(head)
        try:
            if rest is None:
                self._timer = self._loop.call_later(self._timeout, self._on_silence)
                await answer.started
            else:
                await self._send(rest, answer)
        except BaseException:
            self.abort()
            raise
        finally:
            self._stop_timer()
        return answer

    async def _send(self, rest: AsyncIterator[bytes], answer: Answer) -> None:
        """Send the rest of the body. An answer that comes meanwhile ends it: the service wants no more."""
        self._sending = True
        sending = asyncio.ensure_future(self._pump(rest))
        try:
            await asyncio.wait((sending, answer.started), return_when=asyncio.FIRST_COMPLETED)
            if not answer.started.done():
                sending.result()
                self._sending = False
                self._timer = self._loop.call_later(self._timeout, self._on_silence)
            await answer.started
        finally:
            sending.cancel()
            await asyncio.wait((sending,))
            if not sending.cancelled():
                sending.exception()  # retrieved; when it matters, `result` above has raised it

    async def _pump(self, rest: AsyncIterator[bytes]) -> None:
        transport = cast(asyncio.Transport, self._transport)
        async for piece in rest:
            if transport.is_closing():
                return
            transport.write(piece)
            if self._writable is not None:
                await self._writable

    def abort(self) -> None:
        """Close at once; who waits for the answer gets AnswerLost."""
        if self._transport is not None:
            self._transport.abort()

    # What the answer calls

    def pause_reading(self) -> None:
        if self.is_open and not self._paused:
            self._paused = True
            cast(asyncio.Transport, self._transport).pause_reading()

    def resume_reading(self) -> None:
        if self.is_open and self._paused:
            self._paused = False
            cast(asyncio.Transport, self._transport).resume_reading()

    def answer_complete(self, *, keep_alive: bool) -> None:
        self._answer = None
        if keep_alive and not self._sending and self.is_open:
            self.resume_reading()
            self._released(self)
        elif self._transport is not None:
            self._transport.close()

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        answer = self._answer
        if answer is None:
            self.abort()  # nobody asked
            return
        try:
            answer.parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            answer.fail(AnswerLost(f"not HTTP: {error!r}"))
            self.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self._lost(self)
        answer = self._answer
        if answer is not None and not (error is None and answer.end_of_stream()):
            answer.fail(AnswerLost(repr(error) if error else "the connection was closed"))
        self._answer = None
        self.resume_writing()

    def pause_writing(self) -> None:
        if self._writable is None:
            self._writable = self._loop.create_future()

    def resume_writing(self) -> None:
        writable, self._writable = self._writable, None
        if writable is not None and not writable.done():
            writable.set_result(None)

    def _on_silence(self) -> None:
        if self._answer is not None:
            self._answer.fail(AnswerTimeout())
            self.abort()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
