"""What a backup has to set right by itself: events between an act and its mark, after the moment, and half-heard."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import nats
import pytest
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from deploy.local import servers
from deploy.local.backup import moment, snapshots, stream
from deploy.local.backup.archive import ArchiveReader, ArchiveWriter
from deploy.local.backup.manifest import STREAM_MEMBER, Manifest, StreamContents
from deploy.local.backup.moment import one_moment
from deploy.local.nats import Nats
from deploy.local.processes import StartError
from deploy.local.topology import OPERATOR, STREAM
from shared.ids import new_id
from tests.support.nats import running_nats
from tests.support.postgres import PASSWORD, TestPostgres

pytestmark = pytest.mark.server
SUBJECT = "events.people.branch.created.v1"
ADD = "INSERT INTO outbox (event_id, topic, body, published_at) VALUES ($1, $2, '{}', $3)"


@dataclass
class Producer:
    """A database with an outbox, and the bus its relay publishes to."""

    url: str
    bus: Client

    async def act(self, *, published: bool = True, marked: bool = True) -> UUID:
        """An act, as far as its event has come."""
        event_id = new_id()
        connection = await asyncpg.connect(self.url)
        await connection.execute(ADD, event_id, SUBJECT, datetime.now(UTC) if marked else None)
        await connection.close()
        if published:
            await publish(self.bus, event_id)
        return event_id


async def publish(bus: Client, event_id: UUID) -> bool:
    """As a relay does; whether the server took it for one that it has already."""
    answer = await bus.jetstream().publish(SUBJECT, b"{}", headers={"Nats-Msg-Id": str(event_id)})
    return bool(answer.duplicate)


async def connected(server: Nats) -> Client:
    return await nats.connect(server.url(OPERATOR), inbox_prefix=f"_INBOX_{OPERATOR}".encode())


@pytest.fixture
def url(fresh_database: Callable[[str], str], postgres: TestPostgres) -> str:
    """For the superuser, as a backup has it."""
    name = fresh_database("people").rpartition("/")[2]
    return postgres.server.url("postgres", PASSWORD, name)


async def test_a_restored_stream_ends_at_the_moment_and_goes_on_without_a_twin_or_a_loss(
    url: str, postgres: TestPostgres, tmp_path: Path
) -> None:
    with running_nats(tmp_path / "old") as old:
        bus = await connected(old)
        producer = Producer(url, bus)
        before = [await producer.act() for _ in range(3)]
        late_mark = await producer.act(marked=False)
        unpublished = await producer.act(published=False, marked=False)
        await heard(bus, 2)
        path = tmp_path / "old.backup"
        async with one_moment({"people": url}, bus) as cut:
            await publish(bus, unpublished)  # by the relay, while the dumps are being written
            await producer.act()
            contents = await archived(path, bus, cut)
        await bus.close()
    target = tmp_path / "new"
    with running_nats(target, declared=False) as new, ArchiveReader(path) as archive:
        running = servers.Servers(postgres.server, new, PASSWORD)
        await stream.restore(running, archive, contents, [url.rpartition("/")[2]])
    assert await unmarked(url) == {unpublished}
    with running_nats(target) as new:
        bus = await connected(new)
        assert await ids(bus) == [*before, late_mark]
        info = await bus.jsm().consumer_info(STREAM, "analytics")
        assert (info.config.opt_start_seq, info.num_pending) == (3, 2)
        assert await publish(bus, unpublished) is False  # a minute after it was in the old stream
        assert await ids(bus) == [*before, late_mark, unpublished]
        await bus.close()


async def heard(bus: Client, count: int) -> None:
    """Analytics has taken the first events into account and acknowledged them."""
    config = ConsumerConfig(
        durable_name="analytics", ack_policy=AckPolicy.EXPLICIT, deliver_policy=DeliverPolicy.ALL, ack_wait=20
    )
    reader = await bus.jetstream().pull_subscribe("events.>", durable="analytics", stream=STREAM, config=config)
    for message in await reader.fetch(count, timeout=5):
        await message.ack_sync()


async def archived(path: Path, bus: Client, cut: moment.Moment) -> StreamContents:
    assert cut.stream is not None
    with ArchiveWriter(path) as archive:
        with archive.member(STREAM_MEMBER) as target:
            config, state = await snapshots.save(bus, target)
        at = cut.stream
        contents = StreamContents(
            state=state, config=config, last_sequence=at.last_sequence, messages=at.messages, consumers=at.consumers
        )
        manifest = Manifest(
            made_at=datetime.now(UTC),
            postgres=None,
            databases={},
            stream=contents,
            members=archive.members,
            files=0,
            not_covered=[],
        )
        archive.finish(manifest)
    return contents


async def unmarked(url: str) -> set[UUID]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT event_id FROM outbox WHERE published_at IS NULL")
    await connection.close()
    return {row["event_id"] for row in rows}


async def ids(bus: Client) -> list[UUID]:
    """Of all events of the stream, in order."""
    state = (await bus.jsm().stream_info(STREAM)).state
    reader = await bus.jetstream().pull_subscribe("events.>", stream=STREAM)
    messages = await reader.fetch(state.messages, timeout=5)
    await reader.unsubscribe()
    return [UUID((message.headers or {})["Nats-Msg-Id"]) for message in messages]


async def test_the_moment_waits_for_no_long_transaction_and_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moment, "LOCK_MILLISECONDS", 50)
    monkeypatch.setattr(moment, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(moment, "ATTEMPTS", 3)
    writer, other = await asyncpg.connect(url), await asyncpg.connect(url)
    writing = writer.transaction()
    await writing.start()
    await writer.execute(ADD, new_id(), SUBJECT, None)
    with pytest.raises(StartError, match="has been under way"):
        async with one_moment({"people": url}, None):
            pass
    await asyncio.wait_for(other.execute(ADD, new_id(), SUBJECT, None), 1)  # nobody is held up by us any more
    await writing.commit()
    async with one_moment({"people": url}, None) as cut:
        await asyncio.wait_for(other.execute(ADD, new_id(), SUBJECT, None), 1)
        assert (await cut.databases["people"].contents()).rows["outbox"] == 2
    await writer.close()
    await other.close()
