"""SQL of merging."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain.observers import Cause
from services.nonconformity.models import nonconformities, observer_moves

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
