"""Events of the register of consents."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class ConsentData(EventData):
    """One statement of a person; the latest of a kind is what holds."""

    id: UUID
    person_id: UUID
    kind: str  #: personal_data | photos | news | calls | third_parties
    given: bool
    text_version: str | None  #: which wording was agreed to
    channel: str  #: paper | bot | web | phone | email
    stated_at: datetime  #: when the person said so


class ConsentGiven(ConsentData):
    event_type: ClassVar[str] = "people.consent.given.v1"


class ConsentWithdrawn(ConsentData):
    event_type: ClassVar[str] = "people.consent.withdrawn.v1"
