"""Whether news is on its way here: what others have just committed takes a moment, and much of it some seconds."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.tables import inbox

QUIET = timedelta(seconds=5)
"""A crowded machine may pause for so long between two batches of one stream."""

_FIRST_SECONDS = 1.0


async def are_arriving(session: AsyncSession) -> bool:
    """Whether events came shortly before this transaction began, or since; waits a second for the first of them.

    What the transaction has read of a projection may then be half the truth.
    """
    if await _came(session):
        return True
    await asyncio.sleep(_FIRST_SECONDS)
    return await _came(session)


async def _came(session: AsyncSession) -> bool:
    latest = select(func.max(inbox.c.consumed_at)).scalar_subquery()
    return bool(await session.scalar(select(latest > func.now() - QUIET)))
