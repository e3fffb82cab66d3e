"""Opening a file of a stranger: what it really is, whether it may be read, and then its sheets and rows.

Synchronous and bound to the processor: call it in a worker thread or process.
"""

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from shared.importing.archive import Limits, check_size
from shared.importing.cells import Cell
from shared.importing.csvfile import CsvBook
from shared.importing.errors import Empty, Encrypted, NotASpreadsheet, OldFormat

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: old office documents, and new ones under a password
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"{\\rtf")

Row = tuple[int, list[Cell]]


class Book(Protocol):
    """An opened table file. `rows` may be called again and again; it yields rows that are not empty."""

    @property
    def sheets(self) -> list[str]: ...

    def rows(self, sheet: str) -> Iterator[Row]: ...

    def merged_rows(self, sheet: str) -> frozenset[int]: ...

    def close(self) -> None: ...


@contextmanager
def open_workbook(source: Path | BinaryIO, limits: Limits | None = None) -> Iterator[Book]:
    """The book in a file, closed at the end. Only the content decides what it is, never the name.

    Raises a subclass of UnreadableWorkbook: NotASpreadsheet, OldFormat, Encrypted, Damaged, Empty, FileTooLarge, Bomb;
    while rows are read also TooManyRows and TooManyColumns.
    """
    limits = limits or Limits()
    if isinstance(source, Path):
        with source.open("rb") as file, open_workbook(file, limits) as book:
            yield book
        return
    book = _open(source, limits)
    try:
        yield book
    finally:
        book.close()


def _open(file: BinaryIO, limits: Limits) -> Book:
    size = check_size(file, limits)
    if size == 0:
        raise Empty
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        from shared.importing.xlsx import XlsxBook  # openpyxl is 14 MiB, of use only to who reads a spreadsheet

        return XlsxBook(file, limits)
    if head.startswith(_COMPOUND):
        raise _compound_refusal(file)
    if head.startswith(_OTHER):
        raise NotASpreadsheet
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _markup_refusal(head)
    return CsvBook(file, limits)


def _compound_refusal(file: BinaryIO) -> Exception:
    """An .xlsx under a password and an old .xls have the same envelope; names of their streams tell them apart."""
    if _holds(file, "EncryptedPackage"):
        return Encrypted()
    return OldFormat(format=".xls") if _holds(file, "Workbook") or _holds(file, "Book") else NotASpreadsheet()


def _holds(file: BinaryIO, name: str) -> bool:
    """Whether a stream of this name is listed in a compound file (names are UTF-16)."""
    wanted = name.encode("utf-16-le")
    with suppress(OSError, ValueError), mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0
    file.seek(0, os.SEEK_SET)
    return wanted in file.read()


def _markup_refusal(head: bytes) -> Exception:
    """Programs write web pages and XML under the name .xls; the spreadsheet program opens them, we do not."""
    lowered = head.lower()
    if b"office:spreadsheet" in lowered or b"office:excel" in lowered or b"<table" in lowered:
        return OldFormat(format="HTML/XML")
    return NotASpreadsheet()
