"""Wire shapes of membership cards."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.people.domain.cards import GivenReason, Reason
from services.people.schemas import Input

CardAction = Literal["issue_card", "withdraw_card"]


class HeldCard(BaseModel):
    number: int
    issued_at: datetime
    link: str = Field(description="What the QR code holds. The part behind # never reaches a server's log.")


class FormerCard(BaseModel):
    number: int
    issued_at: datetime
    withdrawn_at: datetime
    reason: Reason


class CardState(BaseModel):
    """The card that a person holds, if any, and those that are worth nothing any more."""

    person_id: UUID
    card: HeldCard | None
    is_valid: bool = Field(description="What a check of the card would answer now.")
    former: list[FormerCard]
    allowed_actions: list[CardAction]


class Withdrawal(Input):
    reason: GivenReason


class CardToCheck(Input):
    token: str = Field(
        max_length=1000, description="The link of the QR code as it was scanned, or what stands behind its #."
    )


class Checked(BaseModel):
    """All that a stranger learns: the name only when the card is good."""

    valid: bool
    name: str | None
