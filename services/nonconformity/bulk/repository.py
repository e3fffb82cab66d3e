"""SQL of acts on many records."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.journal.repository import visible_to
from services.nonconformity.models import nonconformities
from shared.auth.principal import Principal

_n = nonconformities.c


async def lock_visible(session: AsyncSession, principal: Principal, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Lock those of the records that the caller may see, in the order that all locks are taken in.

    The others stay free: nobody holds up the records of a branch that is not theirs.
    """
    statement = select(_n.id).where(_n.id.in_(sorted(ids)), visible_to(principal)).order_by(_n.id).with_for_update()
    return (await session.scalars(statement)).all()
