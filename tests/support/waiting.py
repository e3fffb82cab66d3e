"""Waiting for what happens in another process."""

import time
from collections.abc import Callable


def wait_until(done: Callable[[], bool], patience: float = 30.0) -> None:
    """Wait until `done()`; fails the test after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not done():
        assert time.monotonic() < deadline, f"not done after {patience:.0f} s"
        time.sleep(0.02)
