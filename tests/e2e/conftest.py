"""One platform for all the end-to-end tests of a worker, with a small union in it."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.e2e.desk import Desk
from tests.support.callers import JOURNAL, Union
from tests.support.platform import Platform
from tests.support.privacy import named_in_events, personal
from tests.support.quiet import PRODUCERS, wait_quiet

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder: they start servers."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("server")


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A running platform; a test that kills a part of it leaves it ready for the next one."""
    platform = Platform(tmp_path_factory.mktemp("platform"))
    platform.start()
    yield platform
    named = asyncio.run(named_in_events_of(platform)) if platform.exit_code is None else []
    code = platform.stop()
    shutil.rmtree(platform.data, ignore_errors=True)
    assert code == 0, platform.log_tail()
    assert named == []
    assert [line for line in platform.log().splitlines() if personal(line)] == []


async def named_in_events_of(platform: Platform) -> list[str]:
    """What the events of the whole run say about people that they should not."""
    people = await _rows(platform, "people", "SELECT last_name, first_name, middle_name, phone, email FROM persons")
    bodies = [row["body"] for service in PRODUCERS for row in await _rows(platform, service, "SELECT body FROM outbox")]
    assert people, "nobody was registered in this run"
    assert bodies, "nothing was told in this run"
    return named_in_events(bodies, [dict(row) for row in people])


async def _rows(platform: Platform, service: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(platform.database_url(service))
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def union(platform: Platform) -> Iterator[Union]:
    """The administrator, who can make branches, sites and people."""
    union = Union(platform)
    yield union
    union.close()


@pytest.fixture(scope="session")
def desk(union: Union) -> Desk:
    branch = union.branch("Печорское")
    site, category = union.site("Печорская АЭС", branch), union.category("Кровли и фасады")
    inspector = union.person("Савельева Анна Марковна", branch, ("inspector", branch))
    chair = union.person("Дроздов Иван Фомич", branch, ("branch_chair", branch))
    wait_quiet(union.platform)
    record = inspector.made(JOURNAL, union.finding(site, category))
    return Desk(union, inspector, chair, site, category, record)
