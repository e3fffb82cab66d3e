"""Finding the person that a spreadsheet names: by personnel number, by full name, by last name and initials.

Never a guess: one person fits, or the answer says why none was taken.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.importing.cells import canonical_number
from shared.importing.normalise import clean, fold
from shared.importing.person_names import join_particles, split_words

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class KnownPerson(Generic[Id]):
    """A person that may be named. Two entries may share an id: a former last name, a second number."""

    id: Id
    last: str
    first: str
    middle: str = ""
    personnel_number: str = ""


@dataclass(frozen=True, slots=True)
class Matched(Generic[Id]):
    id: Id


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nobody has this name, or this number: `by` is "name" or "personnel_number"."""

    by: str


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[Id]):
    """Several persons fit equally."""

    ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Mismatch(Generic[Id]):
    """The number belongs to somebody of another name: `known` is how the register calls them."""

    id: Id
    known: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The text is not a name."""


Match = Matched[Id] | NotFound | Ambiguous[Id] | Mismatch[Id] | Unreadable

_LIST = re.compile(r"[;,\n\r]+|\s+и\s+|\s+/\s+")
_INITIAL = re.compile(r"[^\W\d_]\.?")
_ONLY_INITIALS = re.compile(r"(?:[^\W\d_]\.\s*){1,2}|[^\W\d_]\s[^\W\d_]")


class PersonIndex(Generic[Id]):
    """Known persons, ready to be looked up. Build once an import; a look-up takes microseconds."""

    def __init__(self, persons: Iterable[KnownPerson[Id]]) -> None:
        self._persons: list[KnownPerson[Id]] = []
        self._keys: list[tuple[str, str, str]] = []
        self._by_number: defaultdict[str, list[int]] = defaultdict(list)
        self._by_last: defaultdict[str, list[int]] = defaultdict(list)
        self._answers: dict[tuple[str, str | None], Match[Id]] = {}
        for place, person in enumerate(persons):
            self._persons.append(person)
            key = (fold(person.last), fold(person.first), fold(person.middle))
            self._keys.append(key)
            self._by_last[key[0]].append(place)
            if person.personnel_number:
                self._by_number[canonical_number(person.personnel_number)].append(place)

    def match(self, name: str | None, personnel_number: str | None = None) -> Match[Id]:
        """The person of this name and number; at least one of the two is given.

        With a number the person is found by it and the name must agree (initials do, ё and case do not matter).
        """
        asked = (name or "", personnel_number)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = self._match(*asked)
        return answer

    def _match(self, name: str, personnel_number: str | None) -> Match[Id]:
        try:
            readings = _readings(name)
        except ValueError:
            return Unreadable()
        if personnel_number:
            return self._match_number(readings, canonical_number(personnel_number))
        if not readings:
            return Unreadable()
        return self._one({place for reading in readings for place in self._fitting(reading)})

    def _match_number(self, readings: list[tuple[str, ...]], number: str) -> Match[Id]:
        places = self._by_number.get(number, [])
        if not places:
            return NotFound("personnel_number")
        fitting = {p for p in places if not readings or any(_agrees(self._keys[p], reading) for reading in readings)}
        if fitting:
            return self._one(fitting)
        person = self._persons[places[0]]
        return Mismatch(person.id, " ".join(part for part in (person.last, person.first, person.middle) if part))

    def _fitting(self, reading: tuple[str, ...]) -> list[int]:
        return [place for place in self._by_last.get(reading[0], ()) if _agrees(self._keys[place], reading)]

    def _one(self, places: set[int]) -> Match[Id]:
        ids = tuple(dict.fromkeys(self._persons[place].id for place in sorted(places)))
        if not ids:
            return NotFound("name")
        return Matched(ids[0]) if len(ids) == 1 else Ambiguous(ids)


def split_list(text: str) -> list[str]:
    """The names in a cell that lists several; a comma between a last name and its initials does not part them."""
    names: list[str] = []
    for part in (clean(part) for part in _LIST.split(text)):
        if not part:
            continue
        if names and _ONLY_INITIALS.fullmatch(part) and " " not in names[-1]:
            names[-1] += " " + part
        else:
            names.append(part)
    return names


def _readings(name: str) -> list[tuple[str, ...]]:
    """The ways to read a written name as (last, first, middle), each part folded; initials keep one letter."""
    words = [word.rstrip(".") if _INITIAL.fullmatch(word) else word for word in split_words(clean(name))]
    parts = tuple(fold(part) for part in join_particles([_without_dot(word) for word in words]))
    if not parts:
        return []
    if len(parts) > 3:
        raise ValueError("too many words for a name")
    turned = (parts[-1], *parts[:-1])
    if len(parts) == 1 or turned == parts:
        return [parts]
    return [parts, turned]


def _without_dot(word: str) -> str:
    return word.rstrip(".")


def _agrees(known: tuple[str, str, str], written: tuple[str, ...]) -> bool:
    """Whether a written name can be this person's: an initial stands for a name, a missing middle name for any."""
    if written[0] != known[0]:
        return False
    for full, short in zip(known[1:], written[1:], strict=False):
        if full != short and not (len(short) == 1 and full.startswith(short)):
            return False
    return True
