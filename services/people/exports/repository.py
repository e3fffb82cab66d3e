"""What places are called. Nothing here commits."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import Branch, Site, Unit


async def place_names(session: AsyncSession) -> Mapping[UUID, str]:
    """{id: name} of all branches, units and sites."""
    names: dict[UUID, str] = {}
    for kind in (Branch, Unit, Site):
        names |= {row.id: row.name for row in await session.execute(select(kind.id, kind.name))}
    return names
