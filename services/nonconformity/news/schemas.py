"""Wire shapes of the news."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.nonconformity.schemas import PersonRef

SHOWN = 40  #: news in one answer
MOST_UNREAD = 100  #: counted no further


class Kind(StrEnum):
    """What happened; the client says it in words."""

    REGISTERED = "registered"  #: a finding in a branch that the caller triages; nobody is responsible yet
    ASSIGNED_TO_ME = "assigned_to_me"
    ASSIGNED = "assigned"
    REPORTED_FIXED = "reported_fixed"
    RETURNED = "returned"
    VERIFIED = "verified"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    MERGED = "merged"
    DUE_DATE_MOVED = "due_date_moved"
    MENTIONED = "mentioned"
    COMMENTED = "commented"
    MEASURE_GIVEN = "measure_given"
    MEASURE_RETURNED = "measure_returned"
    MEASURE_COMPLETED = "measure_completed"


class NewsOf(BaseModel):
    """The record that it happened to."""

    id: UUID
    number: str
    description: str


class NewsItem(BaseModel):
    kind: Kind
    at: datetime
    actor: PersonRef | None = Field(description="Null: an author who gave no name.")
    nonconformity: NewsOf
    unread: bool


class News(BaseModel):
    """The newest 40 of the last thirty days, newest first."""

    unread: int = Field(description="Of the newest hundred; 100: perhaps more.")
    as_of: datetime = Field(description="When this was read: what `/read` takes as `until`.")
    items: list[NewsItem]


class NewsRead(BaseModel):
    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime = Field(description="What happened later stays unread: the `as_of` of what was looked at.")
    nonconformity_id: UUID | None = Field(default=None, description="Only the news of this record; null: all.")
