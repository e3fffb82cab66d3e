"""The stream of events as it was at the moment of the backup: no event more or less, each consumer where it stood."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import asyncpg
import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js import JetStreamContext, JetStreamManager
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from deploy.local.backup import snapshots
from deploy.local.backup.archive import ArchiveReader
from deploy.local.backup.making import say
from deploy.local.backup.manifest import STREAM_MEMBER, StreamContents
from deploy.local.processes import StartError
from deploy.local.servers import Servers
from deploy.local.topology import OPERATOR, STREAM

BATCH: Final = 500
FETCH_SECONDS: Final = 1.0
MARK: Final = """
UPDATE outbox SET published_at = now() WHERE published_at IS NULL AND event_id::text = ANY($1) RETURNING id
"""
EARLIER: Final = timedelta(minutes=5)
"""How much later the clock of the stream may be than that of the databases; reading a little more costs nothing."""


async def restore(running: Servers, archive: ArchiveReader, contents: StreamContents, services: Sequence[str]) -> None:
    """Make the stream and its consumers anew. The server must be started again afterwards.

    Until then it would take an event that was cut off for a repeated one and drop it when its relay sends it again.

    Raises:
        StartError: NATS refused, or the stream is not what it was.
    """
    assert running.nats is not None
    client = await nats.connect(
        running.nats.url(OPERATOR), inbox_prefix=f"_INBOX_{OPERATOR}".encode(), connect_timeout=5
    )
    try:
        with archive.open(STREAM_MEMBER) as source:
            await snapshots.load(client, source, config=contents.config, state=contents.state)
        manager = client.jsm(timeout=10)
        newer = await _cut_off(client, manager, contents)
        await _place_consumers(manager, contents)
        say(f"stream: {contents.messages} events; {newer} newer than the moment are left out")
        if running.postgres is not None:
            for service in services:
                await _mark_published(client.jetstream(timeout=10), running.database_url(service), service)
    except (NatsError, TimeoutError) as error:
        raise StartError(f"NATS does not do what is asked of it: {error!r}.") from error
    finally:
        await client.close()


async def _cut_off(client: Client, manager: JetStreamManager, contents: StreamContents) -> int:
    """Remove the events that were published after the moment: their facts are in no database. How many they were."""
    last = (await manager.stream_info(STREAM)).state.last_seq
    newer = range(contents.last_sequence + 1, last + 1)
    for sequence in newer:
        await snapshots.forget(client, sequence)
    found = (await manager.stream_info(STREAM)).state.messages
    if found != contents.messages:
        raise StartError(f"The stream has {found} events, and had {contents.messages} at the backup; nothing is kept.")
    return len(newer)


async def _place_consumers(manager: JetStreamManager, contents: StreamContents) -> None:
    """Each reads on behind what had taken effect; what it hears a second time its inbox knows."""
    for consumer in contents.consumers.values():
        config = ConsumerConfig.from_response(dict(consumer.config))
        placed = config.evolve(deliver_policy=DeliverPolicy.BY_START_SEQUENCE, opt_start_seq=consumer.position + 1)
        await manager.add_consumer(STREAM, placed)


async def _mark_published(stream: JetStreamContext, database_url: str, service: str) -> None:
    """Mark the events that were in the stream already, though their relay had not come to note it.

    Left as they are, the relay would publish them a second time.
    """
    connection = await asyncpg.connect(database_url, timeout=10)
    try:
        since = await connection.fetchval("SELECT min(created_at) FROM outbox WHERE published_at IS NULL")
        if since is None:
            return
        known = await _events_since(stream, since - EARLIER)
        marked = await connection.fetch(MARK, known)
        left = await connection.fetchval("SELECT count(*) FROM outbox WHERE published_at IS NULL")
        say(f"events of {service} on their way at the moment: {len(marked)} were published, {left} will be")
    finally:
        await connection.close()


async def _events_since(stream: JetStreamContext, since: datetime) -> list[str]:
    """The ids of all events that the stream took after a moment."""
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_TIME,
        opt_start_time=since,
        ack_policy=AckPolicy.NONE,
        headers_only=True,
        mem_storage=True,
        inactive_threshold=60,
    )
    reader = await stream.pull_subscribe("events.>", stream=STREAM, config=config)
    found: list[str] = []
    try:
        while (await reader.consumer_info()).num_pending:
            for message in await reader.fetch(BATCH, timeout=FETCH_SECONDS):
                found.append((message.headers or {}).get("Nats-Msg-Id", ""))
    except (TimeoutError, NatsTimeout):
        raise StartError("NATS does not give the events out.") from None
    finally:
        await reader.unsubscribe()
    return found
