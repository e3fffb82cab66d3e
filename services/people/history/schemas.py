"""Wire shapes of a person's history."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

from services.people.schemas import HistoryItem


class FieldChange(BaseModel):
    """One field of a change. `old` and `new` are for people: names in place of ids, dates as they are written."""

    field: str
    label: str
    old: str | None
    new: str | None


class PersonHistoryItem(HistoryItem):
    """One change of a card: who, when, what was and what became."""

    actor_name: str | None = Field(description="Null: the platform itself, or an integration.")
    changed: Mapping[str, list[Any]] = Field(description="{field: [old, new]} as the card holds it.")
    changes: list[FieldChange]
    sentences: list[str] = Field(description="The change in the caller's language.")


class PersonHistory(BaseModel):
    """The newest first, at most 500."""

    items: list[PersonHistoryItem]
