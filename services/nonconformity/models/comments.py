"""The discussion of a record: its comments, their former texts, and who was mentioned in them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)

from services.nonconformity.domain.comments import Audience
from services.nonconformity.models.base import metadata, moment, one_of

comments = Table(
    "comments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), nullable=False),
    Column("author_id", Uuid),  #: none: the anonymous author of the record, through the public door
    Column("audience", Text, nullable=False),
    Column("reply_to_id", Uuid, ForeignKey("comments.id")),
    Column("text", Text, nullable=False),  #: mentions as `@[uuid]`; empty once removed
    moment("written_at", nullable=False),
    moment("edited_at"),
    moment("removed_at"),
    Column("removed_by_id", Uuid),
    Column("removal_reason", Text),
    one_of("audience", Audience),
    CheckConstraint("removed_at IS NULL OR text = ''", name="removed_is_gone"),
    Index("ix_comments_nonconformity", "nonconformity_id", "written_at", "id"),
)

comment_texts = Table(
    "comment_texts",
    metadata,
    Column("comment_id", Uuid, ForeignKey("comments.id"), primary_key=True),
    Column("version", Integer, primary_key=True),  #: the comment's, when this was its text
    Column("text", Text, nullable=False),
    moment("written_at", nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("comment_id", Uuid, ForeignKey("comments.id"), primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    moment("mentioned_at", nullable=False),
    moment("read_at"),
    Index("ix_mentions_person", "person_id", "mentioned_at", "comment_id"),
    Index("ix_mentions_unread", "person_id", postgresql_where=text("read_at IS NULL")),
)
