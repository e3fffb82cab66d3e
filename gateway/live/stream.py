"""GET /api/v1/live: one viewer's stream of server-sent events (text/event-stream)."""

import asyncio
import contextlib
import random
from uuid import UUID

from gateway.door import Door
from gateway.exchange import ClientGone, Exchange
from gateway.live.hub import Hub, Viewer
from gateway.live.notice import HEARTBEAT
from shared import clock
from shared.errors import SecondFactorMissing
from shared.web.problem_documents import MethodNotAllowed

PATH = "/api/v1/live"

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would wait for a full buffer
]


class LiveUpdates:
    """Lasts until the viewer leaves, their token expires or their session ends; then the browser connects again."""

    def __init__(self, hub: Hub, door: Door, *, heartbeat_seconds: float) -> None:
        self._hub, self._door, self._heartbeat = hub, door, heartbeat_seconds

    async def __call__(self, exchange: Exchange) -> None:
        if exchange.method != "GET":
            raise MethodNotAllowed(headers={"Allow": "GET"})
        verified = (await self._door.enter(exchange)).verified
        if verified.principal.must_enrol:
            raise SecondFactorMissing
        await exchange.read()
        last_seen = exchange.header(b"last-event-id")
        viewer = self._hub.open(
            verified.principal, verified.expires_at, last_seen=_as_id(last_seen), resumes=bool(last_seen)
        )
        leaving = asyncio.create_task(self._watch(exchange, viewer))
        try:
            await exchange.start(200, list(_HEADERS))
            # After a restart of ours thousands come back: not all of them in the same second.
            await exchange.write(b"retry: %d\n\n" % random.randint(1000, 5000))  # noqa: S311
            await self._tell(exchange, viewer)
            await exchange.finish()
        except ClientGone:
            return
        finally:
            leaving.cancel()
            self._hub.close(viewer)

    async def _tell(self, exchange: Exchange, viewer: Viewer) -> None:
        loop = asyncio.get_running_loop()
        heartbeat_at = loop.time() + self._heartbeat
        while not viewer.ended:
            left = (viewer.until - clock.now()).total_seconds()
            if left <= 0:
                return
            content = viewer.take()
            if not content and loop.time() >= heartbeat_at:
                content = HEARTBEAT
            if content:
                await exchange.write(content)
                heartbeat_at = loop.time() + self._heartbeat
            else:
                await viewer.wait(min(left, heartbeat_at - loop.time()))

    async def _watch(self, exchange: Exchange, viewer: Viewer) -> None:
        await exchange.gone()
        viewer.end()


def _as_id(text: str | None) -> UUID | None:
    with contextlib.suppress(ValueError):
        return UUID(text) if text else None
    return None
