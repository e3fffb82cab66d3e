"""Wire shapes of categories."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.web.listing import ListQuery
from shared.web.text import Line
from shared.web.validation import require_filled


class NewCategory(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Line


class CategoryEdit(BaseModel):
    """A category is never deleted, records name it: `active` false takes it out of the choice."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    active: bool | None = None

    @model_validator(mode="after")
    def _nothing_is_emptied(self) -> Self:
        require_filled(self)
        return self


class Category(BaseModel):
    id: UUID
    version: int
    name: str
    active: bool
    allowed_actions: list[str] = Field(description="edit: the caller may rename it and switch it on or off.")


class CategoryQuery(ListQuery):
    active: bool | None = None
