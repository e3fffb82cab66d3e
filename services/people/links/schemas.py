"""Wire shapes of one-time sign-in links. The secret goes out once, to who made the link, and comes back in a body."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, SecretStr

from services.people.accounts.schemas import Login, Password
from services.people.domain.links import LinkKind, LinkState
from services.people.schemas import Action, Input
from services.people.second_factor.schemas import Code

Secret = Annotated[SecretStr, Field(max_length=200)]


class LinkCard(BaseModel):
    id: UUID
    account_id: UUID
    kind: LinkKind
    state: LinkState
    made_by: UUID | None = Field(description="None: the operator, at the server.")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    allowed_actions: list[Action]


class Links(BaseModel):
    items: list[LinkCard]


class NewLink(LinkCard):
    secret: str = Field(description="Shown here and never again.")
    path: str = Field(description="To be put behind the address of the web client; the secret stands in the fragment.")


class LinkSecret(Input):
    secret: Secret


class LinkHolder(BaseModel):
    """Whom a link lets in, for the page on which they choose a password."""

    name: str
    login: str
    kind: LinkKind
    expires_at: datetime
    second_factor: bool = Field(description="A code will be asked for.")


class LinkUse(Input):
    secret: Secret
    password: Password
    otp: Code | None = Field(default=None, description="When a second factor guards the account.")


class Invitee(Input):
    person_id: UUID
    login: Login | None = Field(default=None, description="Made of the name when left out.")


class Invitations(Input):
    items: list[Invitee] = Field(min_length=1, max_length=100)


class InvitationRefusal(BaseModel):
    code: str
    title: str
    detail: str


class Invited(BaseModel):
    """What became of one invitation: a link, or why there is none."""

    person_id: UUID
    account_id: UUID | None = None
    login: str | None = None
    link: NewLink | None = None
    refusal: InvitationRefusal | None = None


class InvitationResults(BaseModel):
    items: list[Invited]
