"""What time does to compensating measures: they expire while the fix is owed, and that is told once for each date."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import repository as records
from services.nonconformity.events import measures as events
from services.nonconformity.measures import repository
from shared import outbox


async def tell_expired(session: AsyncSession, *, now: datetime, most: int) -> int:
    """Tell of measures that hold no longer, `most` of them; how many there were.

    An extension that comes at the same moment waits for the record's lock, or is waited for and looked at again.
    """
    found = await repository.newly_expired(session, now=now, most=most)
    await records.lock(session, (row.nonconformity_id for row in found))
    still = await repository.newly_expired(session, now=now, most=most, ids=[row.id for row in found])
    known = await records.views(session, sorted({row.nonconformity_id for row in still}))
    measures = [repository.measure_of(row) for row in still]
    await repository.note_expiries(session, measures, now)
    told = [events.of_expiry(one, known[one.nonconformity_id].record) for one in measures]
    await outbox.add(session, *told)
    return len(found)
