"""Wire shapes behind a secret code. Nobody of the staff is named in them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.nonconformity.domain import Severity, State
from services.nonconformity.domain.attachments import Purpose
from shared.web.text import Clean, Line, Paragraphs

LONGEST_MESSAGE = 4000


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Step(BaseModel):
    """`reason`: why it was rejected, or what was done about it; null for the other states."""

    state: State
    title: str
    at: datetime
    reason: str | None


class Original(BaseModel):
    """The finding that was reported first."""

    number: str
    state: State
    title: str


class Photo(BaseModel):
    """A picture that the author sent (`finding`), or that shows the fix (`fix`). Paths want `X-Report-Code` too."""

    id: UUID
    purpose: Purpose
    uploaded_at: datetime
    width: int | None
    height: int | None
    content_path: str
    thumbnail_path: str


Doing = Literal["dispute", "write", "attach", "give_contact", "withdraw_contact"]


class Status(BaseModel):
    """How a report stands, in the words of whoever sent it."""

    number: str
    state: State
    title: str = Field(description="The state in plain words.")
    text: str = Field(description="What it means, and what the author can do.")
    site: str
    place: str
    category: str
    severity: Severity
    description: str
    proposal: str | None
    found_at: datetime
    registered_at: datetime
    time_zone: str = Field(description="IANA name: the due date is a date there.")
    due_on: date | None
    overdue: bool
    way: list[Step]
    original: Original | None = Field(description="Of a duplicate: the report that was first.")
    photos: list[Photo]
    contact_given: bool
    allowed_actions: list[Doing]


class NewMessage(_Body):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_MESSAGE), Clean]


class Message(BaseModel):
    """`sender`: who wrote it, the author of the report or the union's staff."""

    id: UUID
    sender: Literal["author", "staff"]
    text: str
    written_at: datetime
    edited_at: datetime | None


class Messages(BaseModel):
    """Oldest first."""

    items: list[Message]
    allowed_actions: list[Literal["write"]]


class Photos(BaseModel):
    items: list[Photo]


class DisputeBody(_Body):
    reason: Paragraphs


class ContactBody(_Body):
    """Who the author is, for those few who may read it."""

    name: Line
    contact: Line | None = Field(default=None, description="A telephone or an address, as people write it.")
    consent: bool = Field(description="To the use of personal data; without it nothing is kept.")
