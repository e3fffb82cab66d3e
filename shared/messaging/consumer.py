"""The durable consumer of a service: an inbox row and the effect in one transaction, then the acknowledgement.

Events are handled in batches, one transaction a batch. When a batch fails its events are handled one by one, so
that one poisoned event holds up nobody; after `dead_letters.MAX_ATTEMPTS` it rests in `dead_letters` for an operator.
A database that cannot be reached is no fault of the event: nothing is counted and JetStream delivers again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, telemetry
from shared.contracts.envelope import Event
from shared.db.database import Database, will_pass
from shared.logging import get_logger
from shared.messaging import dead_letters
from shared.messaging.bus import STREAM, Bus
from shared.messaging.tables import inbox
from shared.waiting import pause, unless

log = get_logger(__name__)

#: Takes the session and consecutive events of one subject pattern, oldest first. Must tolerate an event that is
#: older than what it already knows: compare the aggregate's version.
Handler = Callable[[AsyncSession, Sequence[Event]], Awaitable[None]]


_BATCH = 256
_FETCH_SECONDS = 5.0
_RETRY_SECONDS = 2.0
#: A batch of ten events costs little more than one of one, so what arrives in a stream is let gather for so long. The
#: first event after a silence finds the consumer waiting and is taken at once.
_GATHER_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Delivery:
    event: Event
    message: Msg


class Consumer:
    """Reads the subjects that the service subscribes to. `handlers`: {subject pattern: handler}."""

    def __init__(self, database: Database, bus: Bus, handlers: Mapping[str, Handler]) -> None:
        self._database, self._bus = database, bus
        self._handlers = dict(handlers)

    async def run(self, stop: asyncio.Event) -> None:
        stream = await self._bus.jetstream()
        await self._declare(stream)
        subscription = await stream.pull_subscribe_bind(durable=self._bus.service, stream=STREAM)
        while not stop.is_set():
            try:
                messages = await unless(stop, subscription.fetch(_BATCH, timeout=_FETCH_SECONDS))
            except (TimeoutError, NatsTimeout):
                continue
            if messages:
                await self._take(messages)
                if len(messages) < _BATCH:
                    await pause(stop, _GATHER_SECONDS)

    async def _declare(self, stream: JetStreamContext) -> None:
        """Make the consumer, or bring it to our subjects; where it began to read, such as behind a backup, stays."""
        try:
            beginning = (await stream.consumer_info(STREAM, self._bus.service)).config
        except NotFoundError:
            beginning = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
        config = ConsumerConfig(
            durable_name=self._bus.service,
            filter_subjects=sorted(self._handlers),
            deliver_policy=beginning.deliver_policy,
            opt_start_seq=beginning.opt_start_seq,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=20,
            max_deliver=-1,
            max_ack_pending=4 * _BATCH,
        )
        await stream.add_consumer(STREAM, config)

    async def _take(self, messages: Sequence[Msg]) -> None:
        deliveries = [delivery for message in messages if (delivery := await self._parse(message))]
        try:
            await self._handle(deliveries)
        except Exception as error:
            if will_pass(error):
                log.warning("cannot reach the database, events will come again", reason=repr(error))
                await _refuse(deliveries)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                await self._one_by_one(deliveries)
        else:
            await _acknowledge(deliveries)

    async def _handle(self, deliveries: Sequence[Delivery]) -> None:
        """One transaction: the inbox rows of what is new, and its effect."""
        fresh: list[Event] = []
        if deliveries:
            async with self._database.transaction() as session:
                fresh = await _remember(session, [delivery.event for delivery in deliveries])
                await self.apply(session, fresh)
                await dead_letters.overcome(session, [event.id for event in fresh])
        for event in fresh:
            lag = (clock.now() - event.time).total_seconds()
            telemetry.EVENT_LAG.labels(self._bus.service).observe(max(lag, 0))
        telemetry.EVENTS_CONSUMED.labels(self._bus.service, "done").inc(len(fresh))
        telemetry.EVENTS_CONSUMED.labels(self._bus.service, "repeated").inc(len(deliveries) - len(fresh))

    async def apply(self, session: AsyncSession, events: Sequence[Event]) -> None:
        """The effect of events in the caller's transaction, inbox or not: a replay and a rebuild use it too."""
        for pattern, group in groupby(events, key=lambda event: self._pattern(event.topic)):
            if pattern is None:
                continue
            run = list(group)
            last = run[-1]
            with telemetry.thread(last.correlationid, last.traceparent, f"consume {pattern}"):
                await self._handlers[pattern](session, run)

    async def replay(self, session: AsyncSession, event: Event) -> None:
        """Let one event take effect in the caller's transaction, at most once like any other delivery."""
        await self.apply(session, await _remember(session, [event]))

    async def _one_by_one(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            try:
                await self._handle([delivery])
            except Exception as error:
                if will_pass(error):
                    await _refuse([delivery])
                    continue
                await self._record_failure(delivery, error)
            else:
                await _acknowledge([delivery])

    async def _record_failure(self, delivery: Delivery, error: Exception) -> None:
        event = delivery.event
        try:
            async with self._database.transaction() as session:
                attempts = await dead_letters.record(
                    session, event_id=event.id, topic=event.topic, body=delivery.message.data, error=error
                )
        except Exception:
            log.exception("failure not recorded, the event will come again", event_id=str(event.id))
            await _refuse([delivery])
            return
        with telemetry.thread(event.correlationid, event.traceparent, "consume failed"):
            log.error("event failed", event_id=str(event.id), topic=event.topic, attempts=attempts, exc_info=error)
        telemetry.EVENTS_CONSUMED.labels(self._bus.service, "failed").inc()
        if attempts >= dead_letters.MAX_ATTEMPTS:
            await _acknowledge([delivery])
        else:
            await _refuse([delivery], seconds=_RETRY_SECONDS * 2**attempts)

    async def _parse(self, message: Msg) -> Delivery | None:
        """A body that is no CloudEvent can never succeed: it goes straight to the dead letters."""
        try:
            return Delivery(Event.parse(message.data), message)
        except ValueError as error:
            async with self._database.transaction() as session:
                await dead_letters.bury(session, topic=message.subject, body=message.data, error=error)
            await message.ack()
            return None

    def _pattern(self, topic: str) -> str | None:
        return next((pattern for pattern in self._handlers if matches(pattern, topic)), None)


def matches(pattern: str, topic: str) -> bool:
    """NATS subject matching: `*` stands for one token, a final `>` for the rest."""
    wanted, given = pattern.split("."), topic.split(".")
    if wanted[-1] == ">":
        return len(given) >= len(wanted) and matches(".".join(wanted[:-1]), ".".join(given[: len(wanted) - 1]))
    return len(wanted) == len(given) and all(w in ("*", g) for w, g in zip(wanted, given, strict=True))


async def _remember(session: AsyncSession, events: Sequence[Event]) -> list[Event]:
    """Enter the events into the inbox; those that were not there yet, in order."""
    rows = [{"event_id": event.id} for event in events]
    statement = insert(inbox).values(rows).on_conflict_do_nothing().returning(inbox.c.event_id)
    new = set((await session.scalars(statement)).all())
    fresh: list[Event] = []
    for event in events:
        if event.id in new:
            new.discard(event.id)
            fresh.append(event)
    return fresh


async def _acknowledge(deliveries: Sequence[Delivery]) -> None:
    for delivery in deliveries:
        try:
            await delivery.message.ack()
        except NatsError:  # lost acknowledgement: it comes again and the inbox knows it
            return


async def _refuse(deliveries: Sequence[Delivery], seconds: float = _RETRY_SECONDS) -> None:
    for delivery in deliveries:
        try:
            await delivery.message.nak(delay=seconds)
        except NatsError:
            return
