"""Delimited text as a table: the encoding and the delimiter are found out, never asked."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from shared.importing.archive import Limits
from shared.importing.cells import Cell
from shared.importing.errors import Damaged, NotASpreadsheet, TooManyColumns, TooManyRows

SHEET = "CSV"
_CHUNK = 64 * 1024
_DELIMITERS = ";\t|,"
_SAMPLE_ROWS = 30
_EVEN = 0.8  # the share of rows with the same number of cells
_MOST_CHARACTERS = 4 * 1024 * 1024  # in one field; the text parsers have the sensible limits
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how Excel's CSV protects leading zeros: ="00123"

Row = tuple[int, list[Cell]]


class CsvBook:
    """A text file as a book of one sheet; one reading at a time. Raises NotASpreadsheet for what is not text."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._encoding = find_encoding(file)
        csv.field_size_limit(max(csv.field_size_limit(), _MOST_CHARACTERS))
        self._skip_first = False
        self._delimiter = self._find_delimiter()

    @property
    def sheets(self) -> list[str]:
        return [SHEET]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows that hold anything; numbers count records, as the spreadsheet program would show them."""
        count = 0
        for number, fields in enumerate(self._records(self._delimiter), start=1):
            cells: list[Cell] = [_cell(field) for field in fields]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            count += 1
            if count > self._limits.all_rows:
                raise TooManyRows(limit=self._limits.rows)
            if len(cells) > self._limits.columns:
                raise TooManyColumns(limit=self._limits.columns)
            yield number, cells

    def merged_rows(self, sheet: str) -> frozenset[int]:
        """Text has no merged cells."""
        return frozenset()

    def _records(self, delimiter: str) -> Iterator[list[str]]:
        self._file.seek(0)
        # Detached at the end, so that the wrapper does not close the caller's file.
        text = io.TextIOWrapper(self._file, encoding=self._encoding, newline="")
        try:
            if self._skip_first:
                text.readline()
            yield from csv.reader(text, delimiter=delimiter)
        except (csv.Error, UnicodeError) as error:
            raise Damaged from error
        finally:
            text.detach()

    def _find_delimiter(self) -> str:
        """The first that cuts nearly all rows alike; a line «sep=;» decides by itself.

        Commas come last: Russian texts are full of them, and Russian programs part columns by semicolons.
        """
        self._file.seek(0)
        head = self._file.read(_CHUNK).decode(self._encoding, errors="replace").lstrip("\ufeff")
        if directive := re.match(r"sep=(.)\r?\n", head):
            self._skip_first = True
            return directive[1]
        shapes = {delimiter: self._widths(delimiter) for delimiter in _DELIMITERS}
        for delimiter, widths in shapes.items():
            if widths and _alike(widths) >= _EVEN * len(widths):
                return delimiter
        return max(_DELIMITERS, key=lambda delimiter: _alike(shapes[delimiter]))

    def _widths(self, delimiter: str) -> list[int]:
        """How many cells the first rows have with this delimiter; none when the text cannot be cut by it at all."""
        try:
            return [len(fields) for fields in islice(self._records(delimiter), _SAMPLE_ROWS)]
        except Damaged:
            return []

    def close(self) -> None:
        """Nothing of ours is open; the file belongs to the caller."""


def _alike(widths: list[int]) -> int:
    """How many rows have the commonest number of cells, rows of one cell left out."""
    return max((widths.count(width) for width in set(widths) if width > 1), default=0)


def _cell(field: str) -> str | None:
    protected = _KEPT_AS_TEXT.fullmatch(field)
    return (protected[1] if protected else field) or None


def find_encoding(file: BinaryIO) -> str:
    """UTF-8 (with or without a mark), UTF-16 with a mark, or else Windows-1251. Reads the whole file once."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(file, "utf-16")
    try:
        return _checked(file, "utf-8-sig")
    except UnicodeDecodeError:
        return _checked(file, "cp1251")


def _checked(file: BinaryIO, encoding: str) -> str:
    """The encoding, when all of the file is text in it."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(_CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                raise NotASpreadsheet
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            raise
        raise NotASpreadsheet from None
    return encoding
