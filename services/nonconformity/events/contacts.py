"""That a nameless author said who they are, and took it back. Who they are is in no event."""

from services.nonconformity.domain import Record
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ_CONTACTS
from shared.contracts.envelope import Event
from shared.contracts.nonconformity.contacts import ContactData, ContactGiven, ContactWithdrawn


def given(record: Record) -> Event:
    return _event(ContactGiven, record)


def withdrawn(record: Record) -> Event:
    return _event(ContactWithdrawn, record)


def _event(kind: type[ContactData], record: Record) -> Event:
    return outbox.build(
        kind(nonconformity_id=record.id),
        subject=record.id,
        actor=None,
        branch=record.branch_id,
        read_permission=NONCONFORMITY_READ_CONTACTS,
    )
