"""Fixtures for every test: one PostgreSQL a run, one nats-server a worker, a database for each worker and service."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.nats import Nats
from deploy.local.topology import OPERATOR
from tests.support.nats import empty_stream, running_nats
from tests.support.postgres import TestPostgres, shared_postgres
from tests.support.privacy import LogWatch

ServiceDatabase = Callable[[str], str]


SERVERS = frozenset({"postgres", "nats_server"})
"""Fixtures that start a server: a test that stands on one, however far below, is marked `server`."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "server: needs PostgreSQL or NATS; set by itself, `make check` leaves it out")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a server."""
    for item in items:
        if isinstance(item, pytest.Function) and SERVERS.intersection(item.fixturenames):
            item.add_marker("server")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have measured and do not assert: `record_property("what, unit", value)`."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())]
    measured = [pair for report in reports if report.when == "call" for pair in report.user_properties]
    if measured:
        terminalreporter.section("measured")
    for name, value in measured:
        terminalreporter.write_line(f"{value!s:>10}  {name}")


@pytest.fixture(scope="session")
def log_watch() -> Iterator[LogWatch]:
    """Sees what every test logs."""
    watch = LogWatch()
    watch.start()
    yield watch
    watch.stop()


@pytest.fixture(autouse=True)
def nobody_is_named_in_logs(log_watch: LogWatch) -> Iterator[None]:
    """No test may log what people typed, their names, or how to reach them."""
    yield
    assert log_watch.take() == []


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, which is what the platform runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all the workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> Iterator[TestPostgres]:
    """The run's PostgreSQL; prefer `service_database` or `fresh_database`."""
    with shared_postgres(run_folder / "postgres") as server:
        yield server


@pytest.fixture(scope="session")
def service_database(postgres: TestPostgres, worker_id: str) -> ServiceDatabase:
    """`service_database("people")` is the URL of this worker's database of that service, migrated to the head.

    All tests of the worker share it: leave it as you found it, by a rollback. `tests.support.postgres.BLANK`
    instead of a service gives a database without tables.
    """
    urls: dict[str, str] = {}

    def url_of(service: str) -> str:
        if service not in urls:
            urls[service] = postgres.create(service, worker_id)
        return urls[service]

    return url_of


@pytest.fixture
def fresh_database(postgres: TestPostgres, worker_id: str) -> Iterator[ServiceDatabase]:
    """`fresh_database("people")` is the URL of a newly migrated database that this test alone has, dropped after it."""
    urls: list[str] = []

    def url_of(service: str) -> str:
        urls.append(postgres.create(service, f"{worker_id}_{next(_numbers)}"))
        return urls[-1]

    yield url_of
    for url in urls:
        postgres.drop(url)


_numbers = itertools.count()


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nats]:
    """This worker's nats-server: `nats_server.url("people")` signs in with the rights of that service."""
    with running_nats(tmp_path_factory.mktemp("nats") / "server") as server:
        yield server


@pytest.fixture(scope="session")
def nats_url(nats_server: Nats) -> str:
    """The address for the operator, who may do everything on the bus."""
    return nats_server.url(OPERATOR)


@pytest.fixture
async def empty_events(nats_url: str) -> None:
    """Start the test with a stream `EVENTS` that holds no event and no consumer."""
    await empty_stream(nats_url)
