"""Working time, ends, returns and repeats of records; a branch's working calendar; events found by correlation id."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "analytics_working_time"
down_revision: str | None = "analytics_sources"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STATES = ("registered", "assigned", "in_progress", "fixed", "closed", "rejected", "duplicate")


def upgrade() -> None:
    op.add_column("names", sa.Column("calendar", postgresql.JSONB()))
    columns = [
        sa.Column("way", postgresql.JSONB(), nullable=False, server_default="[]"),
        sa.Column("calendar", sa.Text(), nullable=False, server_default=""),
        sa.Column("repeat_of_id", sa.Uuid()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_on", sa.Date()),
        sa.Column("returns", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("working_cycle", sa.Double()),
        *(sa.Column(f"working_{state}", sa.Double()) for state in STATES),
    ]
    for column in columns:
        op.add_column("journal_records", column)
    op.create_index("ix_events_correlation_id", "events", ["correlation_id"])
    # What the new columns hold is computed from the stream, by the worker, while the old figures are shown.
    op.execute(
        "INSERT INTO rebuilds (id, state) SELECT gen_random_uuid(), 'waiting'"
        " WHERE EXISTS (SELECT FROM journal_records) ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    raise NotImplementedError("the figures would lose what readers have seen")
