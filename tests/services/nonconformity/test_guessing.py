"""A secret code cannot be guessed: who tries waits, and many who try cost themselves more than others."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.nonconformity.by_code.jobs import PublicDoorJobs
from services.nonconformity.domain import guesses
from services.nonconformity.domain.codes import grouped, new_code
from services.nonconformity.models import used_proofs, wrong_codes
from shared import clock
from shared.db.database import Database
from tests.services.nonconformity.public import Worker
from tests.services.nonconformity.world import World


@pytest.fixture
async def code(worker: Worker, world: World) -> str:
    return (await worker.reported(site_id=str(world.plant.id)))["code"]


def elsewhere(worker: Worker, address: str) -> Worker:
    return Worker(worker.client, worker.category, address=address)


async def guess(worker: Worker, **options: Any) -> httpx.Response:
    return await worker.with_code(grouped(new_code()), "GET", **options)


async def test_a_thousand_guesses_find_nothing_and_are_sent_away(
    worker: Worker, code: str, stand_still: Callable[[str], None]
) -> None:
    stand_still(clock.now().isoformat())  # on a slow machine the first wait would be over before the last guess
    answers: list[httpx.Response] = []
    for _ in range(50):
        answers += await asyncio.gather(*(guess(worker) for _ in range(20)))
    counted = Counter((answer.status_code, answer.json()["code"]) for answer in answers)
    assert counted == {(404, "unknown_code"): 5, (429, "too_many_guesses"): 995}
    assert all(int(a.headers["retry-after"]) in range(1, 11) for a in answers if a.status_code == 429)
    # Its household waits also with the right code, or the wait would be none; everybody else goes on.
    assert (await worker.with_code(code, "GET")).status_code == 429
    assert (await elsewhere(worker, "198.51.100.4").with_code(code, "GET")).status_code == 200


async def test_each_further_guess_waits_longer_and_a_quiet_day_is_forgiven(
    worker: Worker, code: str, stand_still: Callable[[str], None]
) -> None:
    now = clock.now()
    waits = []
    for _ in range(9):
        stand_still(now.isoformat())
        await guess(worker)
        refused = await worker.with_code(code, "GET")
        if refused.status_code == 429:
            waits.append(int(refused.headers["retry-after"]))
            now += timedelta(seconds=waits[-1])
    assert waits == [10, 20, 40, 80, 160]
    stand_still((now + guesses.FORGIVEN_AFTER).isoformat())
    assert (await worker.with_code(code, "GET")).status_code == 200


async def test_a_slip_of_the_finger_is_no_guess(worker: Worker, code: str, database: Database) -> None:
    digits = code.replace("-", "")
    slip = digits[:7] + str((int(digits[7]) + 1) % 10) + digits[8:]
    for typed, told in ((slip, "mistyped_code"), ("почти код", "mistyped_code"), ("1" * 5000, "mistyped_code")):
        answer = await worker.with_code(typed.encode(), "GET")  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, told)
    missing = await worker.ask("GET", "/by-code")
    assert (missing.status_code, missing.json()["errors"][0]["loc"]) == (422, ["header", "X-Report-Code"])
    async with database.transaction() as session:
        assert (await session.execute(select(wrong_codes))).all() == []


async def test_guessing_from_many_addresses_costs_a_proof_each_and_shuts_no_author_out(
    worker: Worker, code: str
) -> None:
    last = None
    for number in range(guesses.MOST_TOGETHER):
        last = await guess(elsewhere(worker, f"198.51.{number // 250}.{number % 250}"))
    assert last is not None
    assert last.status_code == 404
    fresh = elsewhere(worker, "203.0.113.1")
    refused = await guess(fresh)
    assert (refused.status_code, refused.json()["code"]) == (429, "proof_needed")
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    proof = await fresh.proof()
    for _ in range(3):  # the author's own code does not use the proof up
        assert (await fresh.with_code(code, "GET", headers={"X-Proof": proof})).status_code == 200
    assert (await guess(fresh, headers={"X-Proof": proof})).status_code == 404
    spent = await guess(fresh, headers={"X-Proof": proof})
    assert (spent.status_code, spent.json()["code"]) == (429, "proof_needed")


async def test_of_whoever_tried_codes_no_address_is_kept_and_after_a_day_nothing(
    worker: Worker, world: World, database: Database, stand_still: Callable[[str], None]
) -> None:
    await guess(worker)
    await worker.reported(site_id=str(world.plant.id))
    async with database.transaction() as session:
        kept = [bytes(caller) for caller in await session.scalars(select(wrong_codes.c.caller))]
        assert len((await session.execute(select(used_proofs))).all()) == 1
    assert sorted(len(caller) for caller in kept) == [0, 32]
    assert not [caller for caller in kept if worker.address.encode() in caller]
    stand_still((clock.now() + guesses.FORGIVEN_AFTER + timedelta(minutes=1)).isoformat())
    await PublicDoorJobs(database).forget()
    async with database.transaction() as session:
        for table in (wrong_codes, used_proofs):
            assert (await session.execute(select(table))).all() == []


async def test_neither_code_nor_address_is_logged(
    worker: Worker, world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    code = (await worker.reported(site_id=str(world.plant.id)))["code"]
    tried = grouped(new_code())
    await worker.with_code(code, "GET")
    await worker.with_code(tried, "GET")
    out, err = capfd.readouterr()
    for secret in (code, code.replace("-", ""), tried, tried.replace("-", ""), worker.address):
        assert secret not in out + err
