"""Wire shapes of segments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from services.people.persons.schemas import PersonCard
from services.people.schemas import Input
from services.people.segments.policies import Visibility
from shared.i18n import Text
from shared.web.listing import ListQuery
from shared.web.text import Line
from shared.web.validation import Refused

_BRANCH = Text(
    ru="Отделение указывают, только если сегмент виден отделению.",
    en="Name a branch if, and only if, the segment is visible to a branch.",
)
_ABOUT = (
    "A comparison {field, op, value} or a group {all: [...]}, {any: [...]}, {none: [...]}; at most 6 levels and 60 "
    "comparisons. Fields, operators and values: GET /api/v1/segments/fields. What is unknown compares as false; "
    "`not_equals`, `not_in`, `has_not` and `none` are exact opposites."
)
_EXAMPLE = {
    "all": [
        {"field": "person.is_member", "op": "equals", "value": True},
        {"any": [{"field": "person.age", "op": "at_most", "value": 35}, {"field": "person.children", "op": "unknown"}]},
    ]
}
Tree = Annotated[dict[str, Any], Field(description=_ABOUT, examples=[_EXAMPLE])]
SegmentAction = Literal["edit", "remove"]


class Preview(Input):
    condition: Tree


class SegmentIn(Input):
    name: Line
    condition: Tree
    visibility: Visibility = "own"
    branch_id: UUID | None = Field(default=None, description="Of visibility `branch`: who sees it.")

    @model_validator(mode="after")
    def _branch_when_shared_there(self) -> "SegmentIn":
        if (self.visibility == "branch") != (self.branch_id is not None):
            raise Refused(_BRANCH, field="branch_id")
        return self


class SegmentEdit(Input):
    """Only what is sent changes. With `visibility` comes its `branch_id`."""

    name: Line = Field(default_factory=str)
    condition: Tree = Field(default_factory=dict)
    visibility: Visibility = "own"
    branch_id: UUID | None = None

    @model_validator(mode="after")
    def _branch_when_shared_there(self) -> "SegmentEdit":
        sent = self.model_fields_set
        if sent & {"visibility", "branch_id"} and (
            "visibility" not in sent or (self.visibility == "branch") != (self.branch_id is not None)
        ):
            raise Refused(_BRANCH, field="branch_id")
        return self


class SegmentCard(BaseModel):
    id: UUID
    version: int
    name: str
    description: str = Field(description="The condition as a sentence in the caller's language.")
    condition: dict[str, Any]
    expression: str = Field(description="The condition in CEL, as robots and the bot evaluate it.")
    is_private: bool = Field(description="It asks private facts: counted only where the caller may read them.")
    visibility: Visibility
    branch_id: UUID | None
    owner_id: UUID
    owner_name: str | None
    created_at: datetime
    updated_at: datetime
    allowed_actions: list[SegmentAction]


class SegmentQuery(ListQuery):
    mine: bool | None = Field(default=None, description="The caller's own, or those of others.")
    branch_id: UUID | None = None


class Count(BaseModel):
    count: int = Field(description="Persons of the segment whom the caller may see.")


class PreviewAnswer(BaseModel):
    """What a condition would give, before it is saved."""

    count: int
    description: str
    expression: str
    is_private: bool
    sample: Sequence[PersonCard] = Field(description="The first ten by name.")


class Reason(BaseModel):
    text: str
    holds: bool


class Match(BaseModel):
    """Whether a person belongs to a segment, and what of each comparison."""

    matches: bool
    reasons: Sequence[Reason]


class PersonInSegmentQuery(ListQuery):
    """Sorted by name. `q` finds in names only."""


class FieldChoice(BaseModel):
    value: str
    label: str


class FieldCard(BaseModel):
    """A field of a builder. `source` names the list that its ids or codes come from: /api/v1/branches and so on."""

    field: str
    label: str
    kind: str
    unit: str | None
    is_private: bool
    operators: Sequence[str]
    choices: Sequence[FieldChoice]
    source: str | None


class Fields(BaseModel):
    items: Sequence[FieldCard]
    operators: dict[str, str] = Field(description="{operator: what it is called}")
