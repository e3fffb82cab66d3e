"""How acts of all kinds make people observe a record. The caller holds the record's lock.

What changes the record itself joins its actor within the change (`joined`); what happens beside it, a comment, a file,
a measure, joins by `involve`. Neither raises the version for it: an edit that somebody is writing stays good.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Change, Record
from services.nonconformity.domain.observers import Cause, newcomers, observed_by
from services.nonconformity.events import observers as events
from services.nonconformity.observers import repository
from shared import clock, outbox


async def joined(session: AsyncSession, change: Change) -> Change:
    """The change, with who made it among the observers of the record after it."""
    new = await _new(session, change.after, [change.actor_id], Cause.ACT)
    return replace(change, after=observed_by(change.after, new)) if new else change


async def involve(
    session: AsyncSession, *, record: Record, person_ids: Iterable[UUID | None], cause: Cause, actor_id: UUID | None
) -> Record:
    """Let these persons observe the record, unless they take part in it already; the record with them.

    Somebody who left is brought back only by a cause that is not their own doing in passing (`Cause`). Unknown persons
    and programs are passed over, and so is None, the anonymous author.
    """
    new = await _new(session, record, person_ids, cause)
    if not new:
        return record
    at, after = clock.now(), observed_by(record, new)
    await repository.add(session, record.id, new)
    await repository.note(session, record.id, new, cause=cause, at=at, actor_id=actor_id)
    await outbox.add(session, events.changed(record, after, cause=cause, actor_id=actor_id, at=at))
    return after


async def _new(
    session: AsyncSession, record: Record, person_ids: Iterable[UUID | None], cause: Cause
) -> tuple[UUID, ...]:
    wanted = newcomers(record, (one for one in person_ids if one is not None), cause=cause, left=frozenset())
    if not wanted:
        return ()
    known = await repository.known(session, record.id, wanted)
    left = frozenset(person for person, has_left in known.items() if has_left)
    return newcomers(record, (person for person in wanted if person in known), cause=cause, left=left)
