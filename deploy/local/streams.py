"""The stream of all events, created or brought to its wanted settings by the bus operator."""

import asyncio
import os
import sys

import nats
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from deploy.local.topology import OPERATOR, STREAM

DUPLICATE_WINDOW = 600.0
"""Seconds in which a second publication with the same `Nats-Msg-Id` is dropped; longer than the relay's retries."""

ATTEMPTS = 10


def stream_config(replicas: int = 1) -> StreamConfig:
    """Every event, on disk, for ever: projections are rebuilt from it, so nothing is ever discarded."""
    return StreamConfig(
        name=STREAM,
        subjects=["events.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,  # a full disk refuses new events, the outbox keeps them; old ones are not dropped
        duplicate_window=DUPLICATE_WINDOW,
        num_replicas=replicas,
        allow_direct=True,
    )


async def ensure_stream(url: str, *, replicas: int = 1) -> None:
    """Create the stream, or update its settings; safe to repeat.

    A JetStream request fails while a cluster elects a leader, so each is tried again for about ten seconds.

    Raises:
        nats.errors.Error: the server refused or did not answer to the last attempt.
    """
    client = await nats.connect(url, name=OPERATOR, inbox_prefix=f"_INBOX_{OPERATOR}".encode(), connect_timeout=5)
    try:
        manager = client.jsm(timeout=5)
        for attempt in range(ATTEMPTS):
            try:
                try:
                    await manager.update_stream(stream_config(replicas))
                except NotFoundError:
                    await manager.add_stream(stream_config(replicas))
                return
            except (nats.errors.Error, TimeoutError):
                if attempt == ATTEMPTS - 1:
                    raise
                await asyncio.sleep(0.1 * (attempt + 1))
    finally:
        await client.close()


def main() -> None:
    """`python -m deploy.local.streams`: the operator's URL comes in NATS_URL_OPERATOR or NATS_URL."""
    url = os.environ.get("NATS_URL_OPERATOR") or os.environ.get("NATS_URL")
    if not url:
        sys.exit("Give the bus operator's address in NATS_URL_OPERATOR, such as nats://operator:password@host:4222")
    asyncio.run(ensure_stream(url, replicas=int(os.environ.get("NATS_REPLICAS", "1"))))


if __name__ == "__main__":
    main()
