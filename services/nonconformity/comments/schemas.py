"""Wire shapes of the discussion."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.nonconformity.attachments.schemas import AttachmentView, UploadIds
from services.nonconformity.domain.comments import MOST_MENTIONS, Audience, Doing
from services.nonconformity.schemas import PersonRef
from shared.web.listing import ListQuery, Page
from shared.web.text import Paragraphs

_MentionIds = Annotated[
    list[UUID],
    Field(
        max_length=MOST_MENTIONS,
        description="The persons that the text mentions as `@[uuid]`: exactly these. `/mentionable` suggests them.",
    ),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewComment(_Body):
    """Who is mentioned observes the record from now on, and so does who writes."""

    text: Paragraphs = Field(description="A mention is written `@[uuid of the person]`.")
    mention_ids: _MentionIds = []
    attachment_ids: UploadIds = []
    audience: Audience = Audience.STAFF
    reply_to_id: UUID | None = None


class CommentEdit(_Body):
    text: Paragraphs
    mention_ids: _MentionIds = []


class Removal(_Body):
    reason: Paragraphs | None = Field(default=None, description="Needed by an editor; everybody reads it.")


class CommentQuery(ListQuery):
    """Sorts: written_at (oldest first, the default), -written_at. `q`: a part of the text."""


class ReplyTo(BaseModel):
    id: UUID
    author: PersonRef | None = Field(description="Null: the anonymous author of the record.")
    removed: bool


class Removed(BaseModel):
    at: datetime
    by: PersonRef
    reason: str | None


class CommentView(BaseModel):
    """A comment, or what is left of one: `removed` says by whom, and the text is null."""

    id: UUID
    version: int
    author: PersonRef | None = Field(description="Null: the anonymous author of the record.")
    audience: Audience
    text: str | None = Field(description="With mentions as `@[uuid]`; their names are in `mentions`.")
    mentions: list[PersonRef]
    reply_to: ReplyTo | None
    attachments: list[AttachmentView]
    written_at: datetime
    edited_at: datetime | None = Field(description="Not null: the former texts are under `/texts`.")
    editable_until: datetime | None = Field(description="For its author, while it may be changed; else null.")
    removed: Removed | None
    allowed_actions: list[Doing]


class CommentPage(Page[CommentView]):
    """A page of the discussion."""


class FormerText(BaseModel):
    """What the comment said from `written_at` until the next one, or until its `edited_at`."""

    version: int
    text: str
    written_at: datetime


class FormerTexts(BaseModel):
    """Oldest first; empty for a comment that was never edited, and for a removed one: its texts are erased."""

    items: Sequence[FormerText]
    mentions: list[PersonRef]
