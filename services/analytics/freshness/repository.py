"""Reading and noting how far the figures have come."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.models import Freshness, JournalRecord, Projection, StoredEvent
from shared.auth.principal import Scope
from shared.db.scope import in_scope


async def last_moments(session: AsyncSession) -> tuple[datetime | None, datetime | None]:
    """(the newest event's time, the last moment at which nothing was waiting)."""
    newest = select(func.max(StoredEvent.time)).scalar_subquery()
    row = (await session.execute(select(newest, Freshness.caught_up_at))).one()
    return row[0], row[1]


async def count_records(session: AsyncSession, *, scope: Scope) -> int:
    current = select(Projection.generation).scalar_subquery()
    statement = select(func.count()).where(
        JournalRecord.generation == current,
        JournalRecord.withdrawn.is_(False),
        in_scope(JournalRecord.branch_id, scope),
    )
    return (await session.execute(statement)).scalar_one()


async def note_caught_up(session: AsyncSession, *, at: datetime) -> None:
    await session.execute(update(Freshness).values(caught_up_at=at))
