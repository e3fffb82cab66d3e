"""An .xlsx through openpyxl, a row at a time.

This is openpyxl's read-only mode put together from its own parts, because whole it can be misused by a stranger's file:
it fills every row out to its last cell (column XFD) and every gap between two row numbers, translates each cell of a
shared formula, does not tell of merged cells, and stumbles over odd filters and print areas that no import needs.
"""

import warnings
from collections.abc import Generator, Iterator
from datetime import timedelta
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_ROOT_RELS, XLSM, XLSX, XLTM, XLTX
from openpyxl.xml.functions import iterparse

from shared.importing.archive import Archive, Limits, Part, reading
from shared.importing.cells import BrokenCell, Cell, Formula
from shared.importing.errors import Damaged, NotASpreadsheet, OldFormat, TooManyColumns, TooManyRows

# They concern formatting, and one of them quotes what people typed.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")

_FORMULA = Formula()
_LAST_ROW = 1_048_576  # of the format
_DAY = timedelta(days=1)
_HIDDEN = ("hidden", "veryHidden")
_STRICT = b"http://purl.oclc.org/ooxml/"  # the other dialect of the format, in which openpyxl finds no rows

Row = tuple[int, list[Cell]]
"""A row that is not empty: its number as the spreadsheet program shows it (from 1), and its cells from column A on."""


class XlsxBook:
    """An opened .xlsx. Raises NotASpreadsheet for another kind of archive, OldFormat, Encrypted, Damaged, Bomb."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self._archive = Archive(file, limits)
        with reading():
            _refuse_other_kinds(self._archive)
            reader = ExcelReader(file, read_only=True, keep_links=False)
            reader.archive = cast(ZipFile, self._archive)  # all that is unpacked goes past the guards
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            self._strings, self._styles = reader.shared_strings, reader.wb
            found = [(sheet, rel) for sheet, rel in reader.parser.find_sheets() if rel.Type.endswith("/worksheet")]
        if not found:
            raise Damaged
        self._paths = {sheet.name: rel.Target for sheet, rel in found}
        self._visible = [sheet.name for sheet, _ in found if sheet.state not in _HIDDEN]
        self._merged: dict[str, frozenset[int]] = {}

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets that the program shows; of hidden ones only when there are no others."""
        return self._visible or list(self._paths)

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that hold anything. Raises TooManyRows, TooManyColumns, Damaged, Bomb."""
        path = self._paths[sheet]
        filled = 0
        with reading(), self._archive.open_sheet(path) as source:
            parser = _SheetParser(source, self._strings, self._styles, self._limits.columns)
            for place, (number, cells) in enumerate(parser.parse()):
                row = parser.values(number, cells)
                filled += bool(row)
                if filled > self._limits.all_rows or place >= _LAST_ROW:
                    raise TooManyRows(limit=self._limits.rows)
                if row:
                    yield number, row
        self._merged[sheet] = parser.merged_rows

    def merged_rows(self, sheet: str) -> frozenset[int]:
        """Numbers of the rows in which cells are merged across columns; known once `rows` has come to its end."""
        return self._merged.get(sheet, frozenset())

    def close(self) -> None:
        self._archive.close()


def _refuse_other_kinds(archive: Archive) -> None:
    """Spreadsheets of other formats by name, before openpyxl calls them all broken."""
    if "mimetype" in archive and b"opendocument.spreadsheet" in archive.read("mimetype"):
        raise OldFormat(format=".ods")
    if ARC_ROOT_RELS in archive and _STRICT in archive.read(ARC_ROOT_RELS):
        raise OldFormat(format="Strict Open XML")
    manifest = archive.read(ARC_CONTENT_TYPES).decode("utf-8", "replace") if ARC_CONTENT_TYPES in archive else ""
    if "sheet.binary" in manifest:
        raise OldFormat(format=".xlsb")
    if not any(kind in manifest for kind in (XLSX, XLSM, XLTX, XLTM)):
        raise NotASpreadsheet


class _SheetParser(WorkSheetParser):
    """openpyxl's reading of rows and cells; of what surrounds them, only which cells are merged."""

    def __init__(self, source: Part, strings: list[str], styles: Workbook, columns: int) -> None:
        super().__init__(
            source,
            strings,
            epoch=styles.epoch,
            date_formats=styles._date_formats,  # type: ignore[attr-defined]
            timedelta_formats=styles._timedelta_formats,  # type: ignore[attr-defined]
        )
        self._part = source
        self._columns = columns
        self._computed: dict[int, int] = {}  # column -> the last row that a formula above it fills
        self.merged_rows: frozenset[int] = frozenset()

    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]], None, None]:
        for _, element in iterparse(self._part):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
                self.row_dimensions.clear()
                self._part.tree_dropped()
            elif element.tag == MERGE_TAG:
                blocks = map(_block, element)  # in one row across columns; higher ones are title blocks
                self.merged_rows = frozenset(top for left, top, right, low in blocks if top == low and left < right)

    def parse_formula(self, element: Element) -> Formula:
        """No formula is kept. One that fills a block stands in its first cell only: the others look like values."""
        formula = element.find(FORMULA_TAG)
        if formula is not None and formula.get("t") in ("array", "dataTable"):
            left, _, right, low = _block(formula)
            for column in range(left, min(right, self._columns) + 1):
                self._computed[column] = max(low, self._computed.get(column, 0))
        return _FORMULA

    def values(self, number: int, cells: list[dict[str, Any]]) -> list[Cell]:
        """The cells of a row by column, up to the last that holds anything."""
        row: list[Cell] = []
        for cell in cells:
            value = _value(cell["value"], cell["data_type"])
            if value is None:
                continue
            column = cell["column"]
            if column > self._columns:
                raise TooManyColumns(limit=self._columns)
            row.extend([None] * (column - len(row)))
            row[column - 1] = _FORMULA if number <= self._computed.get(column, 0) else value
        return row


def _block(element: Element) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the cells that an element speaks of, «A7:P7» or «A7», from 1."""
    return cast(tuple[int, int, int, int], range_boundaries(element.get("ref", "")))


def _value(value: Any, kind: str) -> Cell:
    """A value of openpyxl as a cell of ours: whole numbers as int, a duration as its number of days."""
    if isinstance(value, str):
        if kind == "e":
            return BrokenCell(value)
        return (unescape(value) if "_x" in value else value) or None
    if isinstance(value, timedelta):
        value = value / _DAY
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return cast(Cell, value)
