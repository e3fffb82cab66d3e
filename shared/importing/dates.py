"""Dates in every form that spreadsheets hold them: date cells, serial numbers, «24.05.75 г.», «24 мая 1975 года»."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.importing.cells import Cell, CellProblem, Parser, shown, written
from shared.importing.normalise import is_blank

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet knows no zone; Excel's day zero, its invented 29 February 1900 included
_LAST_SERIAL = 2_958_465  # 31.12.9999

_TIME = r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:Z|\+00:?00)?)?"
_YEAR_WORD = r"(?:\s*г(?:ода?)?\.?(?:\s?р\.?)?)?"
_PATTERNS = (
    re.compile(rf"(?P<day>\d{{1,2}})\s?[./\-, ]\s?(?P<month>\d{{1,2}})\s?[./\-, ]\s?(?P<year>\d{{4}}|\d{{2}})"
               rf"{_YEAR_WORD}{_TIME}", re.IGNORECASE),
    re.compile(rf"(?P<year>\d{{4}})[./\-](?P<month>\d{{1,2}})[./\-](?P<day>\d{{1,2}}){_TIME}", re.IGNORECASE),
    re.compile(rf"«?(?P<day>\d{{1,2}})»?(?:[\s.\-]*)(?P<word>[а-яёa-z]{{3,9}})\.?[\s,.\-]*(?P<year>\d{{4}}|\d{{2}})"
               rf"{_YEAR_WORD}{_TIME}", re.IGNORECASE),
)  # fmt: skip
_MONTHS = (
    ("января", "январь", "january"), ("февраля", "февраль", "february"), ("марта", "март", "march"),
    ("апреля", "апрель", "april"), ("мая", "май", "may"), ("июня", "июнь", "june"), ("июля", "июль", "july"),
    ("августа", "август", "august"), ("сентября", "сентябрь", "september"), ("октября", "октябрь", "october"),
    ("ноября", "ноябрь", "november"), ("декабря", "декабрь", "december"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateRules:
    """What dates a column may hold.

    `pivot`: the last two-digit year of this century, so that with 30 «12.05.30» is 2030 and «12.05.31» is 1931.
    `earliest` and `latest` are included; a later date is called future, so give today there for facts that happened.
    """

    pivot: int
    earliest: date = date(1900, 1, 1)
    latest: date = date(2199, 12, 31)

    def __post_init__(self) -> None:
        if not 0 <= self.pivot <= 99:
            raise ValueError("pivot is a two-digit year")

    @classmethod
    def past(cls, today: date, *, youngest: int = 0) -> "DateRules":
        """A fact that happened by `today`; of two centuries the one that makes it at least `youngest` years old."""
        return cls(pivot=(today.year - youngest) % 100, latest=today)


def date_parser(rules: DateRules) -> Parser:
    """A parser that gives a `date`; a time of day beside it is left out."""

    def parse(cell: Cell) -> date | None:
        # Nearly all cells of a real sheet are date cells: the short way comes first.
        moment = cell if type(cell) is datetime else _read(cell, rules)
        return None if moment is None else _within(moment, rules, cell).date()

    return parse


def moment_parser(rules: DateRules) -> Parser:
    """A parser that gives a `datetime` without a zone (the sheet knows none); midnight when only a date is written."""

    def parse(cell: Cell) -> datetime | None:
        moment = _read(cell, rules)
        return None if moment is None else _within(moment, rules, cell)

    return parse


def _read(cell: Cell, rules: DateRules) -> datetime | None:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    value = written(cell)
    if is_blank(value):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell, cell)
    if value.isdecimal():
        return _from_digits(value, cell)
    stripped = value.strip(" .,;'")
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(stripped):
            return _from_match(match, rules, cell)
    raise CellProblem("date_unreadable", value=shown(cell))


def _from_serial(serial: float, cell: Cell) -> datetime:
    if not 1 <= serial <= _LAST_SERIAL:
        raise CellProblem("date_unreadable", value=shown(cell))
    if 1900 <= serial <= 2199 and serial == int(serial):
        raise CellProblem("date_is_a_year", value=shown(cell))  # as a serial it would be some day of 1905
    return _EPOCH + timedelta(seconds=round(serial * 86_400))


def _from_digits(value: str, cell: Cell) -> datetime:
    """Digits without points: a serial number kept as text, «24051975» or «19750524» (no date can be read both ways)."""
    if len(value) == 4:
        raise CellProblem("date_is_a_year", value=value)
    if len(value) == 5:
        return _from_serial(float(value), cell)
    if len(value) == 8:
        readings = [_maybe(int(value[4:]), int(value[2:4]), int(value[:2])),
                    _maybe(int(value[:4]), int(value[4:6]), int(value[6:]))]  # fmt: skip
        plausible = [moment for moment in readings if moment and 1900 <= moment.year <= 2199]
        if len(plausible) == 1:
            return plausible[0]
    raise CellProblem("date_unreadable", value=shown(cell))


def _from_match(match: re.Match[str], rules: DateRules, cell: Cell) -> datetime:
    parts = match.groupdict()
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 2000 if year <= rules.pivot else 1900
    month = _month(parts["word"]) if parts.get("word") else int(parts["month"])
    if month is None:
        raise CellProblem("date_unreadable", value=shown(cell))
    clock = (int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0))
    moment = _maybe(year, month, int(parts["day"]), *clock)
    if moment is None:
        raise CellProblem("date_impossible", value=shown(cell))
    return moment


def _month(word: str) -> int | None:
    """The number of a month by its name or by its first letters («мая», «сент», «dec»), None for another word."""
    word = word.lower()
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(word) for name in names):
            return number
    return None


def _maybe(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def _within(moment: datetime, rules: DateRules, cell: Cell) -> datetime:
    day = moment.date()
    if day > rules.latest:
        raise CellProblem("date_in_future", value=shown(cell), latest=rules.latest.strftime("%d.%m.%Y"))
    if day < rules.earliest:
        raise CellProblem("date_too_early", value=shown(cell), earliest=rules.earliest.strftime("%d.%m.%Y"))
    return moment
