"""SQL of what the selection of a register is called."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import branches, categories, persons, sites


async def names(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """What branches, sites, categories and persons of these ids are called."""
    if not ids:
        return {}
    sources = ((table, table.c.name) for table in (branches, sites, categories))
    named = [*sources, (persons, persons.c.full_name)]
    statement = union_all(*(select(table.c.id, name).where(table.c.id.in_(ids)) for table, name in named))
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}
