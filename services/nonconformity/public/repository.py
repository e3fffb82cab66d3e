"""SQL of the public form. Nothing here commits."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import branches, categories, report_codes, sites
from shared.db.russian import folded


async def form_branches(session: AsyncSession) -> Sequence[Row[Any]]:
    """Those that take new records."""
    statement: Select[Any] = select(branches.c.id, branches.c.name).where(~branches.c.closed)
    rows: Sequence[Row[Any]] = (await session.execute(statement.order_by(folded(branches.c.name)))).all()
    return rows


async def form_sites(session: AsyncSession) -> Sequence[Row[Any]]:
    """Those that take new records; a branch that takes none any more is not named as the one at home there."""
    home = case((branches.c.closed, None), else_=sites.c.branch_id).label("branch_id")
    statement: Select[Any] = select(sites.c.id, sites.c.name, home).where(~sites.c.closed)
    statement = statement.outerjoin(branches, branches.c.id == sites.c.branch_id).order_by(folded(sites.c.name))
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def form_categories(session: AsyncSession) -> Sequence[Row[Any]]:
    chosen: Select[Any] = select(categories.c.id, categories.c.name).where(categories.c.active)
    statement = chosen.order_by(categories.c.sort_key)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def site(session: AsyncSession, site_id: UUID) -> Row[Any] | None:
    """`branch_id` of the branch at home on the site, when there is one; None: there is no such site."""
    statement: Select[Any] = select(sites.c.id, sites.c.branch_id).where(sites.c.id == site_id)
    found: Row[Any] | None = (await session.execute(statement)).one_or_none()
    return found


async def keep_code(session: AsyncSession, *, record_id: UUID, digest: bytes) -> None:
    """The record itself may come later in the transaction."""
    await session.execute(insert(report_codes).values(nonconformity_id=record_id, digest=digest))
