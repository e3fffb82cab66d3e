"""A fuse for each service: when it is away, callers are told at once instead of waiting for it one by one."""

import math
import time
from collections.abc import Callable

FAILURES_TO_OPEN = 5
#: Seconds. A killed service is back after about two; a longest pause of ten made its absence twice as long for callers
#: (`make chaos`), and one probe in two seconds costs nobody anything.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 2.0


class Circuit:
    """Closed: requests pass. Open: none does. After the pause one passes as a probe, and its outcome decides.

    Every `admits() == True` must be followed by one of `succeeded`, `failed` and `abandoned`.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.failures = 0  #: in a row
        self._now = now
        self._pause = FIRST_PAUSE
        self._open_until: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        return self._open_until is not None

    @property
    def retry_after(self) -> int:
        """Whole seconds until it is worth asking again, at least one."""
        return max(1, math.ceil((self._open_until or 0) - self._now()))

    def admits(self) -> bool:
        """Whether a request may pass now."""
        if self._open_until is None:
            return True
        if self._probing or self._now() < self._open_until:
            return False
        self._probing = True
        return True

    def succeeded(self) -> bool:
        """An answer came. True when it closed the circuit."""
        closed = self._open_until is not None
        self.failures, self._open_until, self._probing, self._pause = 0, None, False, FIRST_PAUSE
        return closed

    def failed(self) -> bool:
        """There was no answer. True when that opened the circuit."""
        self.failures += 1
        if self._probing:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        elif self._open_until is not None or self.failures < FAILURES_TO_OPEN:
            return False
        opened = self._open_until is None
        self._open_until, self._probing = self._now() + self._pause, False
        return opened

    def abandoned(self) -> None:
        """The request ended without saying anything about the service."""
        self._probing = False
