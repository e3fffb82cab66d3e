"""Wire shapes of signing in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, SecretStr

from services.people.accounts.schemas import Password
from services.people.schemas import Input
from services.people.second_factor.schemas import Code
from services.people.structure.schemas import BranchCard


class Token(BaseModel):
    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  the name of a scheme
    expires_in: int = Field(description="Seconds.")


class SignIn(Input):
    login: str = Field(max_length=200)
    password: Password
    otp: Code | None = Field(default=None, description="When a second factor guards the account.")


class Secret(Input):
    secret: SecretStr = Field(max_length=200)


class SessionToken(BaseModel):
    session_id: UUID
    person_id: UUID
    access_token: str
    expires_in: int = Field(description="Seconds.")


class NewSession(SessionToken):
    secret: str
    expires_at: datetime


class OwnRole(BaseModel):
    code: str
    name: str
    branch_id: UUID | None = Field(description="None: in every branch.")
    valid_to: date | None = Field(description="The last day; none: until it is withdrawn.")


class OwnSecondFactor(BaseModel):
    enabled: bool
    demanded: bool = Field(description="One of my roles demands it: while it is missing, nothing else is open to me.")


class OwnPerson(BaseModel):
    id: UUID
    last_name: str
    first_name: str
    middle_name: str | None
    branch_id: UUID | None
    position: str | None


class Me(BaseModel):
    """Who is asking. `permissions`: {permission: "*" or the ids of the branches in which it is held}."""

    id: UUID
    kind: str
    name: str
    person: OwnPerson | None
    roles: list[OwnRole]
    permissions: Mapping[str, Literal["*"] | list[UUID]]
    branches: list[BranchCard]
    second_factor: OwnSecondFactor
