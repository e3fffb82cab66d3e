"""What happened to a record, and what became of its due date."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.nonconformity.schemas import PersonRef


class HistoryEntry(BaseModel):
    """One thing that happened. In `changed`, a person, site, category or record is {id, name} and not the bare id."""

    noun: str = Field(description="What it happened to: nonconformity, comment, observer, ... More may come.")
    act: str = Field(description="For a nonconformity, the verb of its path; for the others, add, edit, remove, ...")
    subject_id: UUID | None = Field(description="The comment, the measure, ...; null: the record itself.")
    version: int | None = Field(description="The version that a change of the record itself made.")
    at: datetime
    actor: PersonRef | None = Field(description="Null: an author who gave no name, or nobody: a date has passed.")
    text: str = Field(description="A sentence in the caller's language, with who did it, and without a full stop.")
    reason: str | None
    changed: Mapping[str, tuple[Any, Any]] = Field(description="{field: [before, after]} of the record itself.")


class History(BaseModel):
    """All that happened to a record, oldest first."""

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
