"""A filtered list as `register.typ` lays it out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.nonconformity.documents import words
from services.nonconformity.domain import STATE_NAMES
from services.nonconformity.history.wording import long_date, quoted
from services.nonconformity.journal.schemas import Item, JournalQuery
from shared.documents import typeset
from shared.i18n import Locale, Text, plural

LONGEST_TEXT = 600  #: characters of a description; a register is looked over, the card is read

_SELECTION: Mapping[str, Text] = {
    "branch_id": Text(ru="отделение — {value}", en="branch: {value}"),
    "site_id": Text(ru="площадка — {value}", en="site: {value}"),
    "category_id": Text(ru="категория — {value}", en="category: {value}"),
    "responsible_id": Text(ru="ответственный — {value}", en="responsible: {value}"),
    "author_id": Text(ru="автор — {value}", en="author: {value}"),
    "found_from": Text(ru="обнаружено с {value}", en="found from {value}"),
    "found_to": Text(ru="обнаружено по {value}", en="found until {value}"),
    "due_before": Text(ru="срок до {value}", en="due before {value}"),
    "q": Text(ru="слова {value}", en="words {value}"),
}
_YES = {
    "overdue": (Text(ru="просроченные", en="overdue"), Text(ru="непросроченные", en="not overdue")),
    "repeat": (Text(ru="повторные", en="repeats"), Text(ru="неповторные", en="no repeats")),
    "mine": (Text(ru="с моим участием", en="mine"), Text(ru="без моего участия", en="not mine")),
}
_STATE = Text(ru="состояние — {value}", en="state: {value}")
_SEVERITY = Text(ru="тяжесть — {value}", en="severity: {value}")
_CHOSEN = Text(ru="только выбранные", en="chosen ones only")
_ALL = Text(ru="Все записи", en="All records")


def data_of(
    items: Sequence[Item],
    *,
    query: JournalQuery,
    names: Mapping[UUID, str],
    severities: Mapping[str, Text],
    zones: Mapping[UUID, ZoneInfo],
    union: str,
    now: datetime,
    home: ZoneInfo,
    locale: Locale,
) -> dict[str, Any]:
    """The data of `register.typ`. `names`: what the ids of the query are called; `home`: the zone of the footer."""
    title = words.REGISTER.render(locale)
    return {
        "lang": locale,
        "union": union,
        "title": title,
        "page": words.PAGE.render(locale),
        "printed": words.PRINTED.render(locale, {"when": words.moment(now, home, locale)}),
        "selection": typeset(f"{_selection(query, names, severities, locale)} · {_count(len(items), locale)}"),
        "headings": [one.render(locale) for one in words.REGISTER_HEADINGS],
        "rows": [_row(item, zones[UUID(item["branch"]["id"])], locale) for item in items],
        "nothing": words.NOTHING.render(locale),
    }


def _row(item: Item, zone: ZoneInfo, locale: Locale) -> dict[str, Any]:
    responsible = item["responsible"]
    due = item["due_on"]
    return {
        "late": item["overdue"],
        "cells": [
            item["number"],
            f"{item['found_at'].astimezone(zone):%d.%m.%Y}",
            typeset(f"{item['site']['name']}, {item['place']}"),
            typeset(item["category"]["name"]),
            typeset(_shortened(item["description"])),
            typeset((responsible["name"] or "") if responsible else "—"),
            f"{due:%d.%m.%Y}" if due else "—",
            STATE_NAMES[item["state"]].render(locale),
        ],
    }


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else line[:LONGEST_TEXT].rsplit(" ", 1)[0].rstrip(" ,.;:—-") + "…"


def _selection(query: JournalQuery, names: Mapping[UUID, str], severities: Mapping[str, Text], locale: Locale) -> str:
    """What the list was narrowed down by, in a sentence."""
    said = [_CHOSEN.render(locale)] if query.ids else []
    if query.state:
        said.append(_STATE.render(locale, {"value": ", ".join(STATE_NAMES[one].render(locale) for one in query.state)}))
    if query.severity:
        value = ", ".join(severities[one].render(locale) for one in query.severity)
        said.append(_SEVERITY.render(locale, {"value": value}))
    for name, text in _SELECTION.items():
        value = getattr(query, name)
        if value is not None:
            said.append(text.render(locale, {"value": _value(value, names, locale)}))
    for name, (yes, no) in _YES.items():
        wanted = getattr(query, name)
        if wanted is not None:
            said.append((yes if wanted else no).render(locale))
    if not said:
        return _ALL.render(locale)
    sentence = "; ".join(said)
    return sentence[0].upper() + sentence[1:]


def _value(value: Any, names: Mapping[UUID, str], locale: Locale) -> str:
    if isinstance(value, UUID):
        return names.get(value, "?")
    return long_date(value, locale) if isinstance(value, date) else quoted(value, locale, {})


def _count(count: int, locale: Locale) -> str:
    if locale == "en":
        return f"{count:,} record" + ("" if count == 1 else "s")
    return f"{count:,}".replace(",", "\u00a0") + " " + plural(count, "запись", "записи", "записей")
