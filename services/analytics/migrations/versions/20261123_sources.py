"""How a finding came in, and findings without an inspector."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "analytics_sources"
down_revision: str | None = "analytics_0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.alter_column("journal_records", "inspector_id", nullable=True)
    op.add_column("journal_records", sa.Column("source", sa.Text(), server_default="api", nullable=False))
    # The stored events know: no rebuild is needed.
    op.execute(
        "UPDATE journal_records SET source = 'import' FROM events"
        " WHERE events.subject = journal_records.id::text"
        " AND events.type = 'profkom.nonconformity.nonconformity.imported.v1'"
    )


def downgrade() -> None:
    raise NotImplementedError("nameless authors cannot be given a name")
