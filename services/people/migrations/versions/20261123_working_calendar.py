"""A branch's own working calendar."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "people_working_calendar"
down_revision: str | None = "people_sign_in_links"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("branches", sa.Column("working_calendar", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("branches", "working_calendar")
