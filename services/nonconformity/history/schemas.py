"""What happened to a record, and what became of its due date."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from services.nonconformity.domain import Act
from services.nonconformity.schemas import PersonRef


class HistoryEntry(BaseModel):
    """One change. In `changed`, a person, site, category or record is {id, name} and not the bare id."""

    version: int = Field(description="The version that the change made.")
    act: Act
    at: datetime
    actor: PersonRef | None = Field(description="Null: an author who gave no name.")
    reason: str | None
    changed: Mapping[str, tuple[Any, Any]] = Field(description="{field: [before, after]}")


class History(BaseModel):
    items: Sequence[HistoryEntry]


class DueDateMove(BaseModel):
    """`from` and `to` are dates in the branch's zone."""

    from_: date = Field(serialization_alias="from")
    to: date
    at: datetime
    actor: PersonRef
    reason: str


class DueDates(BaseModel):
    """The date first promised, the present one, and every move between them, oldest first."""

    first_due_on: date | None
    due_on: date | None
    moves: Sequence[DueDateMove]
