"""Who a nameless author says they are: given and taken back behind the secret code, read by those who may.

A contact is personal data of somebody who need not be a member. It is in no event, no log and no history; that one was
given, is.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import service as records
from services.nonconformity.contacts import repository
from services.nonconformity.contacts.schemas import Contact
from services.nonconformity.domain import Record
from services.nonconformity.events import contacts as events
from shared import clock, outbox
from shared.auth.permissions import NONCONFORMITY_READ_CONTACTS
from shared.auth.principal import Principal
from shared.errors import Forbidden
from shared.logging import get_logger

log = get_logger(__name__)


async def show(session: AsyncSession, *, principal: Principal, record_id: UUID) -> Contact:
    """Raises NotFound for a record out of sight, Forbidden for one whose contacts are not for the caller."""
    record = (await records.visible(session, principal, record_id)).record
    if not principal.may(NONCONFORMITY_READ_CONTACTS, record.branch_id):
        raise Forbidden
    row = await repository.get(session, record_id)
    if row is None:
        return Contact(name=None, contact=None, consented_at=None)
    log.info("contact of an author read", record_id=str(record_id), reader_id=str(principal.id))
    return Contact(name=row.name, contact=row.contact, consented_at=row.consented_at)


async def give(session: AsyncSession, *, record: Record, name: str, contact: str | None) -> None:
    """Keep who the author is, or correct it. They have consented."""
    await repository.keep(session, record.id, name=name, contact=contact, at=clock.now())
    await outbox.add(session, events.given(record))


async def withdraw(session: AsyncSession, *, record: Record) -> None:
    """Erase it; nothing being there is as good."""
    if await repository.erase(session, record.id):
        await outbox.add(session, events.withdrawn(record))
