"""Measures of a record, and what happened to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "nonconformity_measures"
down_revision: str | None = "nonconformity_observer_causes"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "measures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_date_moves", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column(
            "expiry_order",
            sa.Date(),
            sa.Computed("coalesce(expires_on, DATE '2999-12-31')", persisted=True),
            nullable=False,
        ),
        sa.Column("extensions", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by_id", sa.Uuid(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('compensating', 'corrective', 'preventive')", name=op.f("ck_measures_kind")),
        sa.CheckConstraint(
            "state IN ('planned', 'completed', 'verified', 'cancelled')", name=op.f("ck_measures_state")
        ),
        sa.CheckConstraint("(kind = 'compensating') = (expires_on IS NOT NULL)", name=op.f("ck_measures_expiry")),
        sa.CheckConstraint("expires_on IS NULL OR due_on <= expires_on", name=op.f("ck_measures_due_before_expiry")),
        sa.CheckConstraint(
            "state NOT IN ('completed', 'verified') OR completed_by_id IS NOT NULL", name=op.f("ck_measures_completed")
        ),
        sa.CheckConstraint(
            "verified_by_id IS NULL OR verified_by_id <> completed_by_id", name=op.f("ck_measures_two_sided")
        ),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_measures_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    op.create_index("uq_measures_position", "measures", ["nonconformity_id", "position"], unique=True)
    op.create_index("ix_measures_owner", "measures", ["owner_id", "due_on", "id"])
    op.create_index("ix_measures_due", "measures", ["due_on", "id"])
    op.create_index(
        "ix_measures_expiry",
        "measures",
        ["expiry_order", "id"],
        postgresql_where=sa.text("expires_on IS NOT NULL"),
    )
    op.create_table(
        "measure_history",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changed", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "act IN ('create', 'edit', 'complete', 'verify', 'return', 'extend', 'cancel')",
            name=op.f("ck_measure_history_act"),
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_measure_history_measure_id")),
        sa.PrimaryKeyConstraint("measure_id", "version", name=op.f("pk_measure_history")),
    )
