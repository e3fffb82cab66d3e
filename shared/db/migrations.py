"""The body of every service's `migrations/env.py`: run online over asyncpg, one transaction for each migration."""

import asyncio
from collections.abc import Sequence
from logging.config import fileConfig

from alembic import context
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from shared.settings import by_service


def run(service: str, metadata: Sequence[MetaData]) -> None:
    """Migrate the service's database, found in DATABASE_URL_<SERVICE> or the config's `sqlalchemy.url`."""
    config = context.config
    if config.config_file_name and config.attributes.get("configure_logger", True):
        fileConfig(config.config_file_name, disable_existing_loggers=False)
    url = config.attributes.get("url") or by_service("DATABASE_URL", service)
    asyncio.run(_migrate(url, metadata))


async def _migrate(url: str, metadata: Sequence[MetaData]) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run, metadata)
        await connection.commit()
    await engine.dispose()


def _run(connection: Connection, metadata: Sequence[MetaData]) -> None:
    # Two launchers at once: the second waits for the first. A migration never queues behind a long query.
    connection.execute(text("SELECT pg_advisory_lock(hashtext('profkom.migrations'))"))
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=list(metadata),
        compare_type=True,
        transaction_per_migration=True,
        include_object=lambda _object, name, kind, *_: not (kind == "table" and str(name).startswith("pgqueuer")),
    )
    with context.begin_transaction():
        context.run_migrations()
