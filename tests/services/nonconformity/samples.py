"""The two spreadsheets of the demonstration union, and small ones made for a test."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
