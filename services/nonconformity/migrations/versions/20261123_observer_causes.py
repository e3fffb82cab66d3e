"""People also observe what they acted on or were named in; and persons are found by a part of their name."""

from collections.abc import Sequence

from alembic import op

revision: str = "nonconformity_observer_causes"
down_revision: str | None = "nonconformity_public_door"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CAUSES = ("comment", "act", "mention", "named", "observe", "leave")


def upgrade() -> None:
    op.drop_constraint(op.f("ck_observer_moves_cause"), "observer_moves", type_="check")
    listed = ", ".join(f"'{cause}'" for cause in CAUSES)
    op.create_check_constraint(op.f("ck_observer_moves_cause"), "observer_moves", f"cause IN ({listed})")
    # Nobody: the anonymous author named somebody.
    op.alter_column("observer_moves", "actor_id", nullable=True)
    op.execute(
        "CREATE INDEX ix_persons_folded_name ON persons USING gin (replace(lower(full_name), 'ё', 'е') gin_trgm_ops)"
    )
