"""A database that holds only the mechanism's tables, as every service's first migration creates them."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from shared import installation as _installation  # noqa: F401  registers the tables
from shared.db.base import mechanism
from shared.db.database import Database
from shared.outbox.tables import WAKE_RELAY
from tests.conftest import ServiceDatabase
from tests.support.postgres import BLANK


@pytest.fixture
async def database(fresh_database: ServiceDatabase) -> AsyncIterator[Database]:
    made = Database(fresh_database(BLANK))
    async with made.transaction() as session:
        connection = await session.connection()
        await connection.run_sync(mechanism.create_all)
        for statement in WAKE_RELAY:
            await session.execute(text(statement))
        await session.execute(text("CREATE TABLE effects (subject text NOT NULL, note text NOT NULL)"))
    yield made
    await made.close()
