"""Wire shapes of erasure and of files of personal data."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.people.domain.erasures import Blocker, Reason
from services.people.schemas import Input
from shared.web.text import Line

FileState = Literal["waiting", "ready", "failed", "expired"]


class BlockerCard(BaseModel):
    code: Blocker
    text: str


class ErasureOutlook(BaseModel):
    """Whether a person can be forgotten now, and what stands in the way."""

    possible: bool
    blockers: list[BlockerCard]
    confirmation: str = Field(description="What to show that must be typed: the person's last name.")
    kept: list[str] = Field(description="What stays, in the caller's language.")


class EraseIn(Input):
    reason: Reason
    confirmation: Line = Field(description="The person's last name, typed.")


class ErasureCard(BaseModel):
    """Who is left: nobody. Ids in other records go on pointing at «Удалённый участник № …»."""

    id: UUID
    person_id: UUID
    number: int
    name: str
    reason: Reason
    requested_by: UUID
    erased_at: datetime
    purged_at: datetime | None = Field(description="When the names were gone from the stream of events too.")


class Erasures(BaseModel):
    items: list[ErasureCard]


class DataFileCard(BaseModel):
    """A file of all that is held on a person. Who asked is kept for ever, the content for a week."""

    id: UUID
    state: FileState
    requested_by: UUID
    requested_by_name: str | None
    requested_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    downloads: int


class DataFiles(BaseModel):
    items: list[DataFileCard]
