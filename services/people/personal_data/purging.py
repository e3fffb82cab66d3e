"""Takes the names of forgotten people out of the stream of events.

The stream is kept for ever and projections are rebuilt from it, so an erased person's earlier events must go: each is
overwritten on disk and deleted (JetStream's secure delete). The event that says that they were erased stays.
"""

import json
from collections.abc import Mapping
from uuid import UUID

from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from services.people.personal_data import repository
from shared import clock
from shared.db.database import Database
from shared.jobs.runner import Periodic
from shared.logging import get_logger
from shared.messaging.bus import STREAM, Bus

log = get_logger(__name__)

_SUBJECT = "events.people.person.*.v1"
_ERASED = "events.people.person.erased.v1"
_BATCH, _FETCH_SECONDS = 500, 2.0


class Purging:
    """A periodic job rather than one a person: it comes again until it is done, however long the bus is away."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database, self._bus = database, bus

    @property
    def periodic(self) -> Mapping[str, Periodic]:
        return {"erasures.purge": Periodic("* * * * *", self.purge)}

    async def purge(self) -> None:
        """Delete the earlier events of everybody who was erased since, once all of them are in the stream."""
        async with self._database.transaction() as session:
            due = {
                str(row.person_id): row.id
                for row in await repository.unpurged(session)
                if not await repository.waits_in_outbox(session, row.person_id)
            }
        if not due:
            return
        deleted = await self._purge_stream(set(due))
        async with self._database.transaction() as session:
            for person, erasure_id in due.items():
                gone = await repository.forget_outbox(session, UUID(person))
                purged = {"events": deleted.get(person, 0), "outbox": gone}
                await repository.settle(session, erasure_id, purged, clock.now())
        log.info("names of erased people taken out of the stream", persons=len(due), events=sum(deleted.values()))

    async def _purge_stream(self, persons: set[str]) -> dict[str, int]:
        """{person: events deleted}. A second run finds nothing, so a killed one is simply repeated."""
        manager = (await self._bus.client()).jsm(timeout=5)
        deleted: dict[str, int] = {}
        for sequence, person in await self._named(persons):
            try:
                await manager.delete_msg(STREAM, sequence)
            except NotFoundError:  # somebody was faster
                continue
            deleted[person] = deleted.get(person, 0) + 1
        return deleted

    async def _named(self, persons: set[str]) -> list[tuple[int, str]]:
        """(position in the stream, person) of the events that name one of them."""
        stream, name = await self._bus.jetstream(), f"{self._bus.service}_rebuild"
        config = ConsumerConfig(
            name=name,
            filter_subject=_SUBJECT,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.NONE,
            inactive_threshold=60.0,
            mem_storage=True,
        )
        info = await stream.add_consumer(STREAM, config)
        found, left = [], info.num_pending or 0
        try:
            messages = await stream.pull_subscribe_bind(consumer=name, stream=STREAM)
            while left > 0:
                try:
                    batch = await messages.fetch(min(_BATCH, left), timeout=_FETCH_SECONDS)
                except (TimeoutError, NatsTimeout):
                    raise ConnectionError("the stream ended early: the next run reads it again") from None
                left -= len(batch)
                for message in batch:
                    person = json.loads(message.data).get("subject")
                    if person in persons and message.subject != _ERASED:
                        found.append((message.metadata.sequence.stream, person))
            await messages.unsubscribe()
        finally:
            await stream.delete_consumer(STREAM, name)
        return found
