"""The public door: places with a poster, secret codes, contacts, spent proofs and wrong codes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_public_door"
down_revision: str | None = "nonconformity_merging"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index("uq_places_slug", "places", ["slug"], unique=True)
    op.create_index("ix_places_branch", "places", ["branch_id", "place", "id"])
    op.create_table(
        "report_codes",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformities.id"],
            name=op.f("fk_report_codes_nonconformity_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("nonconformity_id", name=op.f("pk_report_codes")),
    )
    op.create_index("uq_report_codes_digest", "report_codes", ["digest"], unique=True)
    op.create_table(
        "contacts",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_contacts_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("nonconformity_id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "used_proofs",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_used_proofs")),
    )
    op.create_index("ix_used_proofs_expires_at", "used_proofs", ["expires_at"])
    op.create_table(
        "wrong_codes",
        sa.Column("caller", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller", name=op.f("pk_wrong_codes")),
    )
    op.create_index("ix_wrong_codes_last_at", "wrong_codes", ["last_at"])


def downgrade() -> None:
    raise NotImplementedError("secret codes would be lost: restore a backup")
