"""The worker and the API as the platform starts them."""

import asyncio

import httpx
import pytest

from services.analytics.settings import AnalyticsSettings
from services.analytics.worker import create_worker
from shared.db.database import Database
from tests.services.analytics import facts
from tests.services.analytics.asking import filed, until
from tests.services.analytics.conftest import Ask, Record

pytestmark = pytest.mark.anyio


async def test_a_worker_counts_events_and_rebuilds_on_request(
    database: Database, settings: AnalyticsSettings, publish: Record, ask: Ask
) -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(create_worker(settings).run(stop))
    try:
        await publish(facts.history(facts.NOON))
        await until(lambda: has_filed(database, 1))
        await ask("/rebuild", method="POST")
        await until(lambda: is_rebuilt(ask))
    finally:
        stop.set()
        await asyncio.wait_for(working, timeout=10)
    assert (await ask("/journal")).json()["total"]["closed"] == 1


async def has_filed(database: Database, count: int) -> bool:
    return await filed(database) == count


async def is_rebuilt(ask: Ask) -> bool:
    answer: httpx.Response = await ask("/rebuild")
    return bool(answer.json()["state"] == "finished")
