"""The zip that an .xlsx is, opened without trust: counted before unpacking and while unpacking."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from shared.importing.errors import Bomb, Damaged, Encrypted, FileTooLarge

MIB = 1024 * 1024
_CHUNK = 64 * 1024
_TITLE_ROWS = 100
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the format allows
_ENCRYPTED = 0x1  # general purpose flag of an entry
_RATIO_FLOOR = 8 * MIB  # a small file may be as repetitive as it likes


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most. Sizes are bytes; `ratio` is unpacked to packed size of the whole archive.

    `rows` is a limit for data: a few rows of titles and headings come on top of it.
    """

    file_bytes: int = 50 * MIB
    unpacked_bytes: int = 512 * MIB
    strings_bytes: int = 128 * MIB
    ratio: int = 200
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 200

    @property
    def all_rows(self) -> int:
        """Rows of a sheet, titles and headings included."""
        return self.rows + _TITLE_ROWS


@contextmanager
def reading() -> Iterator[None]:
    """Whatever a broken archive or broken XML makes the libraries raise is one refusal: `Damaged`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, OSError) as error:
        raise Damaged from error
    except (ValueError, LookupError, ArithmeticError, struct.error, RuntimeError) as error:
        raise Damaged from error


class Archive:
    """The parts of an .xlsx by name. Raises Bomb, Encrypted, FileTooLarge or Damaged before anything is unpacked."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        with reading():
            self._zip = zipfile.ZipFile(file)
        self._check()
        # Accounting programs write «xl/SharedStrings.xml» where their own index says «xl/sharedStrings.xml».
        self._names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}

    def _check(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > self._limits.entries:
            raise Bomb
        if any(info.flag_bits & _ENCRYPTED for info in entries):
            raise Encrypted
        if any(info.compress_type not in _METHODS for info in entries):
            raise Damaged
        unpacked = sum(info.file_size for info in entries)
        packed = sum(info.compress_size for info in entries)
        if unpacked > self._limits.unpacked_bytes:
            raise Bomb
        if unpacked > max(_RATIO_FLOOR, packed * self._limits.ratio):
            raise Bomb

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> list[str]:
        return list(self._names)

    def chunks(self, name: str, limit: int | None = None) -> Iterator[bytes]:
        """The content of a part in pieces of 64 KiB; Bomb as soon as more than `limit` bytes have come out.

        The size in the archive's index is not believed here: what really comes out is counted.
        """
        info = self._names.get(name.lower())
        if info is None:
            raise Damaged
        left = self._limits.unpacked_bytes if limit is None else limit
        with reading(), self._zip.open(info) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Bomb
                yield chunk

    def read(self, name: str, limit: int = 16 * MIB) -> bytes:
        """A small part as a whole."""
        return b"".join(self.chunks(name, limit))

    def close(self) -> None:
        self._zip.close()


def check_size(file: BinaryIO, limits: Limits) -> int:
    """The file's size in bytes; FileTooLarge when it is over the limit. Leaves the position at the start."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.file_bytes:
        raise FileTooLarge(limit_mib=limits.file_bytes // MIB)
    return size
