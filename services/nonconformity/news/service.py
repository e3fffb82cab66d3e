"""What is new for the caller, and how far they have read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import format_number
from services.nonconformity.news import repository
from services.nonconformity.news.schemas import SHOWN, Kind, News, NewsItem, NewsOf, NewsRead
from services.nonconformity.schemas import PersonRef
from shared import clock
from shared.auth.principal import Principal

LOOK_BACK = timedelta(days=30)  #: what is older is no news


async def news(session: AsyncSession, *, principal: Principal) -> News:
    """What others did in the last thirty days that concerns the caller; nothing out of their sight."""
    now = clock.now()
    rows = await repository.newest(session, principal, since=now - LOOK_BACK, now=now)
    return News(unread=sum(row.unread for row in rows), as_of=now, items=[_item(row) for row in rows[:SHOWN]])


async def read(session: AsyncSession, *, principal: Principal, body: NewsRead) -> News:
    """Mark as read what happened until a moment, of one record or of all.

    A moment to come counts as now, and one before all that is news as the first of it.
    """
    now = clock.now()
    until = max(min(body.until, now), now - LOOK_BACK)
    await repository.read(session, principal.id, until=until, record_id=body.nonconformity_id)
    return await news(session, principal=principal)


def _item(row: Row[Any]) -> NewsItem:
    actor: UUID | None = row.actor_id
    return NewsItem(
        kind=Kind(row.kind),
        at=row.at,
        actor=None if actor is None else PersonRef(id=actor, name=row.actor),
        nonconformity=NewsOf(id=row.record_id, number=format_number(row.year, row.serial), description=row.description),
        unread=row.unread,
    )
