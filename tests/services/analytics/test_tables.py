"""The migrations make the tables that the code expects."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

import shared.installation  # noqa: F401  registers the mechanism's tables
from services.analytics.models import Base
from shared.db.base import mechanism
from shared.db.database import Database

pytestmark = pytest.mark.anyio


def differences(connection: Connection) -> Any:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": Base.metadata})
    return compare_metadata(context, [Base.metadata, mechanism])  # type: ignore[arg-type]  # several are allowed


async def test_migrations_and_models_agree(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
