"""SQL of categories. Nothing here commits."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.categories.schemas import CategoryQuery
from services.nonconformity.models import categories
from shared.db.russian import fold, folded
from shared.web.listing import Sorting, paginate

_c = categories.c
_SORTING = Sorting(columns={"name": _c.sort_key}, id=_c.id, default="name")


async def listed(session: AsyncSession, query: CategoryQuery) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    statement = select(_c.id, _c.version, _c.name, _c.active)
    if query.active is not None:
        statement = statement.where(_c.active == query.active)
    if query.q:
        statement = statement.where(folded(_c.name).contains(fold(query.q), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def get(session: AsyncSession, category_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    statement: Select[Any] = select(_c.id, _c.version, _c.name, _c.active).where(_c.id == category_id)
    row: Row[Any] | None = (await session.execute(statement.with_for_update() if lock else statement)).one_or_none()
    return row


async def same_name(session: AsyncSession, name: str) -> UUID | None:
    """The category of this name; case and ё do not matter."""
    return await session.scalar(select(_c.id).where(folded(_c.name) == folded(name)))


async def create(session: AsyncSession, row: Mapping[str, Any]) -> None:
    await session.execute(insert(categories).values(row))


async def change(session: AsyncSession, category_id: UUID, values: Mapping[str, Any]) -> None:
    await session.execute(update(categories).where(_c.id == category_id).values(values))
