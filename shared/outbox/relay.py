"""Publishes committed events to JetStream, in order, for ever, from one active relay a service."""

import asyncio
import contextlib
from collections.abc import Sequence

import asyncpg
from nats.js import JetStreamContext

from shared import telemetry
from shared.db.database import Database
from shared.logging import get_logger
from shared.messaging.bus import Bus
from shared.waiting import pause, unless

log = get_logger(__name__)

_BATCH = 256
_IDLE_SECONDS = 1.0  #: NOTIFY wakes the relay; this is the fallback when a notification was lost
_ACK_SECONDS = 5.0
#: Under load the events of some transactions are published together: two statements and a commit for all of them. The
#: first one after a silence goes at once.
_GATHER_SECONDS = 0.02

_LOCK = "SELECT pg_try_advisory_lock(hashtext('profkom.relay'))"
_WAITING = (
    "SELECT id, event_id::text AS event_id, topic, body FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1"
)
_MARK = "UPDATE outbox SET published_at = now() WHERE id = ANY($1::bigint[])"


class Relay:
    """One a worker process; of several processes the holder of the advisory lock works, the others stand by."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database, self._bus = database, bus
        self._wake = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        connection = await self._database.connect_directly()
        try:
            while not stop.is_set() and not await connection.fetchval(_LOCK):
                await pause(stop, _IDLE_SECONDS)
            await connection.add_listener("outbox", lambda *_: self._wake.set())
            while not stop.is_set():
                self._wake.clear()
                published = await self._publish(connection)
                if published < _BATCH:
                    if published > 0:
                        await pause(stop, _GATHER_SECONDS)
                    await self._idle(stop, retry=published < 0)
        finally:
            await connection.close(timeout=2)

    async def _idle(self, stop: asyncio.Event, *, retry: bool) -> None:
        if retry:
            await pause(stop, _IDLE_SECONDS)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS):
                await unless(stop, self._wake.wait())

    async def _publish(self, connection: asyncpg.Connection) -> int:
        """Publish one batch; the number acknowledged, or -1 when some were not: they stay and are tried again."""
        rows = await connection.fetch(_WAITING, _BATCH)
        telemetry.OUTBOX_WAITING.labels(self._bus.service).set(len(rows))
        if not rows:
            return 0
        stream = await self._bus.jetstream()
        acknowledged = await _send(stream, rows)
        if acknowledged:
            await connection.execute(_MARK, acknowledged)
            telemetry.EVENTS_PUBLISHED.labels(self._bus.service).inc(len(acknowledged))
        return len(acknowledged) if len(acknowledged) == len(rows) else -1


async def _send(stream: JetStreamContext, rows: Sequence[asyncpg.Record]) -> list[int]:
    """Publish in order with all acknowledgements in flight; the outbox ids of those that JetStream stored."""
    calls = [
        stream.publish(row["topic"], row["body"], timeout=_ACK_SECONDS, headers={"Nats-Msg-Id": row["event_id"]})
        for row in rows
    ]
    results = await asyncio.gather(*calls, return_exceptions=True)
    failures = [result for result in results if isinstance(result, BaseException)]
    if failures:
        log.warning("events not acknowledged, will be sent again", count=len(failures), reason=repr(failures[0]))
    return [row["id"] for row, result in zip(rows, results, strict=True) if not isinstance(result, BaseException)]
