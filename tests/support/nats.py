"""A nats-server for one test process: it starts in 0.04 s, so every worker of a run has its own."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nats
from nats.js.errors import NotFoundError

from deploy.local import processes, streams
from deploy.local.nats import STOP_SIGNAL, Nats
from deploy.local.topology import GATEWAY, OPERATOR, SERVICES, STREAM
from tests.support.postgres import free_port

PASSWORD = "only-for-tests"


@contextmanager
def running_nats(folder: Path, *, declared: bool = True) -> Iterator[Nats]:
    """A server with the platform's users and their permissions, and with the stream of events when it is `declared`."""
    users = (*SERVICES, GATEWAY, OPERATOR)
    server = Nats(folder, port=free_port(), passwords=dict.fromkeys(users, PASSWORD), durable=False)
    with (folder.with_suffix(".log")).open("ab") as log:
        process = server.start(log.fileno())
    try:
        server.wait_ready(process)
        if declared:
            _apart(streams.ensure_stream(server.url(OPERATOR)))
        yield server
    finally:
        processes.stop(process, STOP_SIGNAL, 10)


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end on a loop of its own, also where one is running already."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, work).result()


async def empty_stream(url: str) -> None:
    """Drop every event and every consumer; `url` is the operator's."""
    client = await nats.connect(url, inbox_prefix=f"_INBOX_{OPERATOR}".encode())
    try:
        # Gone already, when an earlier test was interrupted between this line and the last.
        with contextlib.suppress(NotFoundError):
            await client.jsm(timeout=20).delete_stream(STREAM)
    finally:
        await client.close()
    await streams.ensure_stream(url)
