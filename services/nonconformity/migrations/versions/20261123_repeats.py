"""Repeats: the place as it is compared, the earlier finding, and how many days count."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_repeats"
down_revision: str | None = "nonconformity_attachments"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# «Машинный зал, отм.8» is «машинный зал отм. 8», but «отм. -3,6» is not «отм. 3,6».
PLACE_KEY = r"""
    CREATE FUNCTION place_key(place text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(regexp_replace(
        regexp_replace(replace(lower(place), 'ё', 'е'), '(^|\s)[-−–](?=\d)', '\1минус ', 'g'),
        '[^[:alnum:]]+', ' ', 'g'
    ))
"""
# Records from before: the same rule that `repeats/repository.py` applies to every new one.
MARK = """
    UPDATE nonconformities AS later SET repeat_of_id = (
        SELECT earlier.id FROM nonconformities AS earlier
        WHERE earlier.site_id = later.site_id AND earlier.category_id = later.category_id
          AND earlier.place_key = later.place_key
          AND (earlier.registered_at, earlier.id) < (later.registered_at, later.id)
          AND coalesce(earlier.closed_at, earlier.registered_at) >= later.registered_at - interval '90 days'
          AND earlier.state NOT IN ('rejected', 'duplicate') AND NOT earlier.withdrawn
        ORDER BY earlier.registered_at DESC, earlier.id DESC LIMIT 1
    )
"""


def upgrade() -> None:
    op.create_table(
        "options",
        sa.Column("id", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("repeat_days", sa.SmallInteger(), server_default="90", nullable=False),
        sa.CheckConstraint("id", name=op.f("ck_options_one_row")),
        sa.CheckConstraint("repeat_days BETWEEN 1 AND 3653", name=op.f("ck_options_repeat_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_options")),
    )
    op.execute("INSERT INTO options DEFAULT VALUES")
    op.execute(PLACE_KEY)
    op.add_column("nonconformities", sa.Column("repeat_of_id", sa.Uuid(), nullable=True))
    op.add_column(
        "nonconformities",
        sa.Column("place_key", sa.Text(), sa.Computed("place_key(place)", persisted=True), nullable=False),
    )
    op.create_index(
        "ix_nonconformities_place",
        "nonconformities",
        ["site_id", "category_id", "place_key", "registered_at", "id"],
    )
    op.execute(MARK)
    op.create_index(
        "ix_nonconformities_repeats",
        "nonconformities",
        ["registered_at", "id"],
        postgresql_where=sa.text("repeat_of_id IS NOT NULL"),
    )
