"""Numbers without holes and twins, whoever files at once and whatever fails; a repeated POST files once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text

from services.nonconformity.domain import format_number
from services.nonconformity.models import counters, nonconformities
from services.nonconformity.numbers import repository as numbers
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import Registered
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World


@pytest.fixture
def body(world: World, category: UUID) -> dict[str, Any]:
    return {
        "site_id": str(world.plant.id),
        "place": "машинный зал",
        "category_id": str(category),
        "description": "Нет ограждения",
    }


async def serials(database: Database) -> list[int]:
    async with database.sessions() as session:
        return list((await session.scalars(select(nonconformities.c.serial).order_by(nonconformities.c.serial))).all())


async def test_two_hundred_filings_at_once_take_two_hundred_numbers_in_a_row(
    ask: Ask, world: World, body: dict[str, Any], database: Database
) -> None:
    answers = await asyncio.gather(*(ask(world.inspector, "POST", "/nonconformities", json=body) for _ in range(200)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 200
    assert await serials(database) == list(range(1, 201))
    async with database.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(outbox)) == 200


async def test_a_filing_that_fails_after_its_number_was_taken_leaves_no_hole(
    ask: Ask, file: File, world: World, body: dict[str, Any], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file()

    async def fail() -> None:
        raise RuntimeError("the answer could not be built")

    with monkeypatch.context() as patched:
        patched.setattr(numbers, "register", after_registering(fail))
        assert (await ask(world.inspector, "POST", "/nonconformities", json=body)).status_code == 500
    assert (await file())["number"].endswith("-00002")
    assert await serials(database) == [1, 2]


async def test_a_connection_killed_between_number_and_commit_leaves_no_hole(
    ask: Ask, file: File, world: World, body: dict[str, Any], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file()
    with monkeypatch.context() as patched:
        patched.setattr(numbers, "register", after_registering(lambda: kill_others(database)))
        answer = await ask(world.inspector, "POST", "/nonconformities", json=body)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]
    assert (await file())["number"].endswith("-00002")
    assert await serials(database) == [1, 2]


def after_registering(happens: Callable[[], Awaitable[None]]) -> Callable[..., Awaitable[int]]:
    """`numbers.register`, and what happens when the number is taken and nothing is committed yet."""
    register = numbers.register

    async def register_then(*args: Any, **named: Any) -> int:
        serial = await register(*args, **named)
        await happens()
        return serial

    return register_then


@pytest.mark.parametrize("serial", [1, 42, 99_999, 100_000, 1_234_567])
async def test_the_event_bears_the_number_of_the_answer(
    file: File, world: World, database: Database, serial: int, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-05-04T09:00:00+00:00")
    async with database.transaction() as session:
        await session.execute(insert(counters).values(year=2026, last=serial - 1))
    number = (await file())["number"]
    assert number == format_number(2026, serial)
    async with database.sessions() as session:
        told = Event.parse(await session.scalar(select(outbox.c.body)) or b"")
    assert told.payload(Registered).number == number


async def kill_others(database: Database) -> None:
    """What kill -9 of the service does to its transactions."""
    async with database.transaction() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in%'"
            )
        )


async def test_the_year_of_a_number_is_that_of_the_branch(
    file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    """At 20:30 UTC on New Year's Eve it is next year in Beloyarsk, and still this one in Kursk."""
    stand_still("2026-12-31T20:30:00+00:00")
    assert (await file())["number"] == "НС-2026-00001"
    assert (await file(world.watcher))["number"] == "НС-2027-00001"
    assert (await file())["number"] == "НС-2026-00002"


async def test_a_repeated_key_files_once_and_another_body_under_it_is_refused(
    ask: Ask, world: World, body: dict[str, Any], database: Database
) -> None:
    key = {"Idempotency-Key": "filing-0001"}
    body = {**body, "description": 'Табличка «НС-2026-00000» висит "вверх дном", в углу \\n и {0}'}
    first = await ask(world.inspector, "POST", "/nonconformities", json=body, headers=key)
    assert first.json()["description"] == body["description"]
    again = await ask(world.inspector, "POST", "/nonconformities", json=body, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replay"] == "true"
    assert (again.headers["location"], again.headers["etag"]) == (first.headers["location"], first.headers["etag"])
    other = await ask(world.inspector, "POST", "/nonconformities", json={**body, "place": "крыша"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await serials(database) == [1]


async def test_one_key_sent_ten_times_at_once_files_once(
    ask: Ask, world: World, body: dict[str, Any], database: Database
) -> None:
    key = {"Idempotency-Key": "filing-0002"}
    answers = await asyncio.gather(
        *(ask(world.inspector, "POST", "/nonconformities", json=body, headers=key) for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await serials(database) == [1]


async def test_two_who_act_on_one_record_at_once_act_one_after_the_other(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    path, version = f"/nonconformities/{card['id']}", {"If-Match": '"1"'}
    orders = [{"responsible_id": str(who.id), "due_on": "2030-01-01"} for who in (world.executor, world.helper)]
    async with database.transaction() as session:  # neither can finish before both have begun
        await session.execute(text("SELECT 1 FROM nonconformities FOR UPDATE"))
        answers = [
            asyncio.ensure_future(ask(world.triage, "POST", f"{path}/assign", json=order, headers=version))
            for order in orders
        ]
        async with asyncio.timeout(20):
            while await waiting_for_locks(database) < len(orders):
                await asyncio.sleep(0.01)
    assert sorted(answer.status_code for answer in await asyncio.gather(*answers)) == [200, 412]


async def waiting_for_locks(database: Database) -> int:
    async with database.sessions() as session:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return int((await session.execute(text(sql))).scalar_one())
