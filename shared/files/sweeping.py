"""Deleting what no row names: what was stored by an upload that never committed."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

from shared import clock
from shared.files.storage import Storage
from shared.logging import get_logger

log = get_logger(__name__)

ORPHANS_LIVE = timedelta(hours=24)  #: many times what the slowest upload takes
LOOKED_AT = timedelta(days=8)  #: older days were looked at a week long


async def sweep(storage: Storage, service: str, known: Callable[[Iterable[str]], Awaitable[set[str]]]) -> int:
    """Delete the folders of a service that are older than `ORPHANS_LIVE` and that `known` does not know; their number.

    Idempotent, and harmless beside uploads. Raises StorageAway.
    """
    now = clock.now()
    deleted = 0
    for day in await storage.days(service):
        if not now.date() - LOOKED_AT <= day <= (now - ORPHANS_LIVE).date():
            continue
        found = await storage.folders(service, day)
        old = [folder for folder, latest in found.items() if latest < now - ORPHANS_LIVE]
        for folder in set(old) - await known(old):
            await storage.delete(folder)
            deleted += 1
    halves = await storage.forget_halves(before=now - ORPHANS_LIVE)
    if deleted or halves:
        log.info("orphans deleted", service=service, folders=deleted, halves=halves)
    return deleted
