"""Waiting that ends at once when the process is told to stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, but no longer than until `stop` is set."""
    await unless(stop, asyncio.sleep(seconds))


async def cancel(task: asyncio.Future[Any]) -> None:
    """Cancel until it is heeded: `asyncio.wait_for` of Python 3.11, which the NATS client connects through, loses a
    cancellation that meets the refusal of a connection."""
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=0.2)


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """The work's result, or None when `stop` was set first: the work is cancelled then."""
    task = asyncio.ensure_future(work)
    stopper = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopper}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for unfinished in (task, stopper):
            await cancel(unfinished)
        await asyncio.gather(task, stopper, return_exceptions=True)
