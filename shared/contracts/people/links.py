"""Events of one-time sign-in links. The secret is in none of them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class SignInLinkData(EventData):
    id: UUID
    account_id: UUID
    person_id: UUID
    kind: str  #: "invitation" to an account without a password, or "recovery" of a forgotten one
    made_by: UUID | None  #: None: the operator, at the server
    expires_at: datetime


class SignInLinkMade(SignInLinkData):
    event_type: ClassVar[str] = "people.sign_in_link.made.v1"


class SignInLinkUsed(SignInLinkData):
    event_type: ClassVar[str] = "people.sign_in_link.used.v1"


class SignInLinkRevoked(SignInLinkData):
    """By hand, by a newer link, or by a password that was set meanwhile."""

    event_type: ClassVar[str] = "people.sign_in_link.revoked.v1"
