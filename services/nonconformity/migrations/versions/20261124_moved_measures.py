"""Measures move to the record that theirs is merged into."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_moved_measures"
down_revision: str | None = "nonconformity_views"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ACTS = "'create', 'edit', 'complete', 'verify', 'return', 'extend', 'cancel'"


def upgrade() -> None:
    op.add_column("measure_history", sa.Column("moved_from_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_measure_history_moved",
        "measure_history",
        ["moved_from_id"],
        postgresql_where=sa.text("moved_from_id IS NOT NULL"),
    )
    op.drop_constraint(op.f("ck_measure_history_act"), "measure_history", type_="check")
    op.create_check_constraint(op.f("ck_measure_history_act"), "measure_history", f"act IN ({_ACTS}, 'move')")


def downgrade() -> None:
    op.execute("DELETE FROM measure_history WHERE act = 'move'")
    op.drop_constraint(op.f("ck_measure_history_act"), "measure_history", type_="check")
    op.create_check_constraint(op.f("ck_measure_history_act"), "measure_history", f"act IN ({_ACTS})")
    op.drop_index("ix_measure_history_moved", "measure_history")
    op.drop_column("measure_history", "moved_from_id")
