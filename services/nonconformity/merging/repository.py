"""SQL of merging."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Act, parse_number
from services.nonconformity.domain.observers import Cause
from services.nonconformity.models import history, nonconformities, observer_moves

_n = nonconformities.c


async def one_at_a_time(session: AsyncSession) -> None:
    """Let no other merge begin before this transaction ends.

    Which records have to be locked is known only after a look at what was merged before; if that could change
    meanwhile, the missing ones would be locked out of order, and two merges could wait for each other for ever.
    """
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("profkom.nonconformity.merge"))))


async def duplicates(session: AsyncSession, record_id: UUID) -> Sequence[UUID]:
    """The records that were merged into this one."""
    return (await session.scalars(select(_n.id).where(_n.duplicate_of_id == record_id))).all()


async def separated(session: AsyncSession, record_id: UUID) -> Sequence[Row[Any]]:
    """(id, year, serial, at, actor_id) of each time that a record stopped being a duplicate of this one."""
    ever = await _ever_absorbed(session, record_id)
    if not ever:
        return []
    was = history.c.changed["duplicate_of_id"]
    statement: Select[Any] = (
        select(_n.id, _n.year, _n.serial, history.c.at, history.c.actor_id)
        .join(history, history.c.nonconformity_id == _n.id)
        .where(_n.id.in_(ever), was[0].astext == str(record_id), was[1].astext.is_(None))
        .order_by(history.c.at)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def _ever_absorbed(session: AsyncSession, record_id: UUID) -> set[UUID]:
    """All records that were merged into this one at any time, and those that came along with them."""
    ever: set[UUID] = set()
    latest = {record_id}
    while latest:
        said = select(history.c.reason).where(history.c.nonconformity_id.in_(latest), history.c.act == Act.ABSORB)
        numbers = {number for text in await session.scalars(said) if (number := parse_number(text or ""))}
        if not numbers:
            break
        absorbed = select(_n.id).where(tuple_(_n.year, _n.serial).in_(numbers))
        latest = set((await session.scalars(absorbed)).all()) - ever - {record_id}
        ever |= latest
    return ever


async def who_left(session: AsyncSession, record_id: UUID) -> Sequence[UUID]:
    """Those who observed the record and chose not to any more: a merge does not bring them back."""
    moves = observer_moves.c
    latest = (
        select(moves.person_id, moves.cause)
        .ext(distinct_on(moves.person_id))
        .where(moves.nonconformity_id == record_id)
        .order_by(moves.person_id, moves.at.desc(), moves.id.desc())
        .subquery()
    )
    return (await session.scalars(select(latest.c.person_id).where(latest.c.cause == Cause.LEAVE))).all()
