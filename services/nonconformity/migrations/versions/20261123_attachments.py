"""Photos and files of a record."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_attachments"
down_revision: str | None = "nonconformity_nameless_authors"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nonconformity_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("uploader_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('finding', 'fix', 'comment', 'measure')", name=op.f("ck_attachments_purpose")
        ),
        sa.CheckConstraint("kind IN ('picture', 'document')", name=op.f("ck_attachments_kind")),
        sa.CheckConstraint(
            "attached_at IS NULL OR (nonconformity_id IS NOT NULL"
            " AND (owner_id IS NOT NULL) = (purpose IN ('comment', 'measure')))",
            name=op.f("ck_attachments_attached_to"),
        ),
        sa.ForeignKeyConstraint(["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_attachments_nonconformity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_record", "attachments", ["nonconformity_id", "id"])
    op.create_index(
        "ix_attachments_owner", "attachments", ["owner_id"], postgresql_where=sa.text("owner_id IS NOT NULL")
    )
    op.create_index("uq_attachments_folder", "attachments", ["folder"], unique=True)
    op.create_index(
        "ix_attachments_drafts", "attachments", ["uploaded_at"], postgresql_where=sa.text("attached_at IS NULL")
    )
    op.create_index(
        "ix_attachments_unpurged",
        "attachments",
        ["removed_at"],
        postgresql_where=sa.text("removed_at IS NOT NULL AND purged_at IS NULL"),
    )
