"""SQL of saved views. Nothing here commits."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import persons, views
from services.nonconformity.views.schemas import ViewQuery
from shared.db.russian import fold, folded
from shared.web.listing import Sorting, paginate

_v = views.c
_SORTING = Sorting(columns={"name": _v.sort_key, "updated_at": _v.updated_at}, id=_v.id, default="name")
_ROWS: Select[Any] = select(
    *(column for column in _v if column is not _v.sort_key), persons.c.full_name.label("owner")
).outerjoin(persons, persons.c.id == _v.owner_id)


async def listed(
    session: AsyncSession, query: ViewQuery, caller_id: UUID
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    """The caller's own, and those that others share."""
    own = _v.owner_id == caller_id
    statement = _ROWS.where(or_(own, _v.shared))
    if query.mine is not None:
        statement = statement.where(own if query.mine else ~own)
    if query.q:
        statement = statement.where(folded(_v.name).contains(fold(query.q), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def get(session: AsyncSession, view_id: UUID, caller_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    statement = _ROWS.where(_v.id == view_id, or_(_v.owner_id == caller_id, _v.shared))
    if lock:
        statement = statement.with_for_update(of=views)
    row: Row[Any] | None = (await session.execute(statement)).one_or_none()
    return row


async def owner_name(session: AsyncSession, person_id: UUID) -> str | None:
    return await session.scalar(select(persons.c.full_name).where(persons.c.id == person_id))


async def lock_owner(session: AsyncSession, owner_id: UUID) -> None:
    """Let nobody else add or rename a view of this owner until the transaction ends: they are counted and compared."""
    key = func.hashtextextended(f"profkom.nonconformity.views.{owner_id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def count(session: AsyncSession, owner_id: UUID) -> int:
    return await session.scalar(select(func.count()).where(_v.owner_id == owner_id)) or 0


async def same_name(session: AsyncSession, owner_id: UUID, name: str) -> UUID | None:
    """The owner's view of this name; case and ё do not matter."""
    return await session.scalar(select(_v.id).where(_v.owner_id == owner_id, folded(_v.name) == folded(name)))


async def create(session: AsyncSession, row: Mapping[str, Any]) -> None:
    await session.execute(insert(views).values(row))


async def change(session: AsyncSession, view_id: UUID, values: Mapping[str, Any]) -> None:
    await session.execute(update(views).where(_v.id == view_id).values(values))


async def remove(session: AsyncSession, view_id: UUID) -> None:
    await session.execute(delete(views).where(_v.id == view_id))


async def forget_own(session: AsyncSession, owner_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Remove what these owners kept for themselves alone; what was removed."""
    gone = delete(views).where(_v.owner_id.in_(owner_ids), ~_v.shared).returning(*_v)
    return (await session.execute(gone)).all()
