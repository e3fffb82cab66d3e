"""Wire shapes of roles and grants."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.people.domain.grants import GrantState
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
    system: bool = Field(description="Every installation has it; the administrator's cannot be changed.")
    allowed_actions: list[Action]


class PermissionCard(BaseModel):
    """One permission, for the screen on which a role is put together."""

    code: str
    name: str = Field(description="In the caller's language.")
    name_ru: str
    name_en: str
    section: str = Field(description="The heading it stands under, in the caller's language.")
    held_everywhere: bool = Field(description="I may put it into a role.")


class PermissionList(BaseModel):
    items: list[PermissionCard]


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
            raise Refused(LAST_DAY_FIRST, field="valid_to")
        return self


class GrantEdit(Input):
    """Only the fields that are sent change."""

    valid_from: date = Field(default=date.min, description="Of a grant that has not begun yet.")
    valid_to: date | None = Field(default=None, description="The last day; none: until it is withdrawn.")


class GrantCard(BaseModel):
    id: UUID
    version: int
    person_id: UUID
    person_name: str
    role: str
    role_name_ru: str
    role_name_en: str
    branch_id: UUID | None
    branch_name: str | None = Field(description="None: in every branch.")
    state: GrantState
    valid_from: date
    valid_to: date | None
    granted_by: UUID | None = Field(description="None: the platform, at its first start.")
    granted_by_name: str | None
    granted_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: UUID | None
    withdrawn_by_name: str | None
    allowed_actions: list[Action]


class GrantQuery(ListQuery):
    person_id: UUID | None = None
    branch_id: UUID | None = None
    role: RoleCode | None = None
    granted_by: UUID | None = None
    state: GrantState | None = Field(default=None, description="As of today; `withdrawn` needs no `standing=false`.")
    standing: bool = Field(default=True, description="False: also those that were withdrawn.")
