"""Looking at what analytics shows, and waiting for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, get_args

from sqlalchemy import func, select, text

from services.analytics.domain import FIGURES, Grouping
from services.analytics.journal import service as journal
from services.analytics.journal.schemas import JournalQuery
from services.analytics.models import JournalRecord, Projection
from shared.db.database import Database
from shared.worker import Part
from tests.support.auth import administrator

GROUPINGS = get_args(Grouping)

__all__ = ["FIGURES", "GROUPINGS", "all_figures", "dump", "filed", "running", "until"]


async def all_figures(database: Database) -> dict[str, Any]:
    """The answer to every grouping, without the moment it was made."""
    shown = {}
    async with database.transaction() as session:
        for group_by in GROUPINGS:
            query = JournalQuery.model_validate({"group_by": group_by})
            answer = await journal.journal_figures(session=session, principal=administrator(), query=query, locale="ru")
            shown[group_by] = answer.model_dump(mode="json", exclude={"as_of"})
    return shown


async def filed(database: Database) -> int:
    """Records that readers see."""
    current = select(Projection.generation).scalar_subquery()
    statement = select(func.count()).where(JournalRecord.generation == current, JournalRecord.withdrawn.is_(False))
    async with database.transaction() as session:
        return (await session.execute(statement)).scalar_one()


async def dump(session: Any) -> dict[str, list[Any]]:
    """Everything that events have left, but for when it was stored."""
    statements = {
        "events": "SELECT to_jsonb(e) - 'recorded_at' AS row FROM events e ORDER BY id",
        "names": "SELECT to_jsonb(n) AS row FROM names n ORDER BY generation, kind, id",
        "records": "SELECT to_jsonb(r) AS row FROM journal_records r ORDER BY generation, id",
    }
    return {name: list(await session.scalars(text(statement))) for name, statement in statements.items()}


@asynccontextmanager
async def running(*parts: Part) -> AsyncIterator[None]:
    """Parts of the worker at work; a failure of one is the test's."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(part.run(stop)) for part in parts]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), timeout=10)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)
