"""The fixtures that every other test stands on."""

from collections.abc import Callable

import asyncpg
import nats
import pytest

from tests.support.postgres import BLANK

pytestmark = pytest.mark.anyio


async def test_a_database_of_a_worker_has_search_extensions_and_no_tables(
    service_database: Callable[[str], str],
) -> None:
    connection = await asyncpg.connect(service_database(BLANK))
    try:
        assert await connection.fetchval("SELECT similarity('Курская', 'Курский')") > 0.4
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    finally:
        await connection.close()


async def test_a_fresh_database_shares_nothing_with_another(fresh_database: Callable[[str], str]) -> None:
    first, second = fresh_database(BLANK), fresh_database(BLANK)
    one, two = await asyncpg.connect(first), await asyncpg.connect(second)
    try:
        await one.execute("CREATE TABLE mark (id int)")
        assert await two.fetchval("SELECT to_regclass('mark')") is None
    finally:
        await one.close()
        await two.close()


async def test_the_stream_is_empty_when_a_test_asks_for_it(nats_url: str, empty_events: None) -> None:
    client = await nats.connect(nats_url, inbox_prefix=b"_INBOX_operator")
    try:
        await client.jetstream().publish("events.people.person.created.v1", b"{}")
        assert (await client.jsm().stream_info("EVENTS")).state.messages == 1
    finally:
        await client.close()
