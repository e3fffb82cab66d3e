"""Reading branches, units and sites. They are no secret: whoever is signed in sees them all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.domain.structure import name_key
from services.people.models import Branch, Site, Unit
from services.people.structure.schemas import BranchQuery, SiteQuery, UnitQuery
from shared.db.russian import folded
from shared.web.listing import Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]
"""Rows of a page, its next cursor, the total when asked."""

BRANCH = (Branch.id, Branch.version, Branch.name, Branch.city, Branch.time_zone, Branch.working_calendar)
UNIT = (Unit.id, Unit.version, Unit.branch_id, Unit.name)
SITE = (Site.id, Site.version, Site.name, Site.aliases, Site.city, Site.country, Site.branch_id)

_SORTINGS = {
    kind: Sorting(
        {"name": kind.sort_key.expression, "created_at": kind.created_at.expression}, kind.id.expression, "name"
    )
    for kind in (Branch, Unit, Site)
}


async def branch(session: AsyncSession, branch_id: UUID) -> AnyRow | None:
    statement = select(*BRANCH).where(Branch.id == branch_id, Branch.removed_at.is_(None))
    return (await session.execute(statement)).one_or_none()


async def unit(session: AsyncSession, unit_id: UUID) -> AnyRow | None:
    statement = select(*UNIT).where(Unit.id == unit_id, Unit.removed_at.is_(None))
    return (await session.execute(statement)).one_or_none()


async def site(session: AsyncSession, site_id: UUID) -> AnyRow | None:
    statement = select(*SITE).where(Site.id == site_id, Site.removed_at.is_(None))
    return (await session.execute(statement)).one_or_none()


async def branches(session: AsyncSession, query: BranchQuery) -> Found:
    statement = select(*BRANCH).where(Branch.removed_at.is_(None))
    if query.city is not None:
        statement = statement.where(Branch.city == query.city)
    if query.q:
        statement = statement.where(_contains(Branch.name_key.expression, query.q))
    return await paginate(session, statement, query=query, sorting=_SORTINGS[Branch])


async def units(session: AsyncSession, query: UnitQuery) -> Found:
    statement = select(*UNIT).where(Unit.removed_at.is_(None))
    if query.branch_id is not None:
        statement = statement.where(Unit.branch_id == query.branch_id)
    if query.q:
        statement = statement.where(_contains(Unit.name_key.expression, query.q))
    return await paginate(session, statement, query=query, sorting=_SORTINGS[Unit])


async def sites(session: AsyncSession, query: SiteQuery) -> Found:
    statement = select(*SITE).where(Site.removed_at.is_(None))
    if query.branch_id is not None:
        statement = statement.where(Site.branch_id == query.branch_id)
    if query.country is not None:
        statement = statement.where(Site.country == query.country)
    if query.q:
        aliases = folded(func.array_to_string(Site.aliases, " "))
        statement = statement.where(_contains(Site.name_key.expression, query.q) | _contains(aliases, query.q))
    return await paginate(session, statement, query=query, sorting=_SORTINGS[Site])


def _contains(column: ColumnElement[str], q: str) -> ColumnElement[bool]:
    return column.contains(name_key(q), autoescape=True)
