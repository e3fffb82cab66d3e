"""A committed event reaches the consumer exactly once in effect, whatever breaks between the steps."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import ClassVar

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.local import processes
from deploy.local.nats import STOP_SIGNAL, Nats
from shared import outbox
from shared.contracts.envelope import Event, EventData
from shared.db.database import Database
from shared.ids import new_id
from shared.messaging import dead_letters
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.messaging.tables import dead_letters as dead_letter_table
from shared.messaging.tables import inbox
from shared.outbox.relay import Relay
from shared.outbox.tables import outbox as outbox_table
from shared.worker import Part, Worker
from tests.support.nats import running_nats

pytestmark = pytest.mark.usefixtures("empty_events")


class Noted(EventData):
    event_type: ClassVar[str] = "people.note.taken.v1"

    note: str


def noted(note: str) -> Event:
    return outbox.build(Noted(note=note), subject=new_id(), actor=None, branch=None)


async def write_effect(session: AsyncSession, events: Sequence[Event]) -> None:
    for event in events:
        note = event.payload(Noted).note
        if note == "poison":
            raise ValueError("this event can never be understood")
        await session.execute(text("INSERT INTO effects VALUES (:s, :n)"), {"s": event.subject, "n": note})


async def effects(database: Database) -> list[str]:
    async with database.transaction() as session:
        return list(await session.scalars(text("SELECT note FROM effects ORDER BY ctid")))


@asynccontextmanager
async def running(*parts: Part) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(part.run(stop)) for part in parts]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=8)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)


@pytest.fixture
async def bus(nats_server: Nats) -> AsyncIterator[Bus]:
    made = Bus(nats_server.url("people"), "people")
    yield made
    await made.close()


@pytest.fixture
def own_nats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nats]:
    """A server that the test may kill."""
    with running_nats(tmp_path_factory.mktemp("own_nats") / "server") as server:
        yield server


async def test_events_take_effect_once_and_in_order(database: Database, bus: Bus) -> None:
    async with running(Relay(database, bus), Consumer(database, bus, {"events.people.note.*.v1": write_effect})):
        for number in range(30):
            async with database.transaction() as session:
                await outbox.add(session, noted(f"{number}"))
        await until(lambda: has_effects(database, 30))
    assert await effects(database) == [str(number) for number in range(30)]


async def has_effects(database: Database, count: int) -> bool:
    return len(await effects(database)) >= count


async def test_a_rolled_back_change_publishes_nothing(database: Database, bus: Bus) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await outbox.add(session, noted("never"))
            raise RuntimeError("the change fails")
    async with running(Relay(database, bus)):
        await asyncio.sleep(0.3)
    info = await (await bus.jetstream()).stream_info("EVENTS")
    assert info.state.messages == 0


async def test_a_relay_killed_after_the_acknowledgement_doubles_nothing(database: Database, bus: Bus) -> None:
    """The stream has the event, the outbox does not know it yet: the next relay sends it again."""
    async with database.transaction() as session:
        await outbox.add(session, noted("once"))
    async with running(Relay(database, bus)):
        await until(lambda: all_published(database))
    async with database.transaction() as session:
        await session.execute(update(outbox_table).values(published_at=None))
    async with running(Relay(database, bus), Consumer(database, bus, {"events.people.>": write_effect})):
        await until(lambda: all_published(database))
        await until(lambda: has_effects(database, 1))
        await asyncio.sleep(0.3)
    assert await effects(database) == ["once"]


def whole_worker(database: Database, nats: Nats) -> Worker:
    bus = Bus(nats.url("people"), "people")
    consumer = Consumer(database, bus, {"events.people.note.*.v1": write_effect})
    return Worker(database=database, bus=bus, parts={"relay": Relay(database, bus), "consumer": consumer})


@contextmanager
def running_again(nats: Nats) -> Iterator[None]:
    process = nats.start(subprocess.DEVNULL)
    nats.wait_ready(process)
    try:
        yield
    finally:
        processes.stop(process, STOP_SIGNAL, 10)


async def test_an_event_that_nobody_acknowledged_is_sent_again(database: Database, own_nats: Nats) -> None:
    """The server takes no more notice after the connection stands, then dies with what lay before it."""
    async with running(whole_worker(database, own_nats)):
        async with database.transaction() as session:
            await outbox.add(session, noted("heard"))
        await until(lambda: has_effects(database, 1))
        server = processes.working_in(own_nats.folder, "nats-server")
        processes.send(server, signal.SIGSTOP)
        async with database.transaction() as session:
            await outbox.add(session, noted("unheard"))
        await asyncio.sleep(0.5)
        assert not await all_published(database)
        processes.send(server, signal.SIGKILL)
        processes.wait_gone(server, 10)
        with running_again(own_nats):
            await until(lambda: has_effects(database, 2), 30)
    assert await effects(database) == ["heard", "unheard"]


async def all_published(database: Database) -> bool:
    async with database.transaction() as session:
        waiting = select(func.count()).select_from(outbox_table).where(outbox_table.c.published_at.is_(None))
        return await session.scalar(waiting) == 0


async def test_a_consumer_killed_between_commit_and_acknowledgement_repeats_no_effect(
    database: Database, bus: Bus
) -> None:
    event = noted("once")
    consumer = Consumer(database, bus, {"events.people.note.*.v1": write_effect})
    async with database.transaction() as session:
        await consumer.replay(session, event)  # the effect is committed, the acknowledgement never left
        await outbox.add(session, event, noted("after"))
    async with running(Relay(database, bus), consumer):
        await until(lambda: has_effects(database, 2))
    assert await effects(database) == ["once", "after"]


async def test_a_consumer_killed_before_the_commit_loses_no_effect(database: Database, bus: Bus) -> None:
    killed = False

    async def dies_once(session: AsyncSession, events: Sequence[Event]) -> None:
        nonlocal killed
        await write_effect(session, events)
        if not killed:
            killed = True
            raise ConnectionResetError("killed between the effect and the commit")

    async with running(Relay(database, bus), Consumer(database, bus, {"events.people.note.*.v1": dies_once})):
        async with database.transaction() as session:
            await outbox.add(session, noted("survives"))
        await until(lambda: has_effects(database, 1))
        await asyncio.sleep(0.3)
    assert await effects(database) == ["survives"]
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(dead_letter_table)) == 0


async def test_an_event_that_took_effect_in_the_end_is_no_dead_letter(
    database: Database, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.consumer._RETRY_SECONDS", 0.02)
    seen: list[int] = []

    async def understands_later(session: AsyncSession, events: Sequence[Event]) -> None:
        seen.extend(letter.attempts for letter in await dead_letters.listed(session, limit=5))
        if not seen:
            raise ValueError("a table is missing")
        await write_effect(session, events)

    async with running(Relay(database, bus), Consumer(database, bus, {"events.people.note.*.v1": understands_later})):
        async with database.transaction() as session:
            await outbox.add(session, noted("late"))
        await until(lambda: has_effects(database, 1))
    assert seen == [1]
    async with database.transaction() as session:
        assert await dead_letters.listed(session, limit=5) == []


async def test_a_poisoned_event_holds_up_nobody_and_can_be_replayed(
    database: Database, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.consumer._RETRY_SECONDS", 0.02)
    poison = noted("poison")
    consumer = Consumer(database, bus, {"events.people.note.*.v1": write_effect})
    async with running(Relay(database, bus), consumer):
        async with database.transaction() as session:
            await outbox.add(session, noted("before"), poison, noted("after"))
        await until(lambda: is_dead(database))
    assert await effects(database) == ["before", "after"]

    understands = Consumer(database, bus, {"events.people.note.*.v1": write_anything})
    async with database.transaction() as session:
        letter = await dead_letters.take(session, poison.id)
        assert letter is not None
        assert "this event can never be understood" in letter.error
        await understands.replay(session, Event.parse(letter.body))
        await dead_letters.settle(session, poison.id, "replayed")
    assert sorted(await effects(database)) == ["after", "before", "poison"]
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(inbox)) == 3


async def write_anything(session: AsyncSession, events: Sequence[Event]) -> None:
    for event in events:
        await session.execute(
            text("INSERT INTO effects VALUES (:s, :n)"), {"s": event.subject, "n": event.data["note"]}
        )


async def is_dead(database: Database) -> bool:
    async with database.transaction() as session:
        letters = await dead_letters.listed(session, limit=5)
        return [letter.state for letter in letters] == ["dead"]


async def test_writes_go_on_while_nats_is_down_and_events_arrive_when_it_is_back(
    database: Database, own_nats: Nats
) -> None:
    async with running(whole_worker(database, own_nats)):
        async with database.transaction() as session:
            await outbox.add(session, noted("with"))
        await until(lambda: has_effects(database, 1))
        server = processes.working_in(own_nats.folder, "nats-server")
        processes.send(server, signal.SIGKILL)
        processes.wait_gone(server, 10)
        async with database.transaction() as session:
            await outbox.add(session, noted("without"))
        assert not await all_published(database)
        with running_again(own_nats):
            await until(lambda: has_effects(database, 2), 30)
    assert await effects(database) == ["with", "without"]
