"""The composition of a service's background work: relay, consumer, jobs, each restarted when it fails."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from typing import Protocol

from nats.errors import Error as NatsError

from shared import waiting
from shared.db.database import Database, is_unreachable
from shared.housekeeping import Housekeeping
from shared.logging import get_logger
from shared.messaging.bus import Bus

log = get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0


class Part(Protocol):
    """Background work that runs until it is told to stop. It may raise: it is started again."""

    async def run(self, stop: asyncio.Event) -> None: ...


class Worker:
    """A service's background process. `parts`: {name for the log: part}."""

    def __init__(self, *, database: Database, bus: Bus, parts: Mapping[str, Part]) -> None:
        self._database, self._bus = database, bus
        self._parts: dict[str, Part] = {**parts, "housekeeping": Housekeeping(database)}

    async def run(self, stop: asyncio.Event) -> None:
        """Run all parts until `stop` is set, then let each finish what it holds."""
        try:
            await asyncio.gather(*(self._keep(name, part, stop) for name, part in self._parts.items()))
        finally:
            await self._bus.close()
            await self._database.close()

    async def _keep(self, name: str, part: Part, stop: asyncio.Event) -> None:
        pause = _FIRST_PAUSE
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            started = loop.time()
            try:
                await part.run(stop)
                return
            except Exception as error:
                reachable = not (is_unreachable(error) or isinstance(error, NatsError))
                log.warning("part stopped, starting it again", part=name, reason=repr(error), exc_info=reachable)
            pause = _FIRST_PAUSE if loop.time() - started > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
            await waiting.pause(stop, pause)


def run_alone(create: Callable[[], Worker]) -> None:
    """The body of `python -m services.<name>.worker`: run until SIGTERM or SIGINT."""

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await create().run(stop)

    asyncio.run(main())
