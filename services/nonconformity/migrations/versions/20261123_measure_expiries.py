"""When it was told that a compensating measure had expired: once for every date that it was to hold until."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_measure_expiries"
down_revision: str | None = "nonconformity_import_tries"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "measure_expiries",
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_measure_expiries_measure_id")),
        sa.PrimaryKeyConstraint("measure_id", "expires_on", name=op.f("pk_measure_expiries")),
    )
