"""Wire shapes of saved views."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.nonconformity.schemas import PersonRef
from shared.web.listing import ListQuery, Page
from shared.web.text import Line

#: Fields of a row of the list.
Column = Literal[
    "external_number", "state", "branch", "site", "place", "category", "severity", "description", "found_at",
    "registered_at", "author", "source", "responsible", "first_due_on", "due_on", "due_date_moves", "overdue",
    "fixed_at", "closed_at", "repeat",
]  # fmt: skip


def _each_once(columns: list[Column]) -> list[Column]:
    return list(dict.fromkeys(columns))


class ViewIn(BaseModel):
    """A view as a whole: what is left out is empty."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, StringConstraints(max_length=60)] = Field(description="Of the owner's views no other's.")
    filters: str = Field(
        default="",
        max_length=10_000,
        description="The list's filters as in its address: `state=registered&overdue=true`. No order, no page.",
        examples=["state=assigned&state=in_progress&overdue=true"],
    )
    sort: str | None = Field(default=None, max_length=60, description="As of the list; null: its usual one.")
    columns: Annotated[list[Column], AfterValidator(_each_once)] | None = Field(
        default=None, max_length=50, description="In their order; null: the usual ones."
    )
    shared: bool = Field(default=False, description="With everybody; for those who assign findings.")


class View(BaseModel):
    id: UUID
    version: int
    name: str
    filters: str = Field(description="In one form and order. `mine` and `waiting` are the reader's.")
    sort: str | None
    columns: list[Column] | None
    shared: bool
    owner: PersonRef
    mine: bool = Field(description="The caller is its owner.")
    created_at: datetime
    updated_at: datetime
    allowed_actions: Sequence[Literal["edit", "remove"]]


class ViewPage(Page[View]):
    """`allowed_actions`: create; share: the caller may make shared ones."""

    allowed_actions: Sequence[Literal["create", "share"]]


class ViewQuery(ListQuery):
    """Sorts: name, updated_at; `q` looks into the names."""

    mine: bool | None = Field(default=None, description="The caller's own, or those that others share.")
