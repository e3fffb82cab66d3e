"""Reading branches, units and sites. They are no secret: whoever is signed in sees them all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.domain.structure import name_key
from services.people.models import Branch, Person, Site, Unit
from services.people.structure.schemas import BranchQuery, PlaceQuery, SiteQuery, UnitQuery
from shared.db.russian import folded
from shared.web.listing import Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]
"""Rows of a page, its next cursor, the total when asked."""

_B, _S = Branch, Site
BRANCH = (_B.id, _B.version, _B.name, _B.city, _B.time_zone, _B.working_calendar, _B.closed_at)
UNIT = (Unit.id, Unit.version, Unit.branch_id, Unit.name, Unit.closed_at)
SITE = (_S.id, _S.version, _S.name, _S.aliases, _S.city, _S.country, _S.branch_id, _S.closed_at)

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
    statement = select(*BRANCH).where(Branch.removed_at.is_(None), *_in_state(Branch, query))
    if query.city is not None:
        statement = statement.where(Branch.city == query.city)
    if query.q:
        statement = statement.where(_contains(Branch.name_key.expression, query.q))
    return await paginate(session, statement, query=query, sorting=_SORTINGS[Branch])


async def units(session: AsyncSession, query: UnitQuery) -> Found:
    statement = select(*UNIT).where(Unit.removed_at.is_(None), *_in_state(Unit, query))
    if query.branch_id is not None:
        statement = statement.where(Unit.branch_id == query.branch_id)
    if query.q:
        statement = statement.where(_contains(Unit.name_key.expression, query.q))
    return await paginate(session, statement, query=query, sorting=_SORTINGS[Unit])


async def sites(session: AsyncSession, query: SiteQuery) -> Found:
    statement = select(*SITE).where(Site.removed_at.is_(None), *_in_state(Site, query))
    if query.branch_id is not None:
        statement = statement.where(Site.branch_id == query.branch_id)
    if query.country is not None:
        statement = statement.where(Site.country == query.country)
    if query.q:
        aliases = folded(func.array_to_string(Site.aliases, " "))
        statement = statement.where(_contains(Site.name_key.expression, query.q) | _contains(aliases, query.q))
    return await paginate(session, statement, query=query, sorting=_SORTINGS[Site])


async def held(session: AsyncSession, place: Branch | Unit | Site) -> dict[str, int]:
    """What must leave a place before it is closed, counted: members, people on assignment, open units and sites.

    Former members stay where they were: they are the place's history.
    """
    living = Person.removed_at.is_(None)
    ways: dict[str, ColumnElement[bool]] = {}
    if isinstance(place, Branch):
        ways["members"] = Person.branch_id == place.id
        ways["units"], ways["sites"] = Unit.branch_id == place.id, Site.branch_id == place.id
    elif isinstance(place, Unit):
        ways["members"] = Person.unit_id == place.id
    else:
        ways["people"] = Person.assignment_site_id == place.id
    of = {
        "members": living & Person.is_member,
        "people": living,
        "units": Unit.removed_at.is_(None) & Unit.closed_at.is_(None),
        "sites": Site.removed_at.is_(None) & Site.closed_at.is_(None),
    }
    counts = {what: await session.scalar(select(func.count()).where(way, of[what])) for what, way in ways.items()}
    return {what: count for what, count in counts.items() if count}


def _in_state(kind: type[Branch] | type[Unit] | type[Site], query: PlaceQuery) -> list[ColumnElement[bool]]:
    if query.state == "all":
        return []
    return [kind.closed_at.is_(None) if query.state == "open" else kind.closed_at.is_not(None)]


def _contains(column: ColumnElement[str], q: str) -> ColumnElement[bool]:
    return column.contains(name_key(q), autoescape=True)
