"""The two spreadsheets of the demonstration union, and small ones made for a test."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[3]
MEMBERS = ROOT / "deploy" / "demo" / "members.xlsx"
JOURNAL = ROOT / "deploy" / "demo" / "nonconformities.xlsx"

HEADINGS = (
    "№", "Дата выявления", "Площадка", "Место", "Категория", "Описание несоответствия", "Выявил", "Ответственный",
    "Соисполнители", "Срок устранения", "Дата устранения", "Статус",
)  # fmt: skip


def workbook(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, title: str = "") -> bytes:
    """An .xlsx with a heading row and these rows; `title` stands above it, as in a printed journal."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Журнал")
        top = 0
        if title:
            sheet.write(0, 0, title)
            top = 2
        for number, row in enumerate((headings, *rows), start=top):
            sheet.write_row(number, 0, row)
    return content.getvalue()


SAMPLE_HEADINGS = (
    "№", "Дата выявления", "Площадка", "Место", "Категория", "Описание несоответствия", "Предложение", "Выявил",
    "Таб. № выявившего", "Ответственный", "Соисполнители", "Срок устранения", "Дата устранения", "Статус",
    "Примечание",
)  # fmt: skip


def sample_rows(count: int) -> Sequence[Sequence[Any]]:
    """The first rows of the sample journal, under `SAMPLE_HEADINGS`."""
    book = openpyxl.load_workbook(JOURNAL, read_only=True)
    try:
        return list(book.worksheets[0].iter_rows(min_row=3, max_row=2 + count, values_only=True))
    finally:
        book.close()
