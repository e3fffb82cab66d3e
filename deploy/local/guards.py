"""What is checked before anything starts: nobody else uses the data, and the ports are free."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.local.processes import StartError
from deploy.local.topology import LOOPBACK

UNCLEAN_PATIENCE = 12.0
"""Seconds that the children of a killed supervisor may take to leave their ports."""

HALF_RESTORED = "half-restored"
"""The file that lies in a data folder for as long as a backup is being restored into it."""


@contextmanager
def exclusive(data: Path, address: str) -> Iterator[bool]:
    """Hold the data folder; yields whether the last who held it ended without cleaning up.

    The kernel gives the lock back however we end.

    Raises:
        StartError: somebody holds it, or the folder cannot be made.
    """
    path = data / "lock"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        data.chmod(0o700)
        file = path.open("a+")
    except OSError as error:
        raise StartError(f"The data folder {data} cannot be used: {error.strerror}. Set PROFKOM_DATA.") from error
    with file:
        file.seek(0)
        holder = file.read().strip()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                f"Profkom already runs on {data} ({holder}); stop it, or set PROFKOM_DATA to another folder."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, {address}\n")
        file.flush()
        yield bool(holder)
        file.truncate(0)


def held(data: Path) -> str | None:
    """Who holds the data folder, such as `process 4711, http://127.0.0.1:8000`; None when nobody does."""
    try:
        file = (data / "lock").open("r+")
    except OSError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip() or "another process"
        return None


def require_whole(data: Path) -> None:
    """Check that no restore was broken off in the data folder.

    Raises:
        StartError: one was; what lies there is a part of a backup.
    """
    if (data / HALF_RESTORED).exists():
        raise StartError(f"A restore into {data} was broken off half-way: empty that folder and restore again.")


def require_free(ports: Mapping[int, str], patience: float = 0.0) -> None:
    """Check that nobody listens on any of the ports, for up to `patience` seconds.

    Raises:
        StartError: a port is taken.
    """
    deadline = time.monotonic() + patience
    for port, name in ports.items():
        while not _free(port):
            if time.monotonic() >= deadline:
                raise StartError(
                    f"Port {port} ({name}) is taken by another program; stop it, or set PROFKOM_PORT: "
                    "Profkom uses that port and +1 to +3, +20, +21 and +22 above it."
                )
            time.sleep(0.1)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
