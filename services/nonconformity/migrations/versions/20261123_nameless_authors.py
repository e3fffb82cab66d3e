"""A finding may come from somebody who gave no name, and tells how it came in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_nameless_authors"
down_revision: str | None = "nonconformity_comments"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.alter_column("nonconformities", "author_id", nullable=True)
    op.alter_column("history", "actor_id", nullable=True)
    op.add_column("nonconformities", sa.Column("source", sa.Text(), server_default="api", nullable=False))
    op.execute("UPDATE nonconformities SET source = 'import' WHERE imported")
    op.create_check_constraint("source", "nonconformities", "source IN ('api', 'public', 'import', 'bot')")


def downgrade() -> None:
    raise NotImplementedError("nameless authors cannot be given a name")
