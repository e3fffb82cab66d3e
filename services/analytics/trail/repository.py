"""Reading the store of events."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, Text, and_, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.models import Name, Projection, StoredEvent
from shared.auth.principal import Scope
from shared.web.listing import ListQuery, Sorting, paginate

_EVENTS: Final = StoredEvent.__table__
_SORTING: Final = Sorting(columns={"time": _EVENTS.c.time}, id=_EVENTS.c.id, default="time")


async def events_of(
    session: AsyncSession, *, subject: str, scope: Scope, page: ListQuery
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    """One page of what happened to the subject. An event of no branch is for holders everywhere only."""
    current = select(Projection.generation).scalar_subquery()
    is_actor = and_(Name.generation == current, Name.kind == "person", cast(Name.id, Text) == StoredEvent.actor)
    data = StoredEvent.data
    statement = (
        select(
            StoredEvent.id,
            StoredEvent.type,
            StoredEvent.time,
            StoredEvent.recorded_at,
            StoredEvent.actor,
            Name.name.label("actor_name"),
            StoredEvent.branch,
            StoredEvent.correlation_id,
            data["version"].as_integer().label("version"),
            data["changed"].label("changed"),
            data["reason"].as_string().label("reason"),
        )
        .select_from(StoredEvent)
        .outerjoin(Name, is_actor)
        .where(StoredEvent.subject == subject)
    )
    if scope.branches is not None:
        statement = statement.where(StoredEvent.branch.in_([str(branch) for branch in scope.branches]))
    return await paginate(session, statement, query=page, sorting=_SORTING)
