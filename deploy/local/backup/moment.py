"""One moment for all: every database and the stream as they were together, though dumping them takes minutes.

Each act of a service writes its outbox, each effect of an event its inbox, in the transaction of the facts. Both tables
are locked against writing in all databases at once, for some milliseconds: no act and no effect is half done then, and
none can end. A snapshot of each database and the stream's position are taken inside, and the locks are given back; the
snapshots stay for as long as the dumps need.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from deploy.local.backup.manifest import ConsumerPosition, DatabaseContents
from deploy.local.processes import StartError
from deploy.local.topology import SERVICES, STREAM

LOCK: Final = "LOCK TABLE inbox, outbox IN SHARE MODE"  #: the order in which a consumer's transaction takes them
LOCK_MILLISECONDS: Final = 1_500
"""The longest that writers may stand behind us, waiting for somebody's long transaction; then we try again."""

TABLES: Final = """
SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
ATTEMPTS: Final = 40
PAUSE_SECONDS: Final = 1.0
BUSY: Final = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


@dataclass(frozen=True)
class StreamMoment:
    """Where the stream and its consumers stood."""

    last_sequence: int
    messages: int
    consumers: Mapping[str, ConsumerPosition]


@dataclass(frozen=True)
class DatabaseMoment:
    """A snapshot of one database, and a connection that sees it."""

    snapshot: str  #: what pg_dump calls it
    connection: asyncpg.Connection

    async def contents(self) -> DatabaseContents:
        """Rows of each table, and where the migrations stand."""
        tables = await self.connection.fetch(TABLES)
        count = "SELECT count(*) FROM {}"
        rows = {
            row["name"]: await self.connection.fetchval(count.format(await _quoted(self.connection, row["name"])))
            for row in tables
        }
        revisions = await self.connection.fetch("SELECT version_num FROM alembic_version ORDER BY 1")
        return DatabaseContents(revisions=[row["version_num"] for row in revisions], rows=rows)


@dataclass(frozen=True)
class Moment:
    """All of it."""

    databases: Mapping[str, DatabaseMoment]
    stream: StreamMoment | None
    held_milliseconds: float


@asynccontextmanager
async def one_moment(urls: Mapping[str, str], bus: Client | None) -> AsyncIterator[Moment]:
    """The moment, for as long as the block lasts. `urls` are libpq URLs by service; `bus` is the operator's.

    Raises:
        StartError: somebody's transaction did not end for as long as we were ready to wait.
    """
    async with AsyncExitStack() as stack:
        readers = {name: await _connect(stack, url) for name, url in urls.items()}
        lockers = {name: await _connect(stack, url) for name, url in urls.items()}
        for _ in range(ATTEMPTS):
            try:
                moment = await _take(readers, lockers, bus)
                break
            except BUSY:
                await asyncio.sleep(PAUSE_SECONDS)
        else:
            raise StartError(
                f"A transaction has been under way for {ATTEMPTS * PAUSE_SECONDS:.0f} s, such as an import being "
                "applied; make the backup when it has ended."
            )
        yield moment


async def _connect(stack: AsyncExitStack, url: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(
        url,
        timeout=10,
        server_settings={
            "application_name": "profkom backup",
            "idle_in_transaction_session_timeout": "0",
            "lock_timeout": str(LOCK_MILLISECONDS),
        },
    )
    stack.push_async_callback(connection.close, timeout=5)
    return connection


async def _take(
    readers: Mapping[str, asyncpg.Connection], lockers: Mapping[str, asyncpg.Connection], bus: Client | None
) -> Moment:
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        for locker in lockers.values():
            await locker.execute("BEGIN")
        await asyncio.gather(*(locker.execute(LOCK) for locker in lockers.values()))
        snapshots = {name: DatabaseMoment(await _snapshot(reader), reader) for name, reader in readers.items()}
        stream = await _stream_moment(bus) if bus is not None else None
    except BUSY:
        for reader in readers.values():
            await reader.execute("ROLLBACK")
        raise
    finally:
        for locker in lockers.values():
            await locker.execute("ROLLBACK")
    return Moment(snapshots, stream, (loop.time() - began) * 1000)


async def _snapshot(reader: asyncpg.Connection) -> str:
    await reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    snapshot: str = await reader.fetchval("SELECT pg_export_snapshot()")
    return snapshot


async def _stream_moment(bus: Client) -> StreamMoment:
    """Nothing that is published now was committed after the locks, and no mark of a publication can be added."""
    manager = bus.jsm(timeout=5)
    consumers: dict[str, ConsumerPosition] = {}
    for service in SERVICES:
        try:
            info = await manager.consumer_info(STREAM, service)
        except NotFoundError:  # it listens to nobody
            continue
        floor = info.ack_floor.stream_seq if info.ack_floor else 0
        consumers[service] = ConsumerPosition(config=info.config.as_dict(), position=floor)
    state = (await manager.stream_info(STREAM)).state
    return StreamMoment(last_sequence=state.last_seq, messages=state.messages, consumers=consumers)


async def _quoted(connection: asyncpg.Connection, name: str) -> str:
    quoted: Any = await connection.fetchval("SELECT quote_ident($1)", name)
    return str(quoted)
