"""Heavy work a few at a time: whoever comes when all places are taken waits for a turn."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from weakref import WeakKeyDictionary

from shared.errors import Unavailable


def _come_again() -> Unavailable:
    return Unavailable(retry_after=5)


@dataclass(slots=True)
class _Queue:
    places: asyncio.Semaphore
    present: int = 0  #: at work or waiting


class Turns:
    """`async with turns:` around the work. Made at import, so it belongs to no event loop until it is used in one."""

    def __init__(self, at_once: int, *, waiting: int, busy: Callable[[], Unavailable] = _come_again) -> None:
        """Whoever comes when `waiting` others wait already is refused with `busy`: nobody waits for ever."""
        self._at_once, self._waiting, self._busy = at_once, waiting, busy
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, _Queue] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        queue = self._here()
        if queue.present >= self._at_once + self._waiting:
            raise self._busy()
        queue.present += 1
        try:
            await queue.places.acquire()
        except BaseException:  # whoever waited went away
            queue.present -= 1
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        queue = self._here()
        queue.present -= 1
        queue.places.release()

    def _here(self) -> _Queue:
        loop = asyncio.get_running_loop()
        if loop not in self._by_loop:
            self._by_loop[loop] = _Queue(asyncio.Semaphore(self._at_once))
        return self._by_loop[loop]
