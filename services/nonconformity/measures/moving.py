"""Measures go along when their record is merged into another one: nothing that is owed is lost or ends unseen."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import service as records
from services.nonconformity.attachments import service as attachments
from services.nonconformity.domain import Caller
from services.nonconformity.domain import measure_acts as acts
from services.nonconformity.domain.measures import LIVE
from services.nonconformity.events import measures as events
from services.nonconformity.measures import repository
from services.nonconformity.repository import Found
from shared import outbox


async def move(session: AsyncSession, *, caller: Caller, merged: Found, into: Found) -> None:
    """Give the measures that go along to the other record, with their files, under its next numbers.

    The caller holds both records' locks. What was done with is left where it is; all of it, when nothing is owed in
    the other record any more.
    """
    if into.record.state not in LIVE:
        return
    carried = {line.position for line in merged.record.carried_measures}
    rows = [row for row in await repository.of_record(session, merged.record.id) if row.position in carried]
    position = await repository.next_position(session, into.record.id)
    for place, row in enumerate(rows, position):
        now = records.now_of(into)
        change = acts.move(repository.measure_of(row), caller, now, into=into.record, position=place)
        await repository.save(session, change)
        await outbox.add(session, events.of_move(change, merged.record, into.record))
    await attachments.follow(session, owner_ids=[row.id for row in rows], record_id=into.record.id)
