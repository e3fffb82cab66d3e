"""The store of events, the projections of the journal, freshness and rebuilds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.installation import install_mechanism

revision: str = "analytics_0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

SORT_KEY = "replace(lower(coalesce(name, '')), 'ё', 'е') || chr(1) || lower(coalesce(name, ''))"
ACTIVE = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    install_mechanism()
    _create_events()
    _create_names()
    _create_journal_records()
    _create_single_rows()
    _create_rebuilds()


def downgrade() -> None:
    raise NotImplementedError("the first migration has nothing before it")


def _moment(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=nullable, server_default=sa.text(default) if default else None
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        _moment("time"),
        sa.Column("actor", sa.Text()),
        sa.Column("branch", sa.Text()),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        _moment("recorded_at", default="clock_timestamp()"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_subject", "events", ["subject", "time", "id"])
    op.create_index("ix_events_time", "events", ["time"])


def _create_names() -> None:
    op.create_table(
        "names",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text()),
        sa.Column("sort_key", sa.Text(), sa.Computed(SORT_KEY, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("generation", "kind", "id", name="pk_names"),
    )


def _create_journal_records() -> None:
    states = ("registered", "assigned", "in_progress", "fixed", "closed", "rejected", "duplicate")
    op.create_table(
        "journal_records",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_id", sa.Uuid()),
        sa.Column("co_executor_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("first_due_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        _moment("found_at"),
        _moment("fixed_at", nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("fixed_on", sa.Date()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("cycle_seconds", sa.Double()),
        *(sa.Column(f"seconds_{state}", sa.Double()) for state in states),
        sa.PrimaryKeyConstraint("generation", "id", name="pk_journal_records"),
    )
    op.create_index("ix_journal_records_branch", "journal_records", ["generation", "branch_id", "found_on"])
    op.create_index("ix_journal_records_found_on", "journal_records", ["generation", "found_on"])


def _create_single_rows() -> None:
    op.create_table(
        "projection",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_projection_single"),
        sa.PrimaryKeyConstraint("id", name="pk_projection"),
    )
    op.create_table(
        "freshness",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _moment("caught_up_at", nullable=True),
        sa.CheckConstraint("id = 1", name="ck_freshness_single"),
        sa.PrimaryKeyConstraint("id", name="pk_freshness"),
    )
    op.execute("INSERT INTO projection (id, generation) VALUES (1, 1)")
    op.execute("INSERT INTO freshness (id) VALUES (1)")


def _create_rebuilds() -> None:
    op.create_table(
        "rebuilds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer()),
        sa.Column("requested_by", sa.Uuid()),
        _moment("requested_at", default="now()"),
        _moment("started_at", nullable=True),
        _moment("finished_at", nullable=True),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0"))
            for name in ("read_sequence", "last_sequence", "events", "skipped")
        ),
        sa.Column("error", sa.Text()),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'finished', 'cancelled', 'failed')", name="ck_rebuilds_state"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rebuilds"),
    )
    op.create_index("uq_rebuilds_active", "rebuilds", [sa.text("(true)")], unique=True, postgresql_where=ACTIVE)
