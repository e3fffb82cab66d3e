"""Notes, every few seconds, that nothing is waiting on the bus."""

import asyncio
from typing import Final

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.analytics.freshness import service
from shared import clock
from shared.db.database import Database
from shared.messaging.bus import STREAM, Bus
from shared.waiting import pause

_EVERY_SECONDS: Final = 3.0


class CaughtUp:
    """A part of the worker. When NATS does not answer it fails and is started again: the figures stop looking fresh."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database, self._bus = database, bus

    async def run(self, stop: asyncio.Event) -> None:
        stream = await self._bus.jetstream()
        while not stop.is_set():
            asked_at = clock.now()
            if await self._nothing_is_waiting(stream):
                async with self._database.transaction() as session:
                    await service.note_caught_up(session=session, at=asked_at)
            await pause(stop, _EVERY_SECONDS)

    async def _nothing_is_waiting(self, stream: JetStreamContext) -> bool:
        try:
            consumer = await stream.consumer_info(STREAM, self._bus.service)
        except NotFoundError:  # at the very first start the consumer may not be declared yet
            return False
        waiting: int = (consumer.num_pending or 0) + (consumer.num_ack_pending or 0)
        return waiting == 0
