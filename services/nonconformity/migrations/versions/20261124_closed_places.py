"""The journal knows which branches and sites are closed; what it knows today is open."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_closed_places"
down_revision: str | None = "nonconformity_moved_measures"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("branches", "sites"):
        op.add_column(table, sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.text("false")))


def downgrade() -> None:
    for table in ("branches", "sites"):
        op.drop_column(table, "closed")
