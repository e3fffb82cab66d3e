"""Making table files for tests and reading them the way a service does."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]

from shared.importing import Correction, ImportLog, Limits, ParsedRow, StoredReport, TableSpec, open_table
from shared.importing.layout import Layout

DEMO = Path(__file__).parents[3] / "deploy" / "demo"
DATE_FORMAT = 'dd.mm.yyyy "г."'
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(
    *rows: Sequence[Any],
    merges: Iterable[str] = (),
    sheet: str = "Лист1",
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> io.BytesIO:
    """An .xlsx as the office program saves it; "=..." is a formula, `more` are further sheets by name."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": True})
    date_format = book.add_format({"num_format": DATE_FORMAT})
    for name, content in {sheet: list(rows), **(more or {})}.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(content):
            for column, value in enumerate(row):
                if isinstance(value, date | datetime):
                    page.write_datetime(number, column, value, date_format)
                elif value is not None:
                    page.write(number, column, value)
        for merge in merges if name == sheet else ():
            first_row = int("".join(filter(str.isdigit, merge.split(":")[0]))) - 1
            page.merge_range(merge, next(value for value in rows[first_row] if value is not None))
    book.close()
    file.seek(0)
    return file


def delimited(*rows: Sequence[str], encoding: str = "utf-8", delimiter: str = ";") -> io.BytesIO:
    """Delimited text with Windows line ends."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def rezipped(
    file: io.BytesIO, changes: Mapping[str, bytes | None], renamed: Mapping[str, str] | None = None
) -> io.BytesIO:
    """The same archive with parts replaced, added, removed (None) or renamed."""
    result = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr((renamed or {}).get(name, name), old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    result.seek(0)
    return result


def with_sheet(xml: str) -> io.BytesIO:
    """A workbook whose only sheet holds this XML."""
    return rezipped(xlsx(["x"]), {SHEET: f"<worksheet {MAIN}>{xml}</worksheet>".encode()})


@dataclass
class Reading:
    """A whole table as read, every valid record counted as new."""

    layout: Layout
    rows: list[ParsedRow]
    report: StoredReport

    @property
    def records(self) -> list[dict[str, Any]]:
        return [row.values for row in self.rows if row.kind == "data" and row.valid]

    @property
    def fields(self) -> dict[str, str | None]:
        return {column.heading: column.field for column in self.layout.columns}

    @property
    def problems(self) -> list[tuple[int | None, str | None, str]]:
        return [(problem.row, problem.column, problem.code) for problem in self.report.problems]

    def kinds(self) -> dict[int, str]:
        return {row.number: row.kind.value for row in self.rows}


def read(
    source: Path | BinaryIO,
    spec: TableSpec,
    *,
    synonyms: Mapping[str, str] | None = None,
    mapping: Correction | None = None,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Reads as a service does; a table that is not ready gives no rows."""
    with open_table(source, spec, synonyms=synonyms, mapping=mapping, sheet=sheet, limits=limits) as table:
        log = ImportLog(table)
        rows: list[ParsedRow] = []
        for row in table.rows() if table.ready else ():
            rows.append(row)
            if log.accept(row):
                log.count("new")
        return Reading(table.layout, rows, log.report())
