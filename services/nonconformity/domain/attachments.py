"""What may be attached to a record, what for, and for how long it can be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

#: A slip of the finger is taken back by the one who made it; later it is evidence, and an editor's to remove.
TAKING_BACK = timedelta(minutes=15)
#: An upload that nothing was made of is thrown away: a form that was left, a comment that was not sent.
DRAFTS_LIVE = timedelta(hours=24)
#: More than any finding needs, and not enough to fill a disk with; drafts count.
MOST_OF_RECORD = 200
#: What was removed stays in the storage for this long: a backup copies files a while after its moment.
KEPT_AFTER_REMOVAL = timedelta(hours=1)


class Purpose(StrEnum):
    """What a file is attached for. `comment` and `measure` have an owner: that comment or measure."""

    FINDING = "finding"
    FIX = "fix"
    COMMENT = "comment"
    MEASURE = "measure"


OWNED = frozenset({Purpose.COMMENT, Purpose.MEASURE})


class Kind(StrEnum):
    PICTURE = "picture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A stored file. A draft (`attached_at` None) is seen by its uploader only and forgotten after `DRAFTS_LIVE`.

    `nonconformity_id` and `uploader_id` are None for a draft of the public door: nobody is signed in, nothing is filed.
    """

    id: UUID
    nonconformity_id: UUID | None
    purpose: Purpose
    owner_id: UUID | None = None
    uploader_id: UUID | None
    uploaded_at: datetime
    attached_at: datetime | None = None
    removed_at: datetime | None = None
    removed_by_id: UUID | None = None
    name: str
    kind: Kind
    media_type: str
    size: int  #: bytes
    sha256: bytes
    width: int | None = None  #: pixels, of a picture
    height: int | None = None
    folder: str  #: where in the storage its objects are

    @property
    def is_draft(self) -> bool:
        return self.attached_at is None

    def may_be_removed_by(self, person_id: UUID, *, editor: bool, at: datetime) -> bool:
        """Its uploader, while it is fresh, or an editor of the branch's journal."""
        fresh = self.is_draft or at - self.uploaded_at <= TAKING_BACK
        return self.removed_at is None and (editor or (fresh and person_id == self.uploader_id))
