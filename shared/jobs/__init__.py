"""Durable jobs: enqueued in the caller's transaction, run by the worker, redone after a kill -9.

A job runs at least once, so a handler must be idempotent by its business key. Business timers live in a table of the
service (`due_at`, state); the job re-checks it, so a re-plan is an UPDATE and a stale job does nothing.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pgqueuer.queries import Queries
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def enqueue(
    session: AsyncSession, name: str, payload: Mapping[str, Any], *, after: timedelta | None = None
) -> None:
    """Put a job into the caller's transaction: it exists if, and only if, the transaction commits.

    `payload` is small JSON: ids, not personal data. `after`: the shortest time to wait before it runs.
    """
    connection = await session.connection()
    # SQLAlchemy begins the transaction with its first statement; on a raw connection ours would be committed alone.
    await connection.execute(text("SELECT 1"))
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await Queries.from_asyncpg_connection(raw).enqueue(name, json.dumps(payload).encode(), execute_after=after)
