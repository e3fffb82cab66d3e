"""Waiting until the platform has nothing more to do: every event published, delivered and taken into account."""

import asyncio
import time
from dataclasses import dataclass

import asyncpg
import nats
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from deploy.local.topology import OPERATOR, STREAM
from tests.support.platform import Platform

PRODUCERS = ("people", "nonconformity")
CONSUMERS = ("nonconformity", "analytics")
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Backlog:
    """What has not been done yet, by service."""

    unpublished: dict[str, int]
    undelivered: dict[str, int]

    @property
    def is_empty(self) -> bool:
        return not any((*self.unpublished.values(), *self.undelivered.values()))


async def backlog(platform: Platform) -> Backlog:
    """Look into the outboxes and the consumers.

    Raises OSError, asyncpg.PostgresError or nats.errors.Error while a server is away.
    """
    return Backlog(
        unpublished={service: await _unpublished(platform, service) for service in PRODUCERS},
        undelivered=await _undelivered(platform),
    )


async def settle(platform: Platform, patience: float = 60.0) -> float:
    """Wait until there is no backlog; answers the seconds it took. Fails after `patience` seconds."""
    began = time.monotonic()
    seen: object = None
    while time.monotonic() - began < patience:
        try:
            seen = await backlog(platform)
            if isinstance(seen, Backlog) and seen.is_empty:
                return time.monotonic() - began
        except (OSError, asyncpg.PostgresError, NatsError, TimeoutError) as error:
            seen = error
        await asyncio.sleep(LOOK_SECONDS)
    raise AssertionError(f"not quiet after {patience:.0f} s: {seen!r}\n{platform.log_tail()}")


def wait_quiet(platform: Platform, patience: float = 60.0) -> float:
    """`settle` for tests that are not asynchronous."""
    return asyncio.run(settle(platform, patience))


async def _unpublished(platform: Platform, service: str) -> int:
    connection = await asyncpg.connect(platform.database_url(service), timeout=5)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM outbox WHERE published_at IS NULL"))
    finally:
        await connection.close(timeout=2)


async def _undelivered(platform: Platform) -> dict[str, int]:
    async def quietly(_error: Exception) -> None:
        """The exception that ends the connection tells the same."""

    client = await nats.connect(
        platform.bus_url(OPERATOR),
        inbox_prefix=f"_INBOX_{OPERATOR}".encode(),
        allow_reconnect=False,
        connect_timeout=3,
        error_cb=quietly,
    )
    try:
        manager = client.jsm(timeout=3)
        counts = {}
        for consumer in CONSUMERS:
            try:
                info = await manager.consumer_info(STREAM, consumer)
            except NotFoundError:  # its worker has not come up yet
                counts[consumer] = 1
            else:
                counts[consumer] = (info.num_pending or 0) + (info.num_ack_pending or 0)
        return counts
    finally:
        await client.close()
