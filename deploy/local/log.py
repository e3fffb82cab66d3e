"""The one log of the platform: every line of every process, with the name of who wrote it in front."""

import os
import selectors
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.local.keeping import KeptLog

TAG_END = "\x1f"
"""A process that hosts several services writes `service<TAG_END>text`; other lines carry the process's name."""

LONGEST_LINE = 64 * 1024  # bytes
CATCH_UP_READS = 100
NAME_WIDTH = 13
OURSELVES = "profkom"

Filter = Callable[[bytes], bool]
"""Tells whether a line is worth its place in the log."""


def everything(_line: bytes) -> bool:
    """The filter that keeps all lines."""
    return True


@dataclass
class _Pipe:
    """A child's output, with the part of a line that has not ended yet."""

    name: str
    wanted: Filter
    rest: bytes = b""


class Log:
    """Collects lines from pipes and writes them to standard output, and is where the platform waits."""

    def __init__(self) -> None:
        self.broken = False
        """Whoever read our output has gone."""
        self._selector = selectors.DefaultSelector()
        self._kept: KeptLog | None = None

    def keep_in(self, folder: Path) -> None:
        """Also keep every line from now on in files of this folder."""
        self._kept = KeptLog(folder)

    def wake_on(self, waking: socket.socket) -> None:
        """Make `collect` return when something can be read from this socket; what it is does not matter."""
        waking.setblocking(False)
        self._selector.register(waking, selectors.EVENT_READ, None)

    def pipe(self, name: str, wanted: Filter = everything) -> int:
        """The writing end of a new pipe for a child, to be closed here once the child has it."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self._selector.register(reading, selectors.EVENT_READ, _Pipe(name, wanted))
        return writing

    def say(self, text: str, *, kept: bool = True) -> None:
        """Write lines of our own; `kept=False` for what holds a secret, which stays out of the files."""
        for line in text.splitlines():
            self._write(OURSELVES.encode(), line.encode(), kept=kept)

    def collect(self, timeout: float) -> bool:
        """Write what has arrived, waiting up to `timeout` seconds for it; `False` when nothing did."""
        arrived = False
        for key, _ in self._selector.select(timeout):
            if key.data is None:
                os.read(key.fd, 4096)
            else:
                arrived = self._read(key.fd, key.data) or arrived
        return arrived

    def catch_up(self) -> None:
        """Write all that was written so far, so that the last words of a process stand before ours about it."""
        for _ in range(CATCH_UP_READS):  # somebody else may be writing without end
            if not self.collect(0):
                return

    def close(self) -> None:
        """Close all pipes; what was not collected is lost."""
        for key in list(self._selector.get_map().values()):
            if key.data is not None:
                os.close(key.fd)
        self._selector.close()

    def _read(self, descriptor: int, pipe: _Pipe) -> bool:
        data = os.read(descriptor, LONGEST_LINE)
        *lines, pipe.rest = (pipe.rest + data).split(b"\n")
        if pipe.rest and (not data or len(pipe.rest) >= LONGEST_LINE):
            lines.append(pipe.rest)
            pipe.rest = b""
        for line in filter(pipe.wanted, lines):
            tag, separator, text = line.partition(TAG_END.encode())
            self._write(*((tag, text) if separator else (pipe.name.encode(), line)))
        if not data:
            self._selector.unregister(descriptor)
            os.close(descriptor)
        return bool(data)

    def _write(self, name: bytes, line: bytes, *, kept: bool = True) -> None:
        written = b"%-*s | %s\n" % (NAME_WIDTH, name, line)
        if self._kept is not None and kept:
            self._kept.write(written)
        if self.broken:
            return
        try:
            sys.stdout.buffer.write(written)
            sys.stdout.buffer.flush()
        except OSError:
            self.broken = True
