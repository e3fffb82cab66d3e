"""A role and a database a service: nobody enters a neighbour's."""

from dataclasses import dataclass

import asyncpg
import pytest

from deploy.local import databases
from deploy.local.postgres import Postgres
from deploy.local.processes import StartError
from tests.support.postgres import TestPostgres

ALPHA, BETA = "alpha-password", "beta-password"


@dataclass(frozen=True)
class Pair:
    """Two services of this worker's own on the run's server."""

    server: Postgres
    alpha: str
    beta: str

    async def enter(self, role: str, database: str, password: str) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(self.server.url(role, password, database))


@pytest.fixture(scope="module")
def pair(postgres: TestPostgres, worker_id: str) -> Pair:
    pair = Pair(postgres.server, f"alpha_{worker_id}", f"beta_{worker_id}")
    databases.provision(pair.server, {pair.alpha: ALPHA, pair.beta: BETA})
    return pair


async def test_a_service_enters_its_own_database_and_makes_tables_there(pair: Pair) -> None:
    connection = await pair.enter(pair.alpha, pair.alpha, ALPHA)
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS own (id int)")
        assert await connection.fetchval("SELECT unaccent('Ёлка')") == "Елка"
    finally:
        await connection.close()


async def test_a_service_cannot_enter_another_database(pair: Pair) -> None:
    for database in (pair.beta, "postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pair.enter(pair.alpha, database, ALPHA)


async def test_a_wrong_password_is_refused(pair: Pair) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await pair.enter(pair.alpha, pair.alpha, BETA)


async def test_a_service_cannot_make_roles_or_databases_or_read_files(pair: Pair) -> None:
    connection = await pair.enter(pair.alpha, pair.alpha, ALPHA)
    try:
        for forbidden in ("CREATE ROLE thief", "CREATE DATABASE thief", "SELECT pg_read_file('postgresql.conf')"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)
    finally:
        await connection.close()


async def test_provisioning_again_keeps_data_and_takes_a_new_password(pair: Pair) -> None:
    connection = await pair.enter(pair.beta, pair.beta, BETA)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    await connection.close()
    databases.provision(pair.server, {pair.beta: "changed'; -- \\password"})
    with pytest.raises(asyncpg.InvalidPasswordError):
        await pair.enter(pair.beta, pair.beta, BETA)
    databases.provision(pair.server, {pair.beta: BETA})
    connection = await pair.enter(pair.beta, pair.beta, BETA)
    try:
        assert await connection.fetchval("SELECT answer FROM kept") == 42
        await connection.execute("DROP TABLE kept")
    finally:
        await connection.close()


def test_a_locale_that_is_deaf_to_cyrillic_stops_the_start(pair: Pair) -> None:
    deaf = f"deaf_{pair.alpha}"
    pair.server.run(f"CREATE DATABASE {deaf} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8';")
    with pytest.raises(StartError, match="deaf to Cyrillic"):
        databases.create_database(pair.server, deaf, owner=pair.alpha)
    pair.server.run(f"DROP DATABASE {deaf};")
