"""When a session was last used, and a person's sessions found at once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "people_sessions_seen"
down_revision: str | None = "people_0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_sessions_live_of_person",
        "sessions",
        ["person_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
