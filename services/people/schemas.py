"""Wire shapes that several nouns share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

#: What the caller may do with a record now; a client shows these and no others.
Action = Literal[
    "edit", "join", "leave", "grant", "create_account", "withdraw", "set_password", "disable", "enable", "unlock",
    "apply", "undo", "cancel", "end", "make_link", "revoke", "reset_second_factor",
    "enrol", "renew_recovery_codes", "close", "reopen",
]  # fmt: skip


class Input(BaseModel):
    """A request's body: an unknown field is refused, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class HistoryItem(BaseModel):
    """One change. `changed` is {field: [old, new]}; private fields are there only for those who may read them."""

    version: int
    at: datetime
    actor_id: UUID | None
    act: str
    changed: Mapping[str, list[Any]]
    import_id: UUID | None


class History(BaseModel):
    items: list[HistoryItem]
