"""One order for many records, and what became of each."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.nonconformity.schemas import MOST_PARTICIPANTS
from shared.i18n import Text
from shared.web.problems import Problem
from shared.web.text import Paragraphs
from shared.web.validation import Refused

MOST_RECORDS = 200
_Ids = Annotated[list[UUID], Field(max_length=MOST_PARTICIPANTS)]
_TWICE = Text(
    ru="Одна запись указана дважды. Уберите повтор.",
    en="A record is named twice. Remove one of the two.",
)


class Item(BaseModel):
    """`version`: the one that was read; a record that was changed since is left as it is."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    version: int | None = Field(default=None, ge=1, le=2**31 - 1)


class _Bulk(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: list[Item] = Field(min_length=1, max_length=MOST_RECORDS)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({item.id for item in self.items}) < len(self.items):
            raise Refused(_TWICE, field="items")
        return self


class BulkAssign(_Bulk):
    """As the order for one record, but people who are left out stay as each record has them."""

    responsible_id: UUID
    co_executor_ids: _Ids | None = Field(default=None, description="Left out: each record keeps its own.")
    observer_ids: _Ids | None = Field(default=None, description="Left out: each record keeps its own.")
    due_on: date | None = Field(default=None, description="Needed by a record that has none yet.")
    reason: Paragraphs | None = Field(default=None, description="Needed by a record whose due date moves.")


class BulkDueDate(_Bulk):
    due_on: date
    reason: Paragraphs


class Outcome(BaseModel):
    """What became of one record. A record that the caller may not see is told as one that there is not."""

    id: UUID
    number: str | None = Field(description="Null when there is no such record for the caller.")
    ok: bool
    version: int | None = Field(description="The record's version now; null when there is no such record.")
    problem: Problem | None = Field(description="Why it was left as it was; what a single call would have answered.")


class Outcomes(BaseModel):
    """In the order of the request. What succeeded is kept, whatever became of the others."""

    items: Sequence[Outcome]
    done: int
    left: int


def problem(document: dict[str, Any]) -> Problem:
    return Problem.model_validate(document)
