"""From a phrase to a sentence in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.nonconformity.domain.comments import mentioned, with_names
from services.nonconformity.history.timeline import Entry, Joined, Person, Phrase, Quoted
from shared.i18n import Locale, Text

LONGEST_QUOTE = 160  #: characters of what somebody typed
NAMELESS = Text(ru="имя неизвестно", en="name unknown")
ANONYMOUS = Text(ru="анонимный автор", en="the anonymous author")


def short_name(last: str, first: str, middle: str | None) -> str:
    """«Иванов П. С.»; of «Удалённый участник № 1» the number stays whole."""
    initials = " ".join(f"{name[0]}." if name[0].isalpha() else name for name in (first, middle) if name)
    return f"{last} {initials}".strip()


def long_date(day: date, locale: Locale) -> str:
    """«12 декабря 2026 г.», “December 12, 2026”; the «г.» never stands on a line of its own."""
    from babel.dates import format_date  # its data is read when the first date is written, not at every start

    return format_date(day, format="long", locale=locale).replace("\u202f", "\xa0")


def quoted(text: str, locale: Locale, names: Mapping[UUID, str]) -> str:
    """What somebody typed, on one line and in quotation marks of the language; shortened at a word."""
    line = " ".join(with_names(text, names).split())
    if len(line) > LONGEST_QUOTE:
        line = line[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,.;:—-") + "…"
    outer, inner = ("«»", "„“") if locale == "ru" else ("“”", "‘’")
    line = line.translate({ord(sign): inner[n % 2] for n, sign in enumerate(outer)})
    return outer[0] + line + outer[1]


@dataclass(frozen=True, slots=True)
class Wording:
    """How to say things to one reader. `names`: short names of everybody in `people_of` the entries."""

    locale: Locale
    zone: str  #: the branch's, IANA name
    names: Mapping[UUID, str]

    def say(self, entry: Entry) -> str:
        """The entry as a sentence, without a full stop at its end."""
        sentence = self._phrase(Phrase(entry.phrase.text, {"actor": Person(entry.actor_id), **entry.phrase.params}))
        return sentence[:1].upper() + sentence[1:]

    def _phrase(self, phrase: Phrase) -> str:
        return phrase.text.render(self.locale, {name: self._said(value) for name, value in phrase.params.items()})

    def _said(self, value: Any) -> str:
        match value:
            case Phrase():
                return self._phrase(value)
            case Text():
                return value.render(self.locale)
            case Person():
                return self._person(value.id)
            case Quoted():
                return quoted(value.text, self.locale, self.names)
            case datetime():
                here = value.astimezone(ZoneInfo(self.zone))
                return f"{long_date(here.date(), self.locale)}, {here:%H:%M}"
            case date():
                return long_date(value, self.locale)
            case Joined():
                return value.by.join(map(self._said, value.parts))
        return str(value)

    def _person(self, person_id: UUID | None) -> str:
        if person_id is None:
            return ANONYMOUS.render(self.locale)
        return self.names.get(person_id) or NAMELESS.render(self.locale)


def people_of(entry: Entry) -> Iterator[UUID]:
    """Everybody whose name the sentence may need."""
    if entry.actor_id is not None:
        yield entry.actor_id
    yield from _people_in(entry.phrase)


def _people_in(value: Any) -> Iterator[UUID]:
    match value:
        case Person():
            if value.id is not None:
                yield value.id
        case Quoted():
            yield from mentioned(value.text)
        case Phrase():
            for inner in value.params.values():
                yield from _people_in(inner)
        case Joined():
            for inner in value.parts:
                yield from _people_in(inner)
