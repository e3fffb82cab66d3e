"""One pool and one way to a transaction for each service."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

#: A lost or refused connection: the caller is told to come again, a consumer waits and retries.
UNREACHABLE = (
    OSError,
    asyncio.TimeoutError,
    PoolTimeout,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
)
_SESSION_SETTINGS = {
    "jit": "off",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
NOTHING_MORE: Mapping[str, str] = {}


class Database:
    """A service's database.

    `url` is postgresql://user:password@host:port/name. The pool is small on purpose: on two cores five
    connections gave a p95 of 36 ms where ten gave 99.
    """

    def __init__(
        self, url: str, *, pool_size: int = 5, application: str = "profkom", settings: Mapping[str, str] = NOTHING_MORE
    ) -> None:
        """`settings` are PostgreSQL's, for every connection of the pool."""
        self.url = make_url(url).set(drivername="postgresql+asyncpg")
        self._application = application
        self.engine = create_async_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            hide_parameters=True,  # an error that is logged must not tell what people typed
            connect_args={
                "timeout": 5,
                "server_settings": {**_SESSION_SETTINGS, **settings, "application_name": application},
            },
        )
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        #: For reading requests: each statement by itself, without the round trips of BEGIN and COMMIT. Read committed
        #: shows two statements of one transaction no common moment either, so nothing is lost.
        self.reading = async_sessionmaker(
            self.engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False, autoflush=False
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends and rolls back when it raises."""
        async with self.sessions() as session, session.begin():
            yield session

    async def connect_directly(self) -> asyncpg.Connection:
        """A connection outside the pool, for LISTEN, advisory locks and job queues; the caller closes it."""
        return await asyncpg.connect(
            plain_dsn(self.url), timeout=5, server_settings={"application_name": f"{self._application} direct"}
        )

    async def close(self) -> None:
        await self.engine.dispose()


async def give_back(session: AsyncSession) -> None:
    """Let others have the connection of a reading session, before slow work that asks the database nothing.

    The session takes one again when it needs it. To print or to wait for a turn with a connection in hand would soon
    leave none of the few to anybody.
    """
    await session.close()


def plain_dsn(url: URL) -> str:
    """The URL as asyncpg itself reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def will_pass(error: BaseException) -> bool:
    """Whether the same work may succeed a little later: nobody's fault, so nothing is counted against it."""
    return is_unreachable(error) or is_busy(error)


def is_busy(error: BaseException) -> bool:
    """Whether the statement lost a race or ran out of time: the same request may succeed a moment later."""
    cause = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig else error
    return isinstance(
        cause,
        (
            asyncpg.LockNotAvailableError,
            asyncpg.QueryCanceledError,
            asyncpg.DeadlockDetectedError,
            asyncpg.SerializationError,
        ),
    )


def is_unreachable(error: BaseException) -> bool:
    """Whether the error says that the database cannot be reached now, as against a fault of the statement."""
    if isinstance(error, UNREACHABLE):
        return True
    if isinstance(error, DBAPIError):
        return (
            error.connection_invalidated
            or isinstance(error.orig.__cause__ if error.orig else None, UNREACHABLE)
            or (isinstance(error, (OperationalError, InterfaceError)) and _says_closed(error))
        )
    return False


def _says_closed(error: DBAPIError) -> bool:
    words = str(error.orig).lower()
    return any(
        sign in words for sign in ("connection is closed", "connection was closed", "shutting down", "starting up")
    )
