"""The zip that an .xlsx is, opened without trust: counted before unpacking and while unpacking."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import IO, BinaryIO, Self

from shared.importing.errors import Bomb, Damaged, Encrypted, FileTooLarge, UnreadableWorkbook

MIB = 1024 * 1024
_CHUNK = 64 * 1024
_TITLE_ROWS = 100
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the format allows
_ENCRYPTED = 0x1  # general purpose flag of an entry
_INDEX_ENTRY = b"PK\x01\x02"
_RATIO_FLOOR = 8 * MIB  # a small file may be as repetitive as it likes


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most. Sizes are bytes; `ratio` is unpacked to packed size of the whole archive.

    `tree_bytes` and `tree_tags` bound what the XML parser holds as a tree at one time: a row of a sheet, or a small
    part (styles, list of sheets) as a whole. `strings_*` bound the table of shared strings; a string is four tags.
    `rows` is a limit for data: a few rows of titles and headings come on top of it.
    """

    file_bytes: int = 50 * MIB
    unpacked_bytes: int = 256 * MIB
    strings_bytes: int = 64 * MIB
    strings_tags: int = 4_000_000
    tree_bytes: int = 16 * MIB
    tree_tags: int = 250_000
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
    """Whatever a broken file makes the libraries raise is one refusal: `Damaged`. Our own refusals pass."""
    try:
        yield
    except UnreadableWorkbook:
        raise
    except Exception as error:
        raise Damaged from error


class Part:
    """A part of the archive while it is unpacked. Raises Bomb as soon as more has come out than is allowed.

    The size in the archive's index is not believed: what really comes out is counted, and it comes in small pieces. An
    XML element takes a hundred times the bytes of its tag in memory, so tags are counted too.
    """

    def __init__(self, stream: IO[bytes], *, most_bytes: int, tree_bytes: int, tree_tags: int) -> None:
        self._stream = stream
        self._most_bytes = most_bytes
        self._tree_bytes = tree_bytes
        self._tree_tags = tree_tags
        self._all_bytes = self._bytes = self._tags = 0

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        chunk = self._stream.read(min(size, _CHUNK))
        self._all_bytes += len(chunk)
        self._bytes += len(chunk)
        self._tags += chunk.count(b"<")
        if self._all_bytes > self._most_bytes or self._bytes > self._tree_bytes or self._tags > self._tree_tags:
            raise Bomb
        return chunk

    def tree_dropped(self) -> None:
        """The parser has let go of what it held: a row is done."""
        self._bytes = self._tags = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()


class Archive:
    """The parts of an .xlsx by name. Raises Bomb, Encrypted or Damaged before anything is unpacked.

    `open` and `read` are what openpyxl asks of a `ZipFile`; they raise KeyError for a part that is missing.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        if _index_entries(file) > limits.entries:  # zipfile would make an object of each
            raise Bomb
        with reading():
            self._zip = zipfile.ZipFile(file)
        self._check()
        # Accounting programs write «xl/SharedStrings.xml» where their own index says «xl/sharedStrings.xml».
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}

    def _check(self) -> None:
        entries = self._zip.infolist()
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
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """A small part as a whole."""
        with self._part(name, self._limits.tree_bytes, self._limits.tree_bytes, self._limits.tree_tags) as part:
            return part.read()

    def open(self, name: str) -> Part:
        """The table of shared strings: the one part that openpyxl opens by itself, and keeps the content of."""
        return self._part(name, self._limits.strings_bytes, self._limits.strings_bytes, self._limits.strings_tags)

    def open_sheet(self, name: str) -> Part:
        """A sheet, of which the parser holds a row at a time."""
        return self._part(name, self._limits.unpacked_bytes, self._limits.tree_bytes, self._limits.tree_tags)

    def _part(self, name: str, most_bytes: int, tree_bytes: int, tree_tags: int) -> Part:
        stream = self._zip.open(self._parts[name.lower()])
        return Part(stream, most_bytes=most_bytes, tree_bytes=tree_bytes, tree_tags=tree_tags)

    def close(self) -> None:
        self._zip.close()


def _index_entries(file: BinaryIO) -> int:
    """How many entries the archive's index has, found without building it."""
    file.seek(0)
    count = sum(chunk.count(_INDEX_ENTRY) for chunk in iter(lambda: file.read(MIB), b""))
    file.seek(0)
    return count


def check_size(file: BinaryIO, limits: Limits) -> int:
    """The file's size in bytes; FileTooLarge when it is over the limit. Leaves the position at the start."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.file_bytes:
        raise FileTooLarge(limit_mib=limits.file_bytes // MIB)
    return size
