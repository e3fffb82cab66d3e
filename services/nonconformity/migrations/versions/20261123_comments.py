"""The discussion of a record, mentions in it, and how people came to observe a record."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_comments"
down_revision: str | None = "nonconformity_0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("audience IN ('staff', 'author')", name=op.f("ck_comments_audience")),
        sa.CheckConstraint("removed_at IS NULL OR text = ''", name=op.f("ck_comments_removed_is_gone")),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_comments_nonconformity_id")
        ),
        sa.ForeignKeyConstraint(["reply_to_id"], ["comments.id"], name=op.f("fk_comments_reply_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_nonconformity", "comments", ["nonconformity_id", "written_at", "id"])
    op.create_table(
        "comment_texts",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_texts_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", "version", name=op.f("pk_comment_texts")),
    )
    op.create_table(
        "mentions",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mentioned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_mentions_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_mentions")),
    )
    op.create_index("ix_mentions_person", "mentions", ["person_id", "mentioned_at", "comment_id"])
    op.create_index("ix_mentions_unread", "mentions", ["person_id"], postgresql_where=sa.text("read_at IS NULL"))
    op.create_table(
        "observer_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('comment', 'mention', 'observe', 'leave')", name=op.f("ck_observer_moves_cause")
        ),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_observer_moves_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observer_moves")),
    )
    op.create_index("ix_observer_moves_person", "observer_moves", ["nonconformity_id", "person_id", "at"])

