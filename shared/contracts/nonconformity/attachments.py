"""Events of a record's photos and files. Names of files are not told: people put names of people into them."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.contracts.envelope import EventData

Purpose = Literal["finding", "fix", "comment", "measure"]


class AttachmentData(EventData):
    id: UUID
    version: int
    nonconformity_id: UUID
    purpose: Purpose
    owner_id: UUID | None  #: the comment or the measure that it belongs to, by purpose
    uploader_id: UUID | None  #: null: through the public door
    uploaded_at: datetime
    kind: Literal["picture", "document"]
    media_type: str
    size: int  #: bytes
    width: int | None  #: pixels
    height: int | None
    removed: bool


class AttachmentAdded(AttachmentData):
    event_type: ClassVar[str] = "nonconformity.attachment.added.v1"


class AttachmentRemoved(AttachmentData):
    """Taken off the record; that it was there stays in the history."""

    event_type: ClassVar[str] = "nonconformity.attachment.removed.v1"
