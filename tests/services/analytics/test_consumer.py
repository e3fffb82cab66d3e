"""Events may come twice, in any order, and the consumer may die between any two steps: the figures are the same."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import service
from services.analytics.consumers import HANDLERS, take_events
from services.analytics.models import StoredEvent
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import Edited, Withdrawn
from shared.db.database import Database
from shared.ids import new_id
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.messaging.tables import dead_letters
from tests.services.analytics import facts
from tests.services.analytics.asking import all_figures, dump, filed, running, until
from tests.services.analytics.conftest import Record
from tests.services.analytics.facts import NOON

pytestmark = pytest.mark.anyio

BRANCHES = [new_id(), new_id()]


def a_week() -> list[Event]:
    """Two branches, one of them moved to another zone; two people, one renamed; three findings, one taken back."""
    anna, site = new_id(), new_id()
    told = [
        facts.branch("Курское", branch_id=BRANCHES[0]),
        facts.branch("Аккую", zone="Europe/Moscow", branch_id=BRANCHES[1]),
        facts.site("АЭС Аккую", site_id=site),
        facts.person("Иванова", "Анна", "Петровна", person_id=anna),
        facts.person("Ёлкин", "Пётр"),
    ]
    late = NOON.replace(hour=22, minute=30)  # another day in Moscow, and yet another hour in Istanbul
    for number, branch_id in enumerate((*BRANCHES, BRANCHES[0])):
        told += facts.history(late + timedelta(hours=number), branch_id=branch_id, site_id=site, responsible_id=anna)
    taken_back = facts.record(branch_id=BRANCHES[1])
    told += facts.events(taken_back, facts.newer(taken_back, Withdrawn, withdrawn=True))
    told.append(facts.branch("Аккую", zone="Asia/Dhaka", branch_id=BRANCHES[1], version=2))
    told.append(facts.person("Петрова", "Анна", "Петровна", person_id=anna, version=2))
    return told


async def take(session: AsyncSession, batches: Sequence[Sequence[Event]]) -> None:
    for batch in batches:
        await service.record_events(session=session, events=batch)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_order_any_batches_and_any_repetition_give_the_same_figures(database: Database, seed: int) -> None:
    chance, told = Random(seed), a_week()
    mixed = [*told, *chance.sample(told, k=8)]
    chance.shuffle(mixed)
    cuts = sorted(chance.sample(range(1, len(mixed)), k=4))
    batches = [mixed[a:b] for a, b in zip([0, *cuts], [*cuts, len(mixed)], strict=True)]
    async with database.sessions() as session:  # never committed
        await take(session, [[event] for event in told])
        in_order = await dump(session)
    async with database.sessions() as session:
        await take(session, batches)
        assert await dump(session) == in_order


async def test_the_newest_version_is_shown_with_the_newest_names(database: Database, record_events: Record) -> None:
    told = a_week()
    await record_events(list(reversed(told)))
    shown = await all_figures(database)
    assert shown["none"]["total"]["closed"] == shown["none"]["total"]["filed"] == 3
    assert [group["label"] for group in shown["responsible"]["groups"]] == ["Петрова Анна Петровна"]
    assert {group["label"]: group["filed"] for group in shown["branch"]["groups"]} == {"Курское": 2, "Аккую": 1}


async def test_a_branch_that_moves_to_another_zone_takes_its_dates_along(
    database: Database, record_events: Record
) -> None:
    last_evening = NOON.replace(month=10, day=31, hour=20)
    branch_id = new_id()
    await record_events(facts.events(facts.record(branch_id=branch_id, found_at=last_evening)))
    await record_events([facts.branch(zone="Europe/Moscow", branch_id=branch_id)])
    assert [group["key"] for group in (await all_figures(database))["month"]["groups"]] == ["2026-10"]
    await record_events([facts.branch(zone="Asia/Dhaka", branch_id=branch_id, version=2)])
    assert [group["key"] for group in (await all_figures(database))["month"]["groups"]] == ["2026-11"]


async def test_the_worker_takes_what_is_on_the_bus(database: Database, bus: Bus, publish: Record) -> None:
    await publish(a_week())
    async with running(Consumer(database, bus, HANDLERS)):
        await until(lambda: has_filed(database, 3))
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(StoredEvent)) == len(a_week())


async def has_filed(database: Database, count: int) -> bool:
    return await filed(database) == count


async def test_a_worker_killed_before_the_commit_leaves_nothing_and_loses_nothing(
    database: Database, bus: Bus, publish: Record
) -> None:
    deaths: list[int] = []

    async def die_once(session: AsyncSession, events: Sequence[Event]) -> None:
        await take_events(session, events)
        if not deaths:
            deaths.append(len(events))
            raise ConnectionResetError("the database is gone, with the transaction")

    await publish(facts.history(NOON))
    async with running(Consumer(database, bus, {"events.>": die_once})):
        await until(lambda: asyncio.sleep(0, bool(deaths)))
        assert await filed(database) == 0
        await until(lambda: has_filed(database, 1))
    assert (await all_figures(database))["none"]["total"]["closed"] == 1


async def test_a_worker_killed_between_commit_and_acknowledgement_counts_once(
    database: Database, bus: Bus, publish: Record
) -> None:
    told = facts.history(NOON)
    consumer = Consumer(database, bus, HANDLERS)
    async with database.transaction() as session:
        for event in told:  # committed, and JetStream never heard of it
            await consumer.replay(session, event)
    before = await all_figures(database)
    await publish([*told, *facts.events(facts.record())])
    async with running(consumer):
        await until(lambda: has_filed(database, 2))
    shown = await all_figures(database)
    assert shown["none"]["total"]["closed"] == before["none"]["total"]["closed"] == 1


async def test_an_event_that_breaks_its_contract_holds_up_nobody(database: Database, bus: Bus, publish: Record) -> None:
    good = facts.event(facts.record())
    spoilt = facts.event(facts.record()).model_copy(update={"data": {"id": "not an id"}})
    await publish([spoilt, good])
    async with running(Consumer(database, bus, HANDLERS)):
        await until(lambda: has_filed(database, 1))
    async with database.transaction() as session:
        letters = (await session.execute(select(dead_letters.c.event_id, dead_letters.c.state))).all()
    assert [tuple(letter) for letter in letters] == [(spoilt.id, "retrying")]


async def test_events_nobody_here_reads_are_stored_and_counted_nowhere(
    database: Database, record_events: Record
) -> None:
    record = facts.record()
    unknown = facts.event(record).model_copy(update={"type": "profkom.tasks.task.assigned.v1", "id": new_id()})
    newer = facts.event(facts.newer(record, Edited)).model_copy(
        update={"type": "profkom.nonconformity.nonconformity.edited.v2", "id": new_id()}
    )
    await record_events([unknown, newer])
    assert await filed(database) == 0
    async with database.transaction() as session:
        assert len((await dump(session))["events"]) == 2
