"""Spreadsheets as we write them: what an .xlsx of ours looks like, and what it must not do.

Texts are written as texts: what begins with «=» is no formula, what begins with «https:» no link. xlsxwriter is loaded
with the first file, not at every start. Writing takes the processor: call it in a thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any, Literal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = {"description": "The file", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
"""The response of a reference."""

LONGEST_TEXT = 32_767  #: of a cell, by Excel
CELL: Mapping[str, Any] = {"valign": "top", "border": 1, "border_color": "#D0D7DE"}
_HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E3EAF3", "bottom": 1}
_A4 = 9

Kind = Literal["text", "day", "count", "number", "share"]
_FORMATS: Mapping[Kind, Mapping[str, Any]] = {
    "text": {"text_wrap": True},
    "day": {"num_format": "dd.mm.yyyy", "align": "left"},
    "count": {"num_format": "0"},
    "number": {"num_format": "0.0"},
    "share": {"num_format": "0%"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is from 0 to 1 and shown in per cent; `width` is in characters."""

    heading: str
    kind: Kind = "text"
    width: float = 12


def open_book(target: IO[bytes], *, title: str, temporary_folder: str | None = None) -> Any:
    """A workbook of xlsxwriter's. With a folder for what waits, its memory does not grow with its length, and rows
    have to be written in their order."""
    import xlsxwriter  # type: ignore[import-untyped]

    book = xlsxwriter.Workbook(
        target,
        {
            **({"constant_memory": True, "tmpdir": temporary_folder} if temporary_folder else {"in_memory": True}),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001  no clock in a file
    return book


def begin_sheet(book: Any, name: str, columns: Sequence[tuple[str, float]]) -> Any:
    """A sheet with its headings, which stay in sight and are repeated on every printed page; `columns` with widths."""
    sheet = book.add_worksheet(name)
    heading = book.add_format(_HEADING)
    for number, (_, width) in enumerate(columns):
        sheet.set_column(number, number, width)
    sheet.set_row(0, 32)
    for number, (text, _) in enumerate(columns):
        sheet.write_string(0, number, text, heading)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def table(name: str, columns: Sequence[Column], rows: Iterable[Sequence[str | float | date | None]]) -> bytes:
    """A short table, some thousands of rows at most, as a file."""
    target = BytesIO()
    book = open_book(target, title=name)
    sheet = begin_sheet(book, name, [(column.heading, column.width) for column in columns])
    formats = {kind: book.add_format({**CELL, **style}) for kind, style in _FORMATS.items()}
    last = 0
    for last, row in enumerate(rows, 1):
        for number, (column, value) in enumerate(zip(columns, row, strict=True)):
            style = formats[column.kind]
            if value is None:
                sheet.write_blank(last, number, None, style)
            elif isinstance(value, str):
                sheet.write_string(last, number, value[:LONGEST_TEXT], style)
            elif isinstance(value, date):
                sheet.write_datetime(last, number, value, style)
            else:
                sheet.write_number(last, number, value, style)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return target.getvalue()
