"""Photos and files of a record."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy import text as sql

from services.nonconformity.domain.attachments import Kind, Purpose
from services.nonconformity.models.base import metadata, moment, one_of

attachments = Table(
    "attachments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id")),  #: none yet: uploaded through the public door
    Column("purpose", Text, nullable=False),
    Column("owner_id", Uuid),  #: the comment or the measure, by purpose
    Column("uploader_id", Uuid),  #: nobody is signed in at the public door
    moment("uploaded_at", nullable=False),
    moment("attached_at"),  #: none: a draft, seen by its uploader only
    moment("removed_at"),
    Column("removed_by_id", Uuid),
    moment("purged_at"),  #: its objects are deleted from the storage
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("folder", Text, nullable=False),
    one_of("purpose", Purpose),
    one_of("kind", Kind),
    CheckConstraint(
        "attached_at IS NULL OR (nonconformity_id IS NOT NULL"
        " AND (owner_id IS NOT NULL) = (purpose IN ('comment', 'measure')))",
        name="attached_to",
    ),
    Index("ix_attachments_record", "nonconformity_id", "id"),
    Index("ix_attachments_owner", "owner_id", postgresql_where=sql("owner_id IS NOT NULL")),
    Index("uq_attachments_folder", "folder", unique=True),
    Index("ix_attachments_drafts", "uploaded_at", postgresql_where=sql("attached_at IS NULL")),
    Index(
        "ix_attachments_unpurged",
        "removed_at",
        postgresql_where=sql("removed_at IS NOT NULL AND purged_at IS NULL"),
    ),
)
