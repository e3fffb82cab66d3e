"""What is no longer needed is forgotten; what is still needed stays."""

import asyncio

from sqlalchemy import text

from shared.db.database import Database
from shared.housekeeping import Housekeeping


async def test_only_what_nobody_needs_is_forgotten(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO outbox (event_id, topic, body, published_at) VALUES"
                " (gen_random_uuid(), 'old', '', now() - interval '8 days'),"
                " (gen_random_uuid(), 'fresh', '', now()), (gen_random_uuid(), 'waiting', '', NULL)"
            )
        )
        await session.execute(
            text(
                "INSERT INTO dead_letters (event_id, topic, body, attempts, error, state, last_failed_at) VALUES"
                " (gen_random_uuid(), 'settled', '', 5, '', 'replayed', now() - interval '91 days'),"
                " (gen_random_uuid(), 'dead', '', 5, '', 'dead', now() - interval '91 days')"
            )
        )
    stop = asyncio.Event()
    task = asyncio.create_task(Housekeeping(database).run(stop))
    for _ in range(200):
        await asyncio.sleep(0.02)
        if len(await topics(database, "outbox")) == 2 and len(await topics(database, "dead_letters")) == 1:
            break
    stop.set()
    await asyncio.wait_for(task, 5)
    assert await topics(database, "outbox") == ["fresh", "waiting"]
    assert await topics(database, "dead_letters") == ["dead"]


async def topics(database: Database, table: str) -> list[str]:
    async with database.transaction() as session:
        return sorted(await session.scalars(text(f"SELECT topic FROM {table}")))
