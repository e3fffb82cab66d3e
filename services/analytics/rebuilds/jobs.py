"""Works on the rebuild that somebody asked for: reads the stream into a new generation, then shows it.

The request is a row and the progress is committed with the effect, so a rebuild outlives its worker: the next one goes
on where the last commit was. Consumers go on too, into the generation that readers see. Only for the last few events
are they held, so that nothing they have committed is missing from what is shown next.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.rebuilds import service
from services.analytics.rebuilds.stream import StreamReader
from shared.contracts.envelope import Event
from shared.db.database import Database, will_pass
from shared.logging import get_logger
from shared.messaging.bus import Bus
from shared.waiting import pause

log = get_logger(__name__)

_LOOK_EVERY_SECONDS: Final = 2.0
_SHORT_TAIL: Final = 500  #: events; with fewer to go the consumers can be held without anybody noticing
_LOCK: Final = "SELECT pg_try_advisory_lock(hashtext('profkom.analytics.rebuild'))"


class Rebuilder:
    """A part of the worker. Of several processes one works, by an advisory lock that dies with its holder."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database, self._bus = database, bus

    async def run(self, stop: asyncio.Event) -> None:
        await self.work(stop)  # also forgets what a killed predecessor left
        while not stop.is_set():
            if await self._is_wanted():
                await self.work(stop)
            await pause(stop, _LOOK_EVERY_SECONDS)

    async def work(self, stop: asyncio.Event) -> bool:
        """Bring the rebuild that was asked for to its end, or until `stop`; False: another process is at it."""
        connection = await self._database.connect_directly()
        try:
            if not await connection.fetchval(_LOCK):
                return False
            await self._forget_unused(stop)
            async with self._database.transaction() as session:
                found = await service.begin(session=session)
            if found is not None:
                log.info("rebuilding the figures", rebuild=str(found.id), after=found.read_sequence)
                await self._read_and_swap(stop, after=found.read_sequence)
                await self._forget_unused(stop)
            return True
        finally:
            await connection.close(timeout=2)

    async def _read_and_swap(self, stop: asyncio.Event, *, after: int) -> None:
        async with StreamReader(self._bus, after=after) as reader:
            first, last = await reader.bounds()
            if first > 1 and after == 0:
                await self._refuse(f"the stream begins at {first}: its beginning is lost, figures would lack it")
                return
            while last - reader.position > _SHORT_TAIL:
                if not await self._read_on(stop, reader, last=last):
                    return
                _, last = await reader.bounds()
            async with self._database.transaction() as session:
                await service.hold_consumers(session=session)
                _, last = await reader.bounds()
                while messages := await reader.read(last=last):
                    await _take(session, messages, last=last)
                if await service.swap(session=session):
                    log.info("rebuilt figures are shown", position=reader.position)

    async def _read_on(self, stop: asyncio.Event, reader: StreamReader, *, last: int) -> bool:
        """Read up to `last`, a transaction a batch; False when told to stop or cancelled."""
        while messages := await reader.read(last=last):
            async with self._database.transaction() as session:
                under_way = await _take(session, messages, last=last)
            if stop.is_set() or not under_way:
                return False
        return True

    async def _refuse(self, reason: str) -> None:
        log.error("rebuild impossible", reason=reason)
        async with self._database.transaction() as session:
            await service.fail(session=session, reason=reason)

    async def _is_wanted(self) -> bool:
        async with self._database.transaction() as session:
            return await service.is_wanted(session=session)

    async def _forget_unused(self, stop: asyncio.Event) -> None:
        more = True
        while more and not stop.is_set():
            async with self._database.transaction() as session:
                more = await service.forget_unused(session=session)


async def _take(session: AsyncSession, messages: Sequence[Msg], *, last: int) -> bool:
    """One stretch; when it fails, event by event, so that one poisoned event does not stop the rebuild."""
    read = messages[-1].metadata.sequence.stream
    events, skipped = _parsed(messages)
    try:
        async with session.begin_nested():
            return await service.take_stretch(session=session, events=events, read=read, last=last, skipped=skipped)
    except Exception as error:
        if will_pass(error):
            raise
    under_way = True
    for event in events:
        try:
            async with session.begin_nested():
                under_way = await service.take_stretch(session=session, events=[event], read=read, last=last, skipped=0)
        except Exception as error:
            if will_pass(error):
                raise
            log.warning("event skipped by the rebuild", event_id=str(event.id), reason=type(error).__name__)
            skipped += 1
    return under_way and await service.take_stretch(session=session, events=[], read=read, last=last, skipped=skipped)


def _parsed(messages: Sequence[Msg]) -> tuple[list[Event], int]:
    """(events, number of messages that are none)."""
    events: list[Event] = []
    for message in messages:
        try:
            events.append(Event.parse(message.data))
        except ValueError:
            log.warning("message skipped by the rebuild: not an event", position=message.metadata.sequence.stream)
    return events, len(messages) - len(events)
