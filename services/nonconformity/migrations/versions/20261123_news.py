"""How far people have read what is new for them; and acts are found by when they were done."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_news"
down_revision: str | None = "nonconformity_severities"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "news_read",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "nonconformity_id", name=op.f("pk_news_read")),
    )
    # Not of filings and imports: they are the many, and found among the records.
    op.create_index("ix_history_acts", "history", ["at"], postgresql_where=sa.text("act NOT IN ('register', 'import')"))


def downgrade() -> None:
    op.drop_index("ix_history_acts", "history")
    op.drop_table("news_read")
