"""A rebuild from the stream gives the same figures, loses no live event, and can be stopped, killed and refused."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from nats.aio.msg import Msg
from nats.js.api import ConsumerConfig
from sqlalchemy import delete, func, select, text, update

from deploy.local.nats import Nats
from deploy.local.topology import OPERATOR
from services.analytics.consumers import HANDLERS
from services.analytics.models import JournalRecord, Projection, Rebuild, StoredEvent
from services.analytics.rebuild import rebuild
from services.analytics.rebuilds import jobs, service, stream
from services.analytics.rebuilds.jobs import Rebuilder
from services.analytics.rebuilds.schemas import RebuildCard
from services.analytics.rebuilds.stream import StreamHole, StreamReader
from services.analytics.settings import AnalyticsSettings
from shared.contracts.envelope import Event
from shared.db.database import Database
from shared.ids import new_id
from shared.messaging.bus import STREAM, Bus
from shared.messaging.consumer import Consumer
from tests.services.analytics import facts
from tests.services.analytics.asking import all_figures, filed, running, until
from tests.services.analytics.conftest import Record
from tests.services.analytics.facts import NOON
from tests.support.auth import administrator

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("noon")]


def a_year(findings: int = 40) -> list[Event]:
    """A journal of two branches in which some findings are still open."""
    branches, people = [new_id(), new_id()], [new_id() for _ in range(4)]
    told = [facts.branch(f"Отделение {n}", branch_id=branch_id) for n, branch_id in enumerate(branches)]
    told += [facts.person("Иванов", f"Имя{n}", person_id=person_id) for n, person_id in enumerate(people)]
    for number in range(findings):
        way = facts.history(
            NOON - timedelta(days=5 + 3 * number),
            branch_id=branches[number % 2],
            responsible_id=people[number % 3],
            author_id=people[3],
        )
        told += way[: 1 + number % 5]
    return told


class Gate:
    """Holds a rebuild when it has read twice: `reached` is set there, and `open` lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = asyncio.Event(), asyncio.Event()
        self._read, self._reads = StreamReader.read, 0
        monkeypatch.setattr(stream, "_BATCH", 20)
        monkeypatch.setattr(jobs, "_SHORT_TAIL", 10)
        gate = self

        async def read(reader: StreamReader, *, last: int) -> Sequence[Msg]:
            gate._reads += 1
            if gate._reads > 2:
                gate.reached.set()
                await gate.open.wait()
            return await gate._read(reader, last=last)

        monkeypatch.setattr(StreamReader, "read", read)


async def ask_for_rebuild(database: Database) -> RebuildCard:
    async with database.transaction() as session:
        return await service.request_rebuild(session=session, principal=None)


async def latest(database: Database) -> Rebuild:
    async with database.transaction() as session:
        statement = select(Rebuild).order_by(Rebuild.requested_at.desc()).limit(1)
        return (await session.scalars(statement)).one()


async def rebuilt(database: Database, bus: Bus) -> Rebuild:
    """Ask for a rebuild and do it at once."""
    await ask_for_rebuild(database)
    assert await Rebuilder(database, bus).work(asyncio.Event())
    return await latest(database)


async def generations(database: Database) -> set[int]:
    async with database.transaction() as session:
        return set(await session.scalars(select(JournalRecord.generation).distinct()))


async def shown_generation(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.execute(select(Projection.generation))).scalar_one()


async def test_a_rebuild_gives_the_same_figures(
    database: Database, bus: Bus, publish: Record, record_events: Record
) -> None:
    told = a_year()
    await publish(told)
    await record_events(told)
    before = await all_figures(database)
    done = await rebuilt(database, bus)
    assert (done.state, done.events, done.skipped) == ("finished", len(told), 0)
    assert done.read_sequence == done.last_sequence == len(told)
    assert await all_figures(database) == before
    assert before["none"]["total"]["filed"] == 40
    assert await generations(database) == {await shown_generation(database)}


async def test_a_rebuild_mends_what_was_lost_or_spoilt(
    database: Database, bus: Bus, publish: Record, record_events: Record
) -> None:
    told = a_year()
    await publish(told)
    await record_events(told)
    before = await all_figures(database)
    async with database.transaction() as session:
        await session.execute(update(JournalRecord).values(state="closed", version=99))
        await session.execute(text("DELETE FROM names"))
        await session.execute(delete(StoredEvent))
    assert await all_figures(database) != before
    await rebuilt(database, bus)
    assert await all_figures(database) == before
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(StoredEvent)) == len(told)


async def test_events_that_come_during_a_rebuild_are_all_counted(
    database: Database, bus: Bus, publish: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_BATCH", 25)
    monkeypatch.setattr(jobs, "_SHORT_TAIL", 5)
    await publish(a_year())
    seen: list[int] = []

    async def go_on_filing() -> None:
        while (await latest(database)).state != "finished":
            await publish(facts.events(facts.record()))
            seen.append(await filed(database))

    async with running(Consumer(database, bus, HANDLERS)):
        await until(lambda: equals(database, 40))
        await ask_for_rebuild(database)
        _, done = await asyncio.gather(go_on_filing(), Rebuilder(database, bus).work(asyncio.Event()))
        assert done
        await until(lambda: equals(database, 40 + len(seen)))
    assert len(seen) > 3
    assert seen == sorted(seen), "a figure fell while the rebuild went on"
    assert seen[0] >= 40


async def test_no_event_slips_between_the_last_look_at_the_stream_and_the_swap(
    database: Database, bus: Bus, publish: Record, record_events: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A consumer that takes an event at this very moment has to wait, and then counts it in what is shown."""
    told, late = a_year(5), facts.event(facts.record())
    await publish(told)
    await record_events(told)
    look, looks = StreamReader.bounds, 0
    consuming: list[asyncio.Future[None]] = []

    async def look_and_let_one_more_come(reader: StreamReader) -> tuple[int, int]:
        nonlocal looks
        seen = await look(reader)
        looks += 1
        if looks == 2:  # the last one, the consumers being held
            await publish([late])
            consuming.append(asyncio.ensure_future(record_events([late])))
            await asyncio.sleep(0.2)
        return seen

    monkeypatch.setattr(StreamReader, "bounds", look_and_let_one_more_come)
    await rebuilt(database, bus)
    await asyncio.gather(*consuming)
    assert looks == 2
    assert await filed(database) == 6


async def equals(database: Database, records: int) -> bool:
    return await filed(database) == records


async def test_a_killed_rebuild_goes_on_where_it_was(
    database: Database, bus: Bus, publish: Record, record_events: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = a_year()
    await publish(told)
    await record_events(told)
    before, gate = await all_figures(database), Gate(monkeypatch)
    await ask_for_rebuild(database)
    dying = asyncio.create_task(Rebuilder(database, bus).work(asyncio.Event()))
    await gate.reached.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    left = await latest(database)
    assert (left.state, left.read_sequence, left.events) == ("running", 40, 40)
    assert await all_figures(database) == before
    gate.open.set()
    async with running(Rebuilder(database, bus)):  # as the next worker does, unasked
        await until(lambda: is_in_state(database, "finished"))
    done = await latest(database)
    assert (done.id, done.events) == (left.id, len(told))
    assert await all_figures(database) == before


async def is_in_state(database: Database, state: str) -> bool:
    return (await latest(database)).state == state


async def test_a_cancelled_rebuild_changes_nothing_and_leaves_nothing(
    database: Database, bus: Bus, publish: Record, record_events: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = a_year()
    await publish(told)
    await record_events(told)
    before, shown, gate = await all_figures(database), await shown_generation(database), Gate(monkeypatch)
    await ask_for_rebuild(database)
    working = asyncio.create_task(Rebuilder(database, bus).work(asyncio.Event()))
    await gate.reached.wait()
    async with database.transaction() as session:
        card = await service.cancel_rebuild(session=session, principal=administrator())
    assert (card.state, card.events) == ("cancelled", 40)
    gate.open.set()
    await working
    assert await shown_generation(database) == shown
    assert await generations(database) == {shown}
    assert await all_figures(database) == before


async def test_one_event_that_cannot_take_effect_does_not_stop_a_rebuild(
    database: Database, bus: Bus, publish: Record, nats_url: str
) -> None:
    told = a_year(10)
    told[5] = told[5].model_copy(update={"data": {"id": "not an id"}})
    await publish(told)
    operator = Bus(nats_url, OPERATOR)
    await (await operator.jetstream()).publish("events.people.person.changed.v1", b"no event at all")
    await operator.close()
    done = await rebuilt(database, bus)
    assert (done.state, done.skipped, done.events) == ("finished", 2, len(told) - 1)
    assert done.read_sequence == len(told) + 1


async def test_a_stream_without_its_beginning_is_refused(
    database: Database, bus: Bus, publish: Record, record_events: Record, nats_url: str
) -> None:
    told = a_year(5)
    await publish(told)
    await record_events(told)
    before = await all_figures(database)
    operator = Bus(nats_url, OPERATOR)
    await (await operator.client()).jsm().purge_stream(STREAM, seq=4)
    await operator.close()
    done = await rebuilt(database, bus)
    assert done.state == "failed"
    assert done.error is not None
    assert "begins at 4" in done.error
    assert await all_figures(database) == before


async def test_of_two_workers_one_rebuilds(database: Database, bus: Bus, publish: Record) -> None:
    await publish(a_year(5))
    await ask_for_rebuild(database)
    holder = await database.connect_directly()
    try:
        await holder.execute(jobs._LOCK)
        assert not await Rebuilder(database, bus).work(asyncio.Event())
    finally:
        await holder.close()
    assert (await latest(database)).state == "waiting"
    assert await Rebuilder(database, bus).work(asyncio.Event())
    assert (await latest(database)).state == "finished"


async def test_asking_twice_asks_once(database: Database) -> None:
    assert await ask_for_rebuild(database) == await ask_for_rebuild(database)


async def test_an_empty_stream_is_rebuilt_too(database: Database, bus: Bus) -> None:
    done = await rebuilt(database, bus)
    assert (done.state, done.events) == ("finished", 0)


async def test_the_command_rebuilds_without_a_worker(
    database: Database, settings: AnalyticsSettings, publish: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    await publish(a_year(10))
    card = await rebuild(settings, asyncio.Event())
    assert card.state == "finished"
    assert await filed(database) == 10
    assert f"finished: {card.events} of {card.events} events read" in capsys.readouterr().out


async def test_a_lost_delivery_is_noticed(bus: Bus, publish: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_BATCH", 5)
    monkeypatch.setattr(stream, "_FETCH_SECONDS", 0.3)
    await publish(a_year(5))
    async with StreamReader(bus, after=0) as reader:
        _, last = await reader.bounds()
        assert len(await reader.read(last=last)) == 5
        thief = await (await bus.jetstream()).pull_subscribe_bind(consumer="analytics_rebuild", stream=STREAM)
        await thief.fetch(1)
        with pytest.raises(StreamHole):
            await reader.read(last=last)


async def test_a_reader_ends_though_the_newest_message_was_deleted(
    bus: Bus, publish: Record, nats_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_FETCH_SECONDS", 0.3)
    told = a_year(5)
    await publish(told)
    operator = Bus(nats_url, OPERATOR)
    await (await operator.client()).jsm().delete_msg(STREAM, len(told))
    await operator.close()
    async with StreamReader(bus, after=0) as reader:
        _, last = await reader.bounds()
        assert len(await reader.read(last=last)) == len(told) - 1
        assert await reader.read(last=last) == ()


async def test_no_other_service_may_read_the_stream_in_our_name(nats_server: Nats, empty_events: None) -> None:
    """The rights of analytics suffice for a rebuild; those of another service do not reach its consumer."""
    people = Bus(nats_server.url("people"), "people")
    config: Any = ConsumerConfig(name="analytics_rebuild")
    with pytest.raises(TimeoutError):
        await (await people.client()).jetstream(timeout=0.3).add_consumer(STREAM, config)
    await people.close()
