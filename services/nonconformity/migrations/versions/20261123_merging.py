"""An act has the name of its path: what was marked a duplicate was merged."""

from collections.abc import Sequence

from alembic import op

revision: str = "nonconformity_merging"
down_revision: str | None = "nonconformity_repeats"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("UPDATE history SET act = 'merge' WHERE act = 'mark-duplicate'")
