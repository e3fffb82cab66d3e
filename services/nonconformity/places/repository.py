"""SQL of places with a poster. Nothing here commits."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import branches, places, sites
from services.nonconformity.places.schemas import PlaceQuery
from shared.auth.principal import Scope
from shared.db.russian import fold, folded
from shared.db.scope import in_scope
from shared.web.listing import Sorting, paginate

_p = places.c
_SORTING = Sorting(
    columns={"place": folded(_p.place), "site": folded(sites.c.name), "created_at": _p.created_at},
    id=_p.id,
    default="-created_at",
)
_ROWS: Select[Any] = (
    select(*_p, sites.c.name.label("site"), branches.c.name.label("branch"))
    .join(sites, sites.c.id == _p.site_id)
    .join(branches, branches.c.id == _p.branch_id)
)


async def listed(
    session: AsyncSession, query: PlaceQuery, scope: Scope
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    statement = _ROWS.where(in_scope(_p.branch_id, scope))
    for name in ("branch_id", "site_id", "active"):
        wanted = getattr(query, name)
        if wanted is not None:
            statement = statement.where(_p[name] == wanted)
    if query.q:
        found = (folded(column).contains(fold(query.q), autoescape=True) for column in (_p.place, sites.c.name))
        statement = statement.where(or_(*found))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def get(session: AsyncSession, place_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    statement = _ROWS.where(_p.id == place_id)
    if lock:
        statement = statement.with_for_update(of=places)
    row: Row[Any] | None = (await session.execute(statement)).one_or_none()
    return row


async def by_slug(session: AsyncSession, slug: str) -> Row[Any] | None:
    """The place of a poster in use, of an open site and branch; whatever was typed or scanned."""
    if not slug.isalnum():
        return None
    in_use = _ROWS.where(_p.slug == slug, _p.active, ~sites.c.closed, ~branches.c.closed)
    row: Row[Any] | None = (await session.execute(in_use)).one_or_none()
    return row


async def named(session: AsyncSession, *, site_id: UUID, branch_id: UUID) -> tuple[Row[Any] | None, Row[Any] | None]:
    """(site, branch) of these ids with `name` and `closed`; None for what is unknown."""
    of_site: Select[Any] = select(sites.c.name, sites.c.closed).where(sites.c.id == site_id)
    of_branch: Select[Any] = select(branches.c.name, branches.c.closed).where(branches.c.id == branch_id)
    site: Row[Any] | None = (await session.execute(of_site)).one_or_none()
    branch: Row[Any] | None = (await session.execute(of_branch)).one_or_none()
    return site, branch


async def twin(
    session: AsyncSession, *, site_id: UUID, branch_id: UUID, place: str, but: UUID | None = None
) -> str | None:
    """The same place as it is written already; `but`: itself. Who asks of one site waits for the other who does."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"profkom.nonconformity.places {site_id}"))))
    same = func.place_key(_p.place) == func.place_key(place)
    statement = select(_p.place).where(
        _p.site_id == site_id, _p.branch_id == branch_id, same, _p.id.is_distinct_from(but)
    )
    return await session.scalar(statement.limit(1))


async def create(session: AsyncSession, row: Mapping[str, Any]) -> None:
    await session.execute(insert(places).values(row))


async def change(session: AsyncSession, place_id: UUID, values: Mapping[str, Any]) -> None:
    await session.execute(update(places).where(_p.id == place_id).values(values))
