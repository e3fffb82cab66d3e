"""Heavy work a few at a time: whoever comes when all places are taken waits for a turn."""

import asyncio
from types import TracebackType
from weakref import WeakKeyDictionary


class Turns:
    """`async with turns:` around the work. Made at import, so it belongs to no event loop until it is used in one."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        await self._here().acquire()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here().release()

    def _here(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if loop not in self._by_loop:
            self._by_loop[loop] = asyncio.Semaphore(self._at_once)
        return self._by_loop[loop]
