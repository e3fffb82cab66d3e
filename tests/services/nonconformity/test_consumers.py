"""What the journal knows of people's branches, sites and persons: from events, in any order, as often as they come."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import nats
import pytest
from sqlalchemy import Table, func, select

from deploy.local.nats import Nats
from deploy.local.topology import OPERATOR
from services.nonconformity.consumers import HANDLERS
from services.nonconformity.models import branches, persons, sites
from shared import outbox
from shared.contracts.envelope import Event, EventData
from shared.contracts.people import (
    BranchChanged,
    BranchCreated,
    PersonChanged,
    PersonRegistered,
    PersonRemoved,
    SiteChanged,
    SiteCreated,
)
from shared.contracts.people.erasures import PersonErased
from shared.db.database import Database
from shared.ids import new_id
from shared.messaging import dead_letters as letters
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.messaging.tables import dead_letters, inbox
from tests.services.nonconformity.world import branch, person, site


def told(kind: type[EventData], data: EventData, **changed: Any) -> Event:
    """The event of people's that says so."""
    payload = kind.model_validate({**data.model_dump(), **changed})
    return outbox.build(payload, subject=payload.id, actor=new_id(), branch=None)  # type: ignore[attr-defined]


@pytest.fixture
async def bus(nats_server: Nats, empty_events: None) -> AsyncIterator[Bus]:
    """With the rights that the journal has, on an empty stream."""
    made = Bus(nats_server.url("nonconformity"), "nonconformity")
    yield made
    await made.close()


@pytest.fixture
async def consumer(database: Database, bus: Bus) -> Consumer:
    return Consumer(database, bus, HANDLERS)


async def applied(database: Database, consumer: Consumer, events: Sequence[Event]) -> None:
    async with database.transaction() as session:
        await consumer.apply(session, events)


async def name_of(database: Database, person_id: Any) -> Any:
    async with database.sessions() as session:
        return (await session.execute(select(persons).where(persons.c.id == person_id))).one()


async def test_an_older_event_that_comes_later_changes_nothing(database: Database, consumer: Consumer) -> None:
    home = branch("Курское")
    anna = person("Ёлкина Анна Петровна", home.id)
    registered = told(PersonRegistered, anna)
    married = told(PersonChanged, anna, version=2, last_name="Соснина")
    removed = told(PersonRemoved, anna, version=3, last_name="Соснина", removed=True)
    await applied(database, consumer, [married, registered])
    assert (await name_of(database, anna.id)).full_name == "Соснина Анна Петровна"
    await applied(database, consumer, [removed])
    await applied(database, consumer, [married, registered])
    row = await name_of(database, anna.id)
    assert (row.version, row.removed) == (3, True)
    back = told(PersonRegistered, anna, version=4)
    await applied(database, consumer, [back])
    assert (await name_of(database, anna.id)).removed is False


async def test_a_closed_site_is_closed_once_and_stays_so_until_it_is_opened(
    database: Database, consumer: Consumer
) -> None:
    async def is_closed() -> Any:
        async with database.sessions() as session:
            return await session.scalar(select(sites.c.closed))

    plant = site("Курская АЭС")
    created = told(SiteCreated, plant)
    closed = told(SiteChanged, plant, version=2, closed_at=datetime(2026, 11, 24, tzinfo=UTC))
    await applied(database, consumer, [created])
    assert await is_closed() is False, "an event that does not say so is of an open site"
    for _ in range(2):
        await applied(database, consumer, [closed, created])
        assert await is_closed() is True
    await applied(database, consumer, [told(SiteChanged, plant, version=3), closed])
    assert await is_closed() is False


async def test_a_batch_may_name_a_record_many_times(database: Database, consumer: Consumer) -> None:
    home = branch("Курское")
    events = [told(BranchCreated, home)]
    events += [told(BranchChanged, home, version=number, name=f"Курское {number}") for number in range(2, 300)]
    await applied(database, consumer, events)
    async with database.sessions() as session:
        [row] = (await session.execute(select(branches))).all()
    assert (row.version, row.name) == (299, "Курское 299")


async def rows(database: Database, table: Table) -> int:
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def published(nats_server: Nats, events: Sequence[Event], *, repeat: int = 1) -> None:
    """Put events on the bus as people does; a repeat gets another message id, so that the stream keeps both."""
    client = await nats.connect(nats_server.url("people"), inbox_prefix=b"_INBOX_people")
    stream = client.jetstream()
    for number in range(repeat):
        for event in events:
            headers = {"Nats-Msg-Id": f"{event.id}-{number}"}
            await stream.publish(event.topic, event.model_dump_json().encode(), headers=headers)
    await client.close()


async def consumed(consumer: Consumer, database: Database, count: int) -> None:
    """Run the consumer until so many events have taken effect and the bus waits for no acknowledgement."""
    stop = asyncio.Event()
    running = asyncio.create_task(consumer.run(stop))
    try:
        async with asyncio.timeout(30):
            while True:
                if await rows(database, inbox) >= count:
                    return
                await asyncio.sleep(0.02)
    finally:
        stop.set()
        await running


async def test_events_delivered_twice_take_effect_once(
    nats_server: Nats, database: Database, consumer: Consumer
) -> None:
    home, plant = branch("Курское"), site("Курская АЭС", aliases=("КуАЭС",))
    people = [person(f"Фамилия{number} Имя", home.id, number=str(number)) for number in range(50)]
    events = [told(BranchCreated, home), told(SiteCreated, plant), *(told(PersonRegistered, p) for p in people)]
    await published(nats_server, events, repeat=2)
    await consumed(consumer, database, len(events))
    async with database.sessions() as session:
        row = (await session.execute(select(sites))).one()
    assert (row.name, row.aliases) == ("Курская АЭС", ["КуАЭС"])
    assert (await rows(database, persons), await rows(database, dead_letters)) == (50, 0)


async def test_a_consumer_killed_between_effect_and_acknowledgement_loses_and_doubles_nothing(
    nats_server: Nats, database: Database, consumer: Consumer, monkeypatch: pytest.MonkeyPatch, bus: Bus
) -> None:
    home = branch("Курское")
    people = [person(f"Фамилия{number} Имя", home.id) for number in range(20)]
    await published(nats_server, [told(PersonRegistered, p) for p in people])

    async def killed(_deliveries: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr("shared.messaging.consumer._acknowledge", killed)
        with pytest.raises(asyncio.CancelledError):
            await consumer.run(asyncio.Event())
    assert await rows(database, persons) == 20, "the effect is committed"
    client = await nats.connect(nats_server.url(OPERATOR), inbox_prefix=f"_INBOX_{OPERATOR}".encode())
    info = await client.jsm().consumer_info("EVENTS", "nonconformity")
    assert info.num_ack_pending == 20, "and nothing acknowledged"
    # What the server does after ack_wait, without waiting for it.
    await client.jsm().delete_consumer("EVENTS", "nonconformity")
    await client.close()
    again = [told(PersonRegistered, person("Последний Имя", home.id))]
    await published(nats_server, again)
    await consumed(Consumer(database, bus, HANDLERS), database, 21)
    assert await rows(database, persons) == 21


async def test_an_event_that_breaks_its_contract_rests_in_the_dead_letters_and_holds_up_nobody(
    nats_server: Nats, database: Database, consumer: Consumer
) -> None:
    home = branch("Курское")
    good = told(PersonRegistered, person("Хороший Иван", home.id))
    broken = told(PersonRegistered, person("Плохой Иван", home.id))
    broken = broken.model_copy(update={"data": {**broken.data, "version": "many"}})
    await published(nats_server, [broken, good])
    await consumed(consumer, database, 1)
    async with database.sessions() as session:
        assert (await session.scalars(select(persons.c.last_name))).all() == ["Хороший"]
        [letter] = (await session.execute(select(dead_letters))).all()
    assert (letter.event_id, letter.state, letter.attempts) == (broken.id, "retrying", 1)


async def test_an_erased_person_is_nameless_and_stays_so(database: Database, consumer: Consumer) -> None:
    """An older event that comes again does not bring the name back; a letter that still bears it is gone."""
    known = person("Пастернак Аделаида", None, number="100704")
    before = told(PersonRegistered, known)
    letter = told(PersonChanged, known, version=2)
    gone = told(
        PersonErased, known, version=3, last_name="Удалённый участник", first_name="№ 12", middle_name=None,
        personnel_number=None, removed=True,
    )  # fmt: skip
    other = told(PersonChanged, person("Остающийся Пётр", None))
    async with database.transaction() as session:
        for kept in (letter, other):
            body = kept.model_dump_json().encode()
            await letters.record(session, event_id=kept.id, topic=kept.topic, body=body, error=ValueError("x"))
    await applied(database, consumer, [before])
    await applied(database, consumer, [gone])
    await applied(database, consumer, [before, letter])
    row = await name_of(database, known.id)
    assert (row.full_name, row.personnel_number, row.removed) == ("Удалённый участник № 12", None, True)
    async with database.sessions() as session:
        left = (await session.scalars(select(dead_letters.c.event_id))).all()
    assert left == [other.id]
