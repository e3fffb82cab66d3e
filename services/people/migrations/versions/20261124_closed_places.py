"""Branches, units and sites are closed and opened again; what is there today is open."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "people_closed_places"
down_revision: str | None = "people_import_tries"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = ("branches", "units", "sites")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "closed_at")
