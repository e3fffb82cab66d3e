"""Events of membership cards."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class CardData(EventData):
    id: UUID
    person_id: UUID
    number: int  #: printed on the card
    reason: str | None  #: of a withdrawal: replaced | lost | withdrawn | erased


class CardIssued(CardData):
    event_type: ClassVar[str] = "people.card.issued.v1"


class CardWithdrawn(CardData):
    event_type: ClassVar[str] = "people.card.withdrawn.v1"
