"""The wire answers of an import, common to all services."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.importing.report import ImportReport
from shared.web.text import Line

State = Literal[
    "checking", "checked", "applying", "applied", "undoing", "undone", "failed", "cancelled", "expired"
]  # fmt: skip


class Progress(BaseModel):
    """Rows gone through in the present step, of how many."""

    done: int
    total: int


class TakenBack(BaseModel):
    """Records that the undoing took back, and those it left because somebody had touched them."""

    taken_back: int
    kept: int


class Failure(BaseModel):
    """Why the file was refused, in the reader's language."""

    code: str
    title: str
    detail: str


class ImportCard(ImportReport):
    """An import as it stands. `creates` names what applying it would create besides the records."""

    state: State
    file_name: str
    creates: Mapping[str, list[str]]
    progress: Progress
    awaits_register: bool = Field(
        description="While `checking`: rows name people or places that are only arriving from the register. The check "
        "is repeated by itself until they are here; `counts` say how far it came."
    )
    created_at: datetime
    applied_at: datetime | None
    undo_until: datetime | None
    undone: TakenBack | None
    failure: Failure | None


class ApplyIn(BaseModel):
    """A corrected mapping: heading or column number from 1 -> field, or null for a column to leave out."""

    mapping: Annotated[Mapping[str, str | None], Field(max_length=200)] = {}


class HeadingSynonym(BaseModel):
    heading: Line
    field: Line


class HeadingSynonyms(BaseModel):
    """The headings that an administrator taught this import, and the fields that there are."""

    items: Annotated[list[HeadingSynonym], Field(max_length=1000)]
    fields: Mapping[str, str] = Field(default={}, description="Field -> its title; ignored when written.")
