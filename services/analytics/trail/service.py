"""«What happened to this record?»"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import policies
from services.analytics.trail import repository
from services.analytics.trail.schemas import TrailEvent, TrailQuery
from shared.auth.principal import Principal
from shared.web.listing import ListQuery, Page


async def trail(*, session: AsyncSession, principal: Principal, query: TrailQuery) -> Page[TrailEvent]:
    """The events of one subject that the principal may follow, oldest first unless asked otherwise."""
    rows, next_cursor, total = await repository.events_of(
        session,
        subject=query.subject,
        scope=policies.traceable(principal),
        page=ListQuery(limit=query.limit, cursor=query.cursor, sort=query.sort, total=query.total),
    )
    items = [TrailEvent.model_validate({**row._mapping, "changed": row.changed or {}}) for row in rows]
    return Page(items=items, next_cursor=next_cursor, total=total)
