"""A durable job exists if its transaction committed, and runs until it has succeeded."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import text

from shared import jobs
from shared.db.database import Database
from shared.jobs.runner import JobHandler, JobRunner, Periodic


@pytest.fixture
async def queue(database: Database) -> Database:
    connection = await database.connect_directly()
    await connection.execute(QueryBuilderEnvironment().build_install_query(create_schema=False))
    await connection.close()
    return database


@asynccontextmanager
async def running(database: Database, handlers: Mapping[str, JobHandler], **kinds: Any) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(JobRunner(database, handlers, **kinds).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def test_a_job_runs_when_its_transaction_commits_and_never_otherwise(queue: Database) -> None:
    done: list[str] = []
    seen = asyncio.Event()

    async def handler(payload: Mapping[str, Any]) -> None:
        done.append(payload["note"])
        seen.set()

    with pytest.raises(RuntimeError):
        async with queue.transaction() as session:
            await jobs.enqueue(session, "write", {"note": "rolled back"})
            raise RuntimeError("the change fails")
    async with running(queue, {"write": handler}):
        async with queue.transaction() as session:
            await jobs.enqueue(session, "write", {"note": "committed"})
        await asyncio.wait_for(seen.wait(), 10)
        await asyncio.sleep(0.2)
    assert done == ["committed"]


async def test_a_failed_job_is_tried_again(queue: Database) -> None:
    attempts = 0
    succeeded = asyncio.Event()

    async def handler(_payload: Mapping[str, Any]) -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 2:
            raise ValueError("not yet")
        succeeded.set()

    async with running(queue, {"stubborn": handler}):
        async with queue.transaction() as session:
            await jobs.enqueue(session, "stubborn", {})
        await asyncio.wait_for(succeeded.wait(), 20)
    assert attempts == 2


async def test_a_job_whose_worker_died_is_taken_again(queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a kill -9: the row says that somebody runs it, and nobody's heart beats."""
    async with queue.transaction() as session:
        await jobs.enqueue(session, "orphan", {})
        await session.execute(
            text(
                "UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(),"
                " heartbeat = now() - interval '1 hour'"
            )
        )
    done = asyncio.Event()

    async def handler(_payload: Mapping[str, Any]) -> None:
        done.set()

    async with running(queue, {"orphan": handler}):
        await asyncio.wait_for(done.wait(), 20)


async def test_a_periodic_job_runs_by_its_schedule(queue: Database) -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    async with running(queue, {}, periodic={"tick": Periodic("* * * * * *", tick)}):
        await asyncio.wait_for(ticked.wait(), 10)
