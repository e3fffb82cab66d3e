"""Which person of the register a row means. One person, nobody, or a problem: never a guess."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.people.domain.persons import display_name
from services.people.imports.knowledge import KnownPerson
from services.people.imports.texts import NO_BIRTH_DATE, NO_NUMBER
from shared.importing import PersonName, canonical_number

NameKey = tuple[str, str, str]
_FEWEST_AGREEMENTS = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the row's person is unclear: a problem's code and what its sentence needs."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Matcher:
    """The persons of the register by what rows know of them. `numbers`: the canonical ones that the file names."""

    def __init__(self, persons: Sequence[KnownPerson], numbers: frozenset[str]) -> None:
        self._numbers = numbers
        self._by_number: dict[str, KnownPerson] = {}
        self._by_name: defaultdict[NameKey, list[KnownPerson]] = defaultdict(list)
        self._removed_by_number: dict[str, KnownPerson] = {}
        self._removed_by_name: defaultdict[NameKey, list[KnownPerson]] = defaultdict(list)
        for person in persons:
            by_number = self._removed_by_number if person.removed else self._by_number
            by_name = self._removed_by_name if person.removed else self._by_name
            by_name[person.name_key].append(person)
            if person.number_key:
                by_number[person.number_key] = person

    def match(self, name: PersonName, number: str | None, born: date | None) -> KnownPerson | Doubt | None:
        """By personnel number, then by full name and date of birth; None: nobody the register knows."""
        key = canonical_number(number) if number else None
        if key in self._by_number:
            known = self._by_number[key]
            if _agrees(known, name, born):
                return known
            called = display_name(known.values["last_name"], known.values["first_name"], known.values["middle_name"])
            return Doubt("number_of_another", {"number": number, "name": called})
        namesakes = self._by_name.get(name.key, [])
        same = [person for person in namesakes if born and person.values["birth_date"] == born]
        same = [person for person in same if not self._is_meant_elsewhere(person, key)]
        if same:
            return same[0] if len(same) == 1 else Doubt("person_ambiguous")
        if key is None and born is None:
            return Doubt("person_unidentified")
        unclear = [person for person in namesakes if _might_be(person, key, born)]
        if unclear:
            return Doubt("person_maybe_known", {"name": str(name), "lacking": _lacking(unclear[0], key)})
        return None

    def removed(self, name: PersonName, number: str | None, born: date | None) -> KnownPerson | None:
        """The card of this person that an undone import took back."""
        key = canonical_number(number) if number else None
        by_number = self._removed_by_number.get(key or "")
        if by_number and _agrees(by_number, name, born):
            return by_number
        same = [p for p in self._removed_by_name.get(name.key, []) if born and p.values["birth_date"] == born]
        same = [person for person in same if person.number_key in (None, key)]
        return same[0] if len(same) == 1 else None

    def _is_meant_elsewhere(self, person: KnownPerson, key: str | None) -> bool:
        """Whether another row names this person by their own number: a namesake born on the same day, then."""
        return person.number_key is not None and person.number_key != key and person.number_key in self._numbers


def _agrees(known: KnownPerson, name: PersonName, born: date | None) -> bool:
    """Whether a row with the person's number can be about them: they may have married, but not changed altogether."""
    if known.name_key == name.key:
        return True
    pairs = [*zip(known.name_key, name.key, strict=True), (known.values["birth_date"], born)]
    return sum(1 for ours, theirs in pairs if ours and ours == theirs) >= _FEWEST_AGREEMENTS


def _might_be(known: KnownPerson, key: str | None, born: date | None) -> bool:
    """Of the same name, with nothing that tells them apart and nothing that makes them one."""
    other_number = key is not None and known.number_key is not None and known.number_key != key
    theirs = known.values["birth_date"]
    other_birth = born is not None and theirs is not None and theirs != born
    return not other_number and not other_birth


def _lacking(known: KnownPerson, key: str | None) -> Any:
    return NO_NUMBER if key is None or known.number_key is None else NO_BIRTH_DATE
