"""To observe a record, and to leave it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import repository as stored
from services.nonconformity import service as records
from services.nonconformity.domain import Record
from services.nonconformity.domain.observers import Cause, left_by
from services.nonconformity.errors import PersonsOnly
from services.nonconformity.errors import observers as errors
from services.nonconformity.events import observers as events
from services.nonconformity.observers import repository
from services.nonconformity.observers.joining import involve
from services.nonconformity.schemas import Card
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.i18n import Text


async def observe(session: AsyncSession, *, principal: Principal, record_id: UUID) -> Card:
    """Follow a record that the caller sees. Who takes part in it already changes nothing."""
    if principal.kind != "person":
        raise PersonsOnly
    await stored.lock(session, [record_id])
    record = (await records.visible(session, principal, record_id)).record
    await involve(session, record=record, person_ids=[principal.id], cause=Cause.OBSERVE, actor_id=principal.id)
    return await records.show(session, principal=principal, record_id=record_id)


async def leave(session: AsyncSession, *, principal: Principal, record_id: UUID) -> None:
    """Hear no more of a record, until mentioned in it or back of one's own accord. Who does not observe it changes
    nothing; raises InvolvedOtherwise for its author, responsible person and co-executors.
    """
    await stored.lock(session, [record_id])
    record = (await records.visible(session, principal, record_id)).record
    if role := _role(record, principal.id):
        raise errors.InvolvedOtherwise(role=role)
    if principal.id not in record.observer_ids:
        return
    at = clock.now()
    await repository.remove(session, record_id, principal.id)
    await repository.note(session, record_id, [principal.id], cause=Cause.LEAVE, at=at, actor_id=principal.id)
    after = left_by(record, principal.id)
    await outbox.add(session, events.changed(record, after, cause=Cause.LEAVE, actor_id=principal.id, at=at))


def _role(record: Record, person_id: UUID) -> Text | None:
    if person_id == record.author_id:
        return errors.AUTHOR
    if person_id == record.responsible_id:
        return errors.RESPONSIBLE
    return errors.CO_EXECUTOR if person_id in record.co_executor_ids else None
