"""`python -m services.analytics.rebuild`: compute the figures anew from the stream, and show the progress.

The platform may run or not. Interrupted, the rebuild is not lost: the worker of analytics goes on with it.
"""

import asyncio
import signal
import sys
from typing import Final

from services.analytics.rebuilds import service
from services.analytics.rebuilds.jobs import Rebuilder
from services.analytics.rebuilds.schemas import RebuildCard
from services.analytics.settings import AnalyticsSettings
from shared import logging
from shared.db.database import Database
from shared.messaging.bus import Bus
from shared.waiting import pause

_LOOK_EVERY_SECONDS: Final = 1.0


async def rebuild(settings: AnalyticsSettings, stop: asyncio.Event) -> RebuildCard:
    """Ask for a rebuild, or join the one under way, and work on it until it has ended or `stop` is set."""
    database = Database(settings.database_url, pool_size=2, application="profkom analytics rebuild")
    bus = Bus(settings.nats_url, settings.service)
    try:
        async with database.transaction() as session:
            card = await service.request_rebuild(session=session, principal=None)
        working = asyncio.create_task(_work(Rebuilder(database, bus), stop))
        try:
            while card.state in ("waiting", "running") and not stop.is_set():
                await asyncio.wait({working}, timeout=_LOOK_EVERY_SECONDS)
                if working.done():
                    working.result()
                async with database.transaction() as session:
                    card = await service.find_rebuild(session=session, rebuild_id=card.id)
                print(f"{card.state}: {card.read_sequence} of {card.last_sequence} events read", flush=True)
        finally:
            stop.set()
            await asyncio.wait({working})
        return card
    finally:
        await bus.close()
        await database.close()


async def _work(rebuilder: Rebuilder, stop: asyncio.Event) -> None:
    """Work here, or stand by while a worker is at it, in case that it dies."""
    while not stop.is_set() and not await rebuilder.work(stop):
        await pause(stop, _LOOK_EVERY_SECONDS)


async def main() -> int:
    """0: the rebuilt figures are shown; 1: they are not, and the last line says why."""
    settings = AnalyticsSettings.load()
    logging.configure(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    card = await rebuild(settings, stop)
    if card.state == "finished":
        print(f"The rebuilt figures are shown: {card.events} events counted, {card.skipped} skipped.")
        return 0
    print(f"The figures are as they were: the rebuild is {card.state}{f' ({card.error})' if card.error else ''}.")
    return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
