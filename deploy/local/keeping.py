"""The log on the disk: the last lines of the platform, for whoever asks later what happened."""

import os
import time
from pathlib import Path
from typing import Final

NAME: Final = "platform.log"
LARGEST: Final = 16 * 2**20  #: bytes of one file
KEPT: Final = 4  #: files, the one being written included


class KeptLog:
    """Appends lines to a file that is renamed when it is full; the oldest is forgotten.

    A disk that takes no more must not stop the platform: lines that cannot be written are not kept.
    """

    def __init__(self, folder: Path) -> None:
        """The folder is made, and closed to others."""
        folder.mkdir(mode=0o700, exist_ok=True)
        self._path = folder / NAME
        self._open()

    def write(self, line: bytes) -> None:
        """Keep one line, with the moment in front (UTC)."""
        now = time.time()
        moment = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now))}.{int(now % 1 * 1000):03d}Z "
        try:
            self._size += os.write(self._descriptor, moment.encode() + line)
            if self._size >= LARGEST:
                self._turn()
        except OSError:
            return

    def _open(self) -> None:
        self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._size = os.fstat(self._descriptor).st_size

    def _turn(self) -> None:
        os.close(self._descriptor)
        for number in range(KEPT - 1, 0, -1):
            older = _numbered(self._path, number - 1)
            if older.exists():
                older.rename(_numbered(self._path, number))
        self._open()


def kept_files(folder: Path) -> list[Path]:
    """The files that there are, the oldest first."""
    return [path for number in range(KEPT, -1, -1) if (path := _numbered(folder / NAME, number)).exists()]


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}") if number else path
