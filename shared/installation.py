"""What every service's first migration executes besides its own tables.

These are the tables as of the first release. A later change of the mechanism is a function of its own here
(`upgrade_mechanism_2`), called by a new migration of every service.
"""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

from shared.db.base import mechanism
from shared.importing.flow.tables import importing
from shared.messaging import tables as _messaging  # noqa: F401  registers its tables
from shared.outbox import tables as _outbox
from shared.web import tables as _web  # noqa: F401  registers its tables


def install_mechanism() -> None:
    """Create outbox, inbox, dead letters and idempotency keys."""
    mechanism.create_all(op.get_bind(), checkfirst=False)
    for statement in _outbox.WAKE_RELAY:
        op.execute(statement)


def install_imports() -> None:
    """Create the tables of imports, in services that have them."""
    importing.create_all(op.get_bind(), checkfirst=False)


def count_tries_of_imports() -> None:
    """Later than the table: a column that a new installation's `install_imports` has made already."""
    op.execute("ALTER TABLE imports ADD COLUMN IF NOT EXISTS tries integer NOT NULL DEFAULT 0")


def install_jobs() -> None:
    """Create PgQueuer's tables, in services that have jobs."""
    script = QueryBuilderEnvironment().build_install_query(create_schema=False)
    op.get_bind().connection.dbapi_connection.run_async(lambda connection: connection.execute(script))  # type: ignore[union-attr]
