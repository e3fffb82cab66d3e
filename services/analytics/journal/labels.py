"""What groups are called, in both languages, and in which order they come."""

from collections.abc import Mapping
from typing import Final

from services.analytics.domain import SEVERITIES, SOURCES, STATES, Grouping
from shared.contracts.nonconformity import SEVERITY_NAMES, SOURCE_NAMES, STATE_NAMES
from shared.i18n import Locale, Text

NOBODY_KEY: Final = "none"  #: the key of the records that have nobody in this place

#: Groupings by a person whom a record may lack, and what such records have in common.
NOBODY: Final[Mapping[Grouping, Text]] = {
    "responsible": Text(ru="Ответственный не назначен", en="Nobody is responsible"),
    "inspector": Text(ru="Автор не назвался", en="The author gave no name"),
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
_ORDER: Final[Mapping[str, int]] = {code: place for place, code in enumerate((*STATES, *SEVERITIES, *SOURCES))}


def label(group_by: Grouping, key: str | None, name: str | None, locale: Locale) -> str:
    """«ноябрь 2026», «В работе», «Иванова Анна Петровна»: `name` is the one that events told, if any."""
    if key is None:
        return NOBODY[group_by].render(locale)
    if group_by == "month":
        year, month = key.split("-")
        return f"{_MONTHS[int(month) - 1].render(locale)} {year}"
    if group_by == "state":
        return STATE_NAMES[key].render(locale)
    if group_by == "source":
        return SOURCE_NAMES[key].render(locale)
    if group_by == "severity":
        return SEVERITY_NAMES[key].render(locale)
    return name or _NOT_HEARD_OF.render(locale)


def place(group_by: Grouping, key: str | None, filed: int, sort_key: str | None) -> tuple[bool, int, str]:
    """Months by time, states and severities by their own order, the rest by size and name; nobody comes last."""
    if group_by == "month":
        return False, 0, key or ""
    if group_by in ("state", "severity", "source"):
        return False, _ORDER[key or ""], ""
    return key is None, -filed, sort_key or "\U0010ffff"
