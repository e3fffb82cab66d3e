"""Forgets what the mechanism no longer needs: published events, old inbox rows, stored answers, settled letters."""

import asyncio
from collections.abc import Mapping

from sqlalchemy import text

from shared import telemetry
from shared.db.database import Database
from shared.logging import get_logger
from shared.waiting import pause

log = get_logger(__name__)

_EVERY_SECONDS = 3600.0
_BATCH = 10_000  #: rows a statement, so that no clean-up holds its locks for long

#: {table: the condition under which a row is forgotten}. An inbox row outlives any redelivery by months.
_FORGET: Mapping[str, str] = {
    "outbox": "published_at < now() - interval '7 days'",
    "inbox": "consumed_at < now() - interval '90 days'",
    "idempotency_keys": "created_at < now() - interval '7 days'",
    "dead_letters": "state IN ('replayed', 'discarded') AND last_failed_at < now() - interval '90 days'",
}


class Housekeeping:
    """A part of every worker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with telemetry.thread(telemetry.accept_correlation_id(None), None, "housekeeping"):
                for table, condition in _FORGET.items():
                    await self._forget(stop, table, condition)
            await pause(stop, _EVERY_SECONDS)

    async def _forget(self, stop: asyncio.Event, table: str, condition: str) -> None:
        # Both names come from the table above.
        statement = text(
            f"DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} WHERE {condition} LIMIT {_BATCH})"  # noqa: S608
        )
        while not stop.is_set():
            async with self._database.transaction() as session:
                forgotten = (await session.execute(statement)).rowcount  # type: ignore[attr-defined]
            if forgotten:
                log.info("forgotten", table=table, rows=forgotten)
            if forgotten < _BATCH:
                return
