"""Wire shapes of severities."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.nonconformity.domain import Severity
from services.nonconformity.schemas import Ref
from shared.web.text import Line, Paragraphs
from shared.web.validation import require_filled

_MAY_BE_EMPTY = frozenset({"description", "due_days"})
MOST_TERMS = 500
Days = Annotated[int, Field(ge=0, le=3653)]


class Term(BaseModel):
    model_config = ConfigDict(extra="forbid")

    category_id: UUID
    due_days: Days


class SeverityEdit(BaseModel):
    """New values of the fields that are present. The code and the order of severities are fixed."""

    model_config = ConfigDict(extra="forbid")

    name_ru: Line | None = None
    name_en: Line | None = None
    description: Paragraphs | None = Field(default=None, description="When a finding is of this severity.")
    due_days: Days | None = Field(
        default=None, description="Calendar days from the registration. Null: whoever assigns has to name the date."
    )
    category_terms: Annotated[list[Term], Field(max_length=MOST_TERMS)] | None = Field(
        default=None, description="All categories that have a term of their own at this severity."
    )
    active: bool | None = Field(default=None, description="Whether new findings may be of it; records keep theirs.")

    @model_validator(mode="after")
    def _nothing_else_is_emptied(self) -> Self:
        require_filled(self, but=_MAY_BE_EMPTY)
        return self


class CategoryTermView(BaseModel):
    category: Ref
    due_days: int


class SeverityView(BaseModel):
    """`name` is in the caller's language."""

    code: Severity
    version: int
    name: str
    name_ru: str
    name_en: str
    description: str | None
    due_days: int | None
    category_terms: Sequence[CategoryTermView]
    active: bool
    allowed_actions: Sequence[Literal["edit"]]


class Severities(BaseModel):
    """From the mildest to the gravest; there are always four."""

    items: Sequence[SeverityView]
