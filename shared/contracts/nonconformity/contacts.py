"""Events of an author's contact: that there is one. The contact itself is personal data and is not told."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class ContactData(EventData):
    nonconformity_id: UUID


class ContactGiven(ContactData):
    """Whoever reported a finding without a name has said who they are, or corrected it."""

    event_type: ClassVar[str] = "nonconformity.contact.given.v1"


class ContactWithdrawn(ContactData):
    event_type: ClassVar[str] = "nonconformity.contact.withdrawn.v1"
