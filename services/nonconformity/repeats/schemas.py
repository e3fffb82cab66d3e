"""What a card shows of repeats."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Row

from services.nonconformity.domain import State, format_number


class RepeatRef(BaseModel):
    id: UUID
    number: str
    state: State
    registered_at: datetime
    closed_at: datetime | None


class Repeats(BaseModel):
    """Findings at the same place and of the same category, within the days that count, as far as the caller sees."""

    earlier: Sequence[RepeatRef] = Field(default=(), description="What this one repeats, the latest first.")
    later: Sequence[RepeatRef] = Field(default=(), description="What repeated it, the first first.")


def repeats_of(earlier: Iterable[Row[Any]], later: Iterable[Row[Any]]) -> Repeats:
    return Repeats(earlier=[_reference(row) for row in earlier], later=[_reference(row) for row in later])


def _reference(row: Row[Any]) -> RepeatRef:
    return RepeatRef(
        id=row.id,
        number=format_number(row.year, row.serial),
        state=State(row.state),
        registered_at=row.registered_at,
        closed_at=row.closed_at,
    )
