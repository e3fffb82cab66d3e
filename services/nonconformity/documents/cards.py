"""The card of a record as `card.typ` lays it out: every text made ready, nothing left to decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.nonconformity.documents import words
from services.nonconformity.domain import STATE_NAMES
from services.nonconformity.domain.measures import MEASURE_STATE_NAMES, MeasureState
from services.nonconformity.history.schemas import DueDates, History
from services.nonconformity.history.wording import long_date
from services.nonconformity.measures.schemas import MeasureItem
from services.nonconformity.schemas import Card, PersonRef
from shared.documents import typeset
from shared.i18n import Locale, Text, plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a printed card needs beside the card. `qr`: an SVG."""

    union: str
    locale: Locale
    now: datetime
    history: History
    due_dates: DueDates
    severities: Mapping[str, Text]  #: what each is called
    measures: Sequence[MeasureItem] = ()
    qr: str | None = None


def data_of(card: Card, sheet: Sheet) -> dict[str, Any]:
    """The data of `card.typ`."""
    locale, zone = sheet.locale, ZoneInfo(card.branch.time_zone)
    return {
        "lang": locale,
        "union": sheet.union,
        "title": f"{words.CARD.render(locale)} {card.number}",
        "title_above": words.CARD.render(locale),
        "number": card.number,
        "page": words.PAGE.render(locale),
        "printed": words.PRINTED.render(locale, {"when": words.moment(sheet.now, zone, locale)}),
        "state": STATE_NAMES[card.state].render(locale),
        "late": _late(card, locale),
        "qr": sheet.qr,
        "qr_caption": words.QR.render(locale),
        "facts": [[words.FACTS[name].render(locale), value] for name, value in _facts(card, sheet, zone)],
        "texts": list(_texts(card, locale)),
        "tables": list(_tables(card, sheet, zone)),
        "history": {
            "heading": words.HISTORY.render(locale),
            "items": [[words.short_moment(one.at, zone), typeset(one.text)] for one in sheet.history.items],
        },
        "signatures": [
            [role.render(locale), name]
            for role, name in zip(words.SIGNATURES, (_name(card.responsible, locale) or "", ""), strict=True)
        ],
    }


def _late(card: Card, locale: Locale) -> str | None:
    told = ((words.OVERDUE, card.overdue), (words.REPEAT, card.repeat))
    return " · ".join(text.render(locale) for text, holds in told if holds) or None


def _facts(card: Card, sheet: Sheet, zone: ZoneInfo) -> Iterator[tuple[str, str | None]]:
    """What is always said is said even when there is nothing; the rest only when there is."""
    locale = sheet.locale
    yield "site", typeset(card.site.name)
    yield "place", typeset(card.place)
    yield "category", typeset(card.category.name)
    yield "severity", typeset(sheet.severities[card.severity].render(locale))
    yield "branch", typeset(card.branch.name)
    yield "found_at", words.moment(card.found_at, zone, locale)
    yield "author", _name(card.author, locale) or words.NAMELESS.render(locale)
    yield "registered_at", words.moment(card.registered_at, zone, locale)
    yield "responsible", _name(card.responsible, locale)
    yield "due_on", _day(card.due_on, locale)
    if card.first_due_on != card.due_on:
        yield "first_due_on", _day(card.first_due_on, locale)
    if card.co_executors:
        yield "co_executors", _names(card.co_executors, locale)
    if card.observers:
        yield "observers", _names(card.observers, locale)
    if card.duplicate_of:
        yield "duplicate_of", card.duplicate_of.number
    if card.merged:
        yield "merged", ", ".join(one.number for one in card.merged)
    if card.external_number:
        yield "external_number", card.external_number


def _texts(card: Card, locale: Locale) -> Iterator[list[Any]]:
    yield [words.DESCRIPTION.render(locale), words.paragraphs(card.description)]
    if card.proposal:
        yield [words.PROPOSAL.render(locale), words.paragraphs(card.proposal)]


def _tables(card: Card, sheet: Sheet, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    locale = sheet.locale
    kept = [one for one in sheet.measures if one.state is not MeasureState.CANCELLED]
    if kept:
        rows = [_measure(one, locale) for one in kept]
        widths = (4, 17, 31, 20, 14, 14)
        yield _table(words.MEASURES, words.MEASURE_HEADINGS, rows, widths, locale, broken=(2,))
    ledger = sheet.due_dates
    if ledger.moves and ledger.first_due_on:
        rows = [
            [
                words.short_moment(move.at, zone), f"{move.from_:%d.%m.%Y}", f"{move.to:%d.%m.%Y}",
                _name(move.actor, locale) or "—", typeset(move.reason),
            ]
            for move in ledger.moves
        ]  # fmt: skip
        table = _table(words.DUE_DATES, words.DUE_HEADINGS, rows, (17, 11, 11, 22, 39), locale, broken=(4,))
        first = long_date(ledger.first_due_on, locale)
        yield table | {"lead": words.DUE_LEAD.render(locale, {"first": first, "times": _times(len(rows), locale)})}
    steps = [
        [
            words.short_moment(step.entered_at, zone), STATE_NAMES[step.state].render(locale),
            _name(step.actor, locale) or "—", typeset(step.reason or ""),
        ]
        for step in card.way
    ]  # fmt: skip
    yield _table(words.WAY, words.WAY_HEADINGS, steps, (17, 22, 26, 35), locale, broken=(3,))


def _measure(one: MeasureItem, locale: Locale) -> list[str]:
    what, due = one.description, f"{one.due_on:%d.%m.%Y}"
    if one.evidence:
        what = words.DONE.render(locale, {"what": what if what.endswith(".") else f"{what}.", "evidence": one.evidence})
    if one.expires_on:
        due = words.HOLDS_UNTIL.render(locale, {"due": due, "until": f"{one.expires_on:%d.%m.%Y}"})
    return [
        one.number.rpartition("/")[2], words.MEASURE_KINDS[one.kind].render(locale), typeset(" ".join(what.split())),
        _name(one.owner, locale) or "—", due, MEASURE_STATE_NAMES[one.state].render(locale),
    ]  # fmt: skip


def _table(
    heading: Text,
    headings: Sequence[Text],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    locale: Locale,
    *,
    broken: Sequence[int],
) -> dict[str, Any]:
    """`broken`: the columns of running text, which may be hyphenated."""
    return {
        "heading": heading.render(locale),
        "lead": None,
        "headings": [one.render(locale) for one in headings],
        "rows": rows,
        "widths": widths,
        "broken": broken,
    }


def _name(person: PersonRef | None, locale: Locale) -> str | None:
    if person is None:
        return None
    return typeset(person.name) if person.name else words.UNKNOWN.render(locale)


def _names(people: Sequence[PersonRef], locale: Locale) -> str:
    return ", ".join(_name(person, locale) or "" for person in people)


def _day(day: date | None, locale: Locale) -> str | None:
    return None if day is None else long_date(day, locale)


def _times(count: int, locale: Locale) -> str:
    if locale == "en":
        return "once" if count == 1 else f"{count} times"
    return f"{count}\u00a0{plural(count, 'раз', 'раза', 'раз')}"
