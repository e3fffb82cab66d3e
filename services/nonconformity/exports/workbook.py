"""The journal as an .xlsx, written row by row: memory does not grow with its length."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from services.nonconformity.domain import STATE_NAMES
from services.nonconformity.exports import texts
from services.nonconformity.journal.schemas import Item
from shared.documents.workbook import CELL, LONGEST_TEXT, begin_sheet, open_book
from shared.i18n import Locale

_FIRST_YEAR = 1900  #: of a date, by Excel

_WIDTHS: Mapping[str, float] = {
    "number": 15, "external_number": 12, "state": 21, "overdue": 12, "branch": 18, "site": 20, "place": 26,
    "category": 22, "severity": 12, "description": 60, "proposal": 40, "found_at": 16, "registered_at": 16,
    "author": 30, "responsible": 30, "co_executors": 30, "first_due_on": 14, "due_on": 12, "due_date_moves": 11,
    "fixed_at": 16, "closed_at": 16, "repeat": 11,
}  # fmt: skip
_DAYS = frozenset({"first_due_on", "due_on"})
_MOMENTS = frozenset({"found_at", "registered_at", "fixed_at", "closed_at"})
_COUNTS = frozenset({"due_date_moves"})
_COLUMNS = tuple(texts.HEADINGS)


class JournalBook:
    """An open workbook: `add` rows, `close`, and the file is whole. Not for two threads at once."""

    def __init__(self, target: IO[bytes], *, locale: Locale, title: str, temporary_folder: str) -> None:
        self._locale = locale
        self._book = open_book(target, title=title, temporary_folder=temporary_folder)
        columns = [(texts.HEADINGS[name].render(locale), _WIDTHS[name]) for name in _COLUMNS]
        self._sheet = begin_sheet(self._book, texts.SHEET.render(locale), columns)
        self._formats = {late: self._make_formats(late) for late in (False, True)}
        self._row = 0

    def add(self, rows: Sequence["ExportRow"]) -> None:
        """Write some rows below those that are there."""
        for row in rows:
            self._row += 1
            self._write(row)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(_COLUMNS) - 1)
        self._book.close()

    def _make_formats(self, late: bool) -> Mapping[str, Any]:
        common = dict(CELL)
        if late:
            common |= {"bg_color": "#FDE7E7"}
        add = self._book.add_format
        return {
            "text": add({**common, "text_wrap": True}),
            "day": add({**common, "num_format": "dd.mm.yyyy", "align": "left"}),
            "moment": add({**common, "num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
            "count": add({**common, "num_format": "0"}),
            "late": add({**common, "bold": True, "font_color": "#B42318"}),
        }

    def _write(self, row: "ExportRow") -> None:
        formats = self._formats[row.item["overdue"]]
        values = row.values(self._locale)
        for column, name in enumerate(_COLUMNS):
            value = values[name]
            write, style = self._writer(name)
            if value is None:
                self._sheet.write_blank(self._row, column, None, formats[style])
            else:
                write(self._row, column, value, formats[style])

    def _writer(self, name: str) -> tuple[Callable[..., Any], str]:
        if name in _DAYS:
            return self._sheet.write_datetime, "day"
        if name in _MOMENTS:
            return self._sheet.write_datetime, "moment"
        if name in _COUNTS:
            return self._sheet.write_number, "count"
        return self._sheet.write_string, "late" if name == "overdue" else "text"


class ExportRow:
    """A row of the journal with what the list does not show: its zone, what its severity is called, the proposal."""

    __slots__ = ("co_executors", "item", "proposal", "severity", "zone")

    def __init__(
        self, item: Item, *, zone: ZoneInfo, severity: str, proposal: str | None, co_executors: str | None
    ) -> None:
        self.item, self.zone, self.severity = item, zone, severity
        self.proposal, self.co_executors = proposal, co_executors

    def values(self, locale: Locale) -> Mapping[str, Any]:
        """A value for each of `HEADINGS`: texts, dates and moments as the branch's clock showed them."""
        item = self.item
        nameless = texts.NAMELESS.render(locale)
        return {
            "number": item["number"],
            "external_number": item["external_number"],
            "state": STATE_NAMES[item["state"]].render(locale),
            "overdue": texts.OVERDUE.render(locale) if item["overdue"] else None,
            "branch": item["branch"]["name"],
            "site": item["site"]["name"],
            "place": item["place"],
            "category": item["category"]["name"],
            "severity": self.severity,
            "description": item["description"][:LONGEST_TEXT],
            "proposal": self.proposal,
            "found_at": self._moment(item["found_at"]),
            "registered_at": self._moment(item["registered_at"]),
            "author": item["author"]["name"] if item["author"] else nameless,
            "responsible": item["responsible"]["name"] if item["responsible"] else None,
            "co_executors": self.co_executors,
            "first_due_on": _day(item["first_due_on"]),
            "due_on": _day(item["due_on"]),
            "due_date_moves": item["due_date_moves"] or None,
            "fixed_at": self._moment(item["fixed_at"]),
            "closed_at": self._moment(item["closed_at"]),
            "repeat": texts.REPEAT.render(locale) if item["repeat"] else None,
        }

    def _moment(self, at: datetime | None) -> datetime | None:
        """Excel knows no zones: the branch's wall clock, to the minute."""
        return None if at is None else at.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)


def _day(day: date | None) -> date | None:
    return day if day is None or day.year >= _FIRST_YEAR else None
