"""What groups are called, in both languages, and in which order they come."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from services.analytics.domain import SEVERITIES, SOURCES, STATES, Grouping
from shared.contracts.nonconformity import SEVERITY_NAMES, SOURCE_NAMES, STATE_NAMES
from shared.i18n import Locale, Text

NOBODY_KEY: Final = "none"  #: the key of the records that have nobody in this place

_NOT_CLOSED: Final = Text(ru="Ещё не устранено", en="Not closed yet")
#: Groupings by what a record may lack, and what such records have in common.
NOBODY: Final[Mapping[Grouping, Text]] = {
    "responsible": Text(ru="Ответственный не назначен", en="Nobody is responsible"),
    "inspector": Text(ru="Автор не назвался", en="The author gave no name"),
    "closed_week": _NOT_CLOSED,
    "closed_month": _NOT_CLOSED,
}
_NOT_HEARD_OF: Final = Text(ru="Название ещё не получено", en="Name not known yet")

_MONTHS: Final = (
    Text(ru="январь", en="January"),
    Text(ru="февраль", en="February"),
    Text(ru="март", en="March"),
    Text(ru="апрель", en="April"),
    Text(ru="май", en="May"),
    Text(ru="июнь", en="June"),
    Text(ru="июль", en="July"),
    Text(ru="август", en="August"),
    Text(ru="сентябрь", en="September"),
    Text(ru="октябрь", en="October"),
    Text(ru="ноябрь", en="November"),
    Text(ru="декабрь", en="December"),
)
_OF_MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
TIMES: Final = frozenset({"week", "month", "closed_week", "closed_month"})
_ORDER: Final[Mapping[str, int]] = {code: place for place, code in enumerate((*STATES, *SEVERITIES, *SOURCES))}


def label(group_by: Grouping, key: str | None, name: str | None, locale: Locale) -> str:
    """«ноябрь 2026», «В работе», «Иванова Анна Петровна»: `name` is the one that events told, if any."""
    if key is None:
        return NOBODY[group_by].render(locale)
    if group_by in TIMES:
        return period(key, locale)
    if group_by == "state":
        return STATE_NAMES[key].render(locale)
    if group_by == "source":
        return SOURCE_NAMES[key].render(locale)
    if group_by == "severity":
        return name or SEVERITY_NAMES[key].render(locale)
    return name or _NOT_HEARD_OF.render(locale)


def period(key: str, locale: Locale) -> str:
    """«ноябрь 2026» of 2026-11, «16–22 ноября 2026» of 2026-W47."""
    year, part = key.split("-")
    if not part.startswith("W"):
        return f"{_MONTHS[int(part) - 1].render(locale)} {year}"
    first = date.fromisocalendar(int(year), int(part[1:]), 1)
    last = first + timedelta(days=6)
    beginning = str(first.day) if first.month == last.month else f"{first.day} {_month_of(first, locale)}"
    if first.year != last.year:
        beginning = f"{beginning} {first.year}"
    dash = "–" if first.month == last.month else " – "
    return f"{beginning}{dash}{last.day} {_month_of(last, locale)} {last.year}"


def _month_of(day: date, locale: Locale) -> str:
    return _OF_MONTHS[day.month - 1] if locale == "ru" else _MONTHS[day.month - 1].render(locale)


def place(group_by: Grouping, key: str | None, filed: int, sort_key: str | None) -> tuple[bool, int, str]:
    """Months by time, states and severities by their own order, the rest by size and name; nobody comes last."""
    if group_by in TIMES:
        return key is None, 0, key or ""
    if group_by in ("state", "severity", "source"):
        return False, _ORDER[key or ""], ""
    return key is None, -filed, sort_key or "\U0010ffff"
