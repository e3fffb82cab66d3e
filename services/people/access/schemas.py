"""Wire shapes of roles and grants."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.people.errors import LAST_DAY_FIRST
from services.people.schemas import Action, Input
from shared.web.listing import ListQuery
from shared.web.text import Line
from shared.web.validation import Refused

RoleCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,49}$")]
Permissions = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=200)]


class RoleIn(Input):
    code: RoleCode
    name_ru: Line
    name_en: Line
    permissions: Permissions


class RoleEdit(Input):
    """Only the fields that are sent change."""

    name_ru: Line = Field(default_factory=str)
    name_en: Line = Field(default_factory=str)
    permissions: Permissions = Field(default_factory=list)


class RoleCard(BaseModel):
    id: UUID
    version: int
    code: str
    name_ru: str
    name_en: str
    permissions: list[str]
    allowed_actions: list[Action]


class RoleQuery(ListQuery):
    code: RoleCode | None = None


class GrantIn(Input):
    person_id: UUID
    role: RoleCode
    branch_id: UUID | None = Field(default=None, description="None: in every branch.")
    valid_from: date | None = Field(default=None, description="The first day; today when left out.")
    valid_to: date | None = Field(default=None, description="The last day; none: until it is withdrawn.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise Refused(LAST_DAY_FIRST)
        return self


class GrantEdit(Input):
    valid_to: date | None


class GrantCard(BaseModel):
    id: UUID
    version: int
    person_id: UUID
    role: str
    branch_id: UUID | None
    valid_from: date
    valid_to: date | None
    granted_by: UUID | None
    granted_at: datetime
    withdrawn_at: datetime | None
    allowed_actions: list[Action]


class GrantQuery(ListQuery):
    person_id: UUID | None = None
    branch_id: UUID | None = None
    role: RoleCode | None = None
    standing: bool = Field(default=True, description="False: also those that were withdrawn.")
