"""The file of a backup: a ZIP whose members are stored as they are, written beside its name and renamed when whole.

Members come compressed already (pg_dump, JetStream, photos), so nothing is compressed twice. The directory of a ZIP
stands at its end: a file that was cut short does not even open.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Protocol, Self

from pydantic import ValidationError

from deploy.local.backup.manifest import FORMAT, NAME, Manifest, Member
from deploy.local.processes import StartError

CHUNK: Final = 1 << 20  #: bytes
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Sink(Protocol):
    """Where the bytes of one member go."""

    def write(self, data: bytes, /) -> int: ...


class _Counted:
    """Counts and sums what passes through."""

    def __init__(self, target: Sink) -> None:
        self._target, self._sum, self._size = target, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        self._target.write(data)
        self._sum.update(data)
        self._size += len(data)
        return len(data)

    def member(self) -> Member:
        return Member(size=self._size, sha256=self._sum.hexdigest())


class ArchiveWriter:
    """`with ArchiveWriter(path) as archive`: the file is there after `finish`, and not at all without it."""

    def __init__(self, path: Path) -> None:
        """Raises StartError when the file exists, or cannot be written there."""
        self._path, self._unfinished = path, path.with_name(f"{path.name}.unfinished")
        if path.exists():
            raise StartError(f"{path} exists already; give a new name, such as one with the date.")
        self.members: dict[str, Member] = {}

    def __enter__(self) -> Self:
        try:
            descriptor = os.open(self._unfinished, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StartError(f"{self._unfinished} cannot be written: {error.strerror}.") from error
        self._file = os.fdopen(descriptor, "r+b")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise StartError(f"Another backup is being written to {self._path} just now.") from None
        os.fchmod(descriptor, 0o600)
        self._file.truncate(0)
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unfinished.unlink(missing_ok=True)  # after `finish` there is none
        self._zip.fp = None  # or it would write its directory when it is forgotten
        with contextlib.suppress(OSError):  # what could not be written before cannot be now
            self._file.close()
        if isinstance(error, OSError) and error.errno in _FULL:
            raise StartError(
                f"There is no room left for {self._path} ({in_words(free_bytes(self._path))} free); nothing was kept. "
                "Give a file on a larger disk."
            ) from error

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        """A new member to write; its size need not be known."""
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
            counted = _Counted(target)
            yield counted
        self.members[name] = counted.member()

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and give the file its name: all of it is on the disk then."""
        self._zip.writestr(NAME, manifest.model_dump_json(indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unfinished.rename(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class ArchiveReader:
    """`with ArchiveReader(path) as archive`: a whole backup; `verify` has looked at every byte of it."""

    def __init__(self, path: Path) -> None:
        """Raises StartError when it is no backup, not a whole one, or of a format that this code does not know."""
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = Manifest.model_validate_json(self._zip.read(NAME))
        except OSError as error:
            raise StartError(f"{path} cannot be read: {error.strerror}.") from error
        except (zipfile.BadZipFile, KeyError, ValidationError) as error:
            raise StartError(f"{path} is no backup of Profkom, or was cut short on its way.") from error
        if self.manifest.format != FORMAT:
            raise StartError(f"{path} is of format {self.manifest.format}; restore it with the release that made it.")
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def verify(self) -> None:
        """Compare every member with its checksum.

        Raises:
            StartError: a member is missing, is one too many, or is not what was written.
        """
        names = set(self._zip.namelist()) - {NAME}
        if names != set(self.manifest.members):
            strange = sorted(names ^ set(self.manifest.members))
            raise StartError(f"{self.path} is damaged: {strange[0]} is not as the manifest says.")
        for name, expected in self.manifest.members.items():
            counted = _Counted(_Nowhere())
            try:
                with self.open(name) as source:
                    shutil.copyfileobj(source, counted, CHUNK)
            except (zipfile.BadZipFile, OSError) as error:
                raise StartError(f"{self.path} is damaged: {name} cannot be read.") from error
            if counted.member() != expected:
                raise StartError(f"{self.path} is damaged: {name} is not what was written.")

    def open(self, name: str) -> IO[bytes]:
        """One member to read."""
        return self._zip.open(name)


class _Nowhere:
    """Swallows what is written, when only its sum is wanted."""

    def write(self, data: bytes, /) -> int:
        return len(data)


def free_bytes(path: Path) -> int:
    """What the disk under a file that may not exist yet has room for."""
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def in_words(size: int) -> str:
    """`4.2 MiB`."""
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"
