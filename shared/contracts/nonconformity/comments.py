"""Events of a record's discussion.

The text travels: a robot's condition, the bot's message to who was mentioned and an integrator's mirror need it, and
nobody should have to read back. It names persons as `@[uuid]` only. What was typed before an edit does not travel, and
a removed comment has no text: whoever keeps a copy of one replaces or erases it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.contracts.envelope import EventData

Audience = Literal["staff", "author"]


class CommentData(EventData):
    """A comment after the change. The envelope's `parent` is its nonconformity."""

    id: UUID
    version: int
    nonconformity_id: UUID
    number: str  #: the nonconformity's, «НС-2026-00042»
    author_id: UUID | None  #: null: the anonymous author of the record, through the public door
    audience: Audience  #: "author": the anonymous author reads it too
    text: str | None  #: with mentions as `@[uuid]`; null once removed
    mention_ids: Sequence[UUID]  #: all who are mentioned
    new_mention_ids: Sequence[UUID]  #: those whom this very change mentions: to be told
    reply_to_id: UUID | None
    attachment_ids: Sequence[UUID]
    written_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    removed_by_id: UUID | None


class CommentAdded(CommentData):
    event_type: ClassVar[str] = "nonconformity.comment.added.v1"


class CommentEdited(CommentData):
    event_type: ClassVar[str] = "nonconformity.comment.edited.v1"


class CommentRemoved(CommentData):
    """Erased, by its author or an editor of the branch's journal. A trace of it stays in its place."""

    event_type: ClassVar[str] = "nonconformity.comment.removed.v1"
