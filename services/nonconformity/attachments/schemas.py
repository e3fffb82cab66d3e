"""Wire shapes of photos and files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.nonconformity.domain.attachments import Attachment, Kind, Purpose
from services.nonconformity.schemas import PersonRef

MOST_AT_ONCE = 10
#: In a body of a comment, a measure or a fix: uploads made with that purpose, which become part of it.
UploadIds = Annotated[
    list[UUID],
    Field(max_length=MOST_AT_ONCE, description="Files uploaded before to `/attachments` with this purpose."),
]


class AttachmentView(BaseModel):
    """A photo or a file. `content_url` and `thumbnail_url` are paths of this API."""

    id: UUID
    purpose: Purpose
    owner_id: UUID | None = Field(description="The comment or the measure that it belongs to, by purpose.")
    name: str
    kind: Kind
    media_type: str = Field(description="Of what is served: photos are re-encoded.")
    size: int = Field(description="Bytes.")
    width: int | None = Field(description="Pixels, of a picture as it is shown.")
    height: int | None
    uploaded_at: datetime
    uploader: PersonRef | None = Field(description="Null: through the public door.")
    draft: bool = Field(description="Not part of the record yet: seen by its uploader only, kept for a day.")
    content_url: str
    thumbnail_url: str | None = Field(description="A JPEG of at most 320 pixels a side; `?side=1600` a larger one.")
    allowed_actions: list[Literal["remove"]]


class Attachments(BaseModel):
    items: Sequence[AttachmentView]
    allowed_actions: list[Literal["attach"]]


def view(attachment: Attachment, names: Mapping[UUID, str], *, removable: bool) -> AttachmentView:
    """The read shape; `names`: what the uploaders are called."""
    uploader = attachment.uploader_id
    base = f"/api/v1/nonconformities/{attachment.nonconformity_id}/attachments/{attachment.id}"
    return AttachmentView(
        id=attachment.id,
        purpose=attachment.purpose,
        owner_id=attachment.owner_id,
        name=attachment.name,
        kind=attachment.kind,
        media_type=attachment.media_type,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        uploaded_at=attachment.uploaded_at,
        uploader=None if uploader is None else PersonRef(id=uploader, name=names.get(uploader)),
        draft=attachment.is_draft,
        content_url=f"{base}/content",
        thumbnail_url=f"{base}/thumbnail" if attachment.kind is Kind.PICTURE else None,
        allowed_actions=["remove"] if removable else [],
    )
