"""A streaming reader of .xlsx sheets on expat.

Why not a library: registers come out of accounting programs whose files the usual readers refuse (wrong case of part
names, broken styles), a formula must be told from its cached value cheaply, and one row with a cell in column XFD must
not cost 16,384 cells. Memory is the shared strings plus one piece of 64 KiB; a sheet is read as often as asked.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

from shared.importing.archive import Archive, Limits, reading
from shared.importing.cells import BrokenCell, Cell, Formula
from shared.importing.errors import Damaged, TooManyColumns, TooManyRows
from shared.importing.xlsx_parts import Parts, read_parts

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LAST_SERIAL = 2_958_466
_FORMULA = Formula()

Row = tuple[int, list[Cell]]
"""A row that is not empty: its number as the spreadsheet program shows it (from 1), and its cells from column A on."""


def new_parser() -> expat.XMLParserType:
    """An XML parser that refuses document types, and with them every entity and every external reference."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: Any) -> None:
    raise Damaged


class XlsxBook:
    """An opened .xlsx. Raises Damaged when it is not one."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        with reading():
            self._parts: Parts = read_parts(archive)
        self._strings: list[str] | None = None
        self._merged: dict[str, frozenset[int]] = {}

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets that the program shows; of hidden ones only when there are no others."""
        visible = [sheet.name for sheet in self._parts.sheets if not sheet.hidden]
        return visible or [sheet.name for sheet in self._parts.sheets]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that hold anything. Raises TooManyRows, TooManyColumns, Damaged, Bomb."""
        path = next(part.path for part in self._parts.sheets if part.name == sheet)
        if self._strings is None:
            self._strings = self._read_strings()
        reader = _SheetReader(self._parts, self._strings, self._limits)
        yield from reader.rows(self._archive.chunks(path))
        self._merged[sheet] = frozenset(reader.merged)

    def merged_rows(self, sheet: str) -> frozenset[int]:
        """Numbers of the rows in which cells are merged across columns; known once `rows` has come to its end."""
        return self._merged.get(sheet, frozenset())

    def _read_strings(self) -> list[str]:
        path = self._parts.strings
        if path not in self._archive:
            return []
        return _read_strings(self._archive.chunks(path, self._limits.strings_bytes))

    def close(self) -> None:
        self._archive.close()


def _read_strings(chunks: Iterator[bytes]) -> list[str]:
    """The table of shared strings; formatting runs are joined, phonetic hints (rPh) left out."""
    strings: list[str] = []
    pieces: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            pieces.clear()
        elif local in inside:
            inside[local] = True

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            strings.append(unescape("".join(pieces)))
        elif local in inside:
            inside[local] = False

    def data(text: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(text)

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    with reading():
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return strings


def unescape(text: str) -> str:
    """«_x000D_» is how the format writes characters that XML cannot hold."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _SheetReader:
    """Handlers of one pass over one sheet. State is flat for speed: a large register has millions of cells."""

    def __init__(self, parts: Parts, strings: list[str], limits: Limits) -> None:
        self._parts = parts
        self._strings = strings
        self._limits = limits
        self._ready: list[Row] = []
        self._columns: dict[str, int] = {}
        self._kinds: dict[str, str] = {}
        self._count = 0
        self._row_number = 0
        self._cells: list[Cell] = []
        self._column = -1
        self._type = "n"
        self._style = ""
        self._formula = False
        self._collecting = False
        self._hint = False
        self._pieces: list[str] = []
        self.merged: set[int] = set()

    def rows(self, chunks: Iterator[bytes]) -> Iterator[Row]:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        for chunk in chunks:
            with reading():
                parser.Parse(chunk, False)
            yield from self._take()
        with reading():
            parser.Parse(b"", True)
        yield from self._take()

    def _take(self) -> list[Row]:
        ready, self._ready = self._ready, []
        return ready

    def _kind(self, name: str) -> str:
        """The element's name without its prefix: some programs write <x:row>."""
        kind = self._kinds[name] = name.rpartition(":")[2]
        return kind

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(name) or self._kind(name)
        if kind == "c":
            reference = attributes.get("r")
            self._column = self._column + 1 if reference is None else self._column_of(reference)
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._formula = False
            self._pieces = []
        elif kind == "v" or kind == "t":
            self._collecting = not self._hint
        elif kind == "f":
            self._formula = True
        elif kind == "row":
            number = attributes.get("r")
            self._row_number = self._row_number + 1 if number is None else int(number)
            self._cells = []
            self._column = -1
        elif kind == "rPh":
            self._hint = True
        elif kind == "mergeCell" and len(self.merged) < self._limits.rows:
            self.merged.update(_row_merged_across(attributes.get("ref", "")))

    def _end(self, name: str) -> None:
        kind = self._kinds.get(name) or self._kind(name)
        if kind == "v" or kind == "t":
            self._collecting = False
        elif kind == "c":
            if self._pieces or self._formula:
                self._put(_FORMULA if self._formula else self._value("".join(self._pieces)))
        elif kind == "row":
            self._finish_row()
        elif kind == "rPh":
            self._hint = False

    def _data(self, text: str) -> None:
        if self._collecting:
            self._pieces.append(text)

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_index(letters)
        return column

    def _put(self, value: Cell) -> None:
        if value is None:
            return
        missing = self._column - len(self._cells)
        if missing < 0:
            self._cells[self._column] = value
            return
        if self._column >= self._limits.columns:
            raise TooManyColumns(limit=self._limits.columns)
        if missing:
            self._cells.extend([None] * missing)
        self._cells.append(value)

    def _finish_row(self) -> None:
        if not self._cells:
            return
        self._count += 1
        if self._count > self._limits.all_rows:
            raise TooManyRows(limit=self._limits.rows)
        self._ready.append((self._row_number, self._cells))

    def _value(self, raw: str) -> Cell:
        kind = self._type
        if kind == "s":
            return self._strings[int(raw)] or None
        if kind == "n":
            return self._number(raw)
        if kind == "inlineStr" or kind == "str":
            return unescape(raw) or None
        if kind == "b":
            return raw.strip() in ("1", "true")
        if kind == "e":
            return BrokenCell(raw.strip())
        if kind == "d":
            return datetime.fromisoformat(raw.strip()).replace(tzinfo=None)
        return raw or None

    def _number(self, raw: str) -> Cell:
        style = self._parts.date_styles.get(self._style)
        if style is not None:
            return from_serial(float(raw), is_time=style == "time", epoch=self._parts.epoch)
        try:
            return int(raw)
        except ValueError:
            number = float(raw)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _row_merged_across(reference: str) -> set[int]:
    """The row of a merge like «A7:P7», when it lies in one row and spans columns; higher merges are title blocks."""
    first, _, last = reference.partition(":")
    row, last_row = first.lstrip(_LETTERS), last.lstrip(_LETTERS)
    across = row == last_row and first.rstrip(_DIGITS) != last.rstrip(_DIGITS)
    return {int(row)} if across and row.isdecimal() else set()


def column_index(letters: str) -> int:
    """ "A" -> 0, "AA" -> 26. Raises ValueError for anything else."""
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError("a column reference")
        index = index * 26 + ord(letter) - 64
    if not 1 <= index <= 16_384:
        raise ValueError("a column reference")
    return index - 1


def from_serial(serial: float, *, is_time: bool, epoch: datetime) -> Cell:
    """A date cell's number as a date, to the second; a fraction of a day in a time format as a time."""
    if not 0 <= serial < _LAST_SERIAL:
        return BrokenCell("#####")
    if is_time and serial < 1:
        return (epoch + timedelta(seconds=round(serial * 86_400))).time()
    if serial < 60 and epoch.year == 1899:
        serial += 1  # Excel counts a 29 February 1900 that never was
    return epoch + timedelta(seconds=round(serial * 86_400))
