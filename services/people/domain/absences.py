"""Absences: their kinds and bounds, and how a chain of substitutes is followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from shared.i18n import Text

Kind = Literal["vacation", "sick_leave", "business_trip", "day_off", "other"]

KINDS: Final[dict[Kind, Text]] = {
    "vacation": Text(ru="отпуск", en="vacation"),
    "sick_leave": Text(ru="больничный", en="sick leave"),
    "business_trip": Text(ru="командировка", en="business trip"),
    "day_off": Text(ru="отгул", en="day off"),
    "other": Text(ru="другое", en="other"),
}
LONGEST_DAYS: Final = 1100  #: a parental leave


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's absence: both days belong to it."""

    person_id: UUID
    first_day: date
    last_day: date
    substitute_id: UUID | None


def closes_circle(new: Away, others: Iterable[Away]) -> bool:
    """Whether on some day the new absence's substitute is away too, and so on, until the work comes back.

    `others`: the absences with substitutes that share a day with the new one; not those of the person themselves.
    """
    by_person: dict[UUID, list[Away]] = {}
    for away in others:
        by_person.setdefault(away.person_id, []).append(away)
    open_ = [(new.substitute_id, new.first_day, new.last_day, {new.person_id})]
    while open_:
        person, first, last, seen = open_.pop()
        if person is None:
            continue
        if person in seen:
            return True
        for away in by_person.get(person, ()):
            begins, ends = max(first, away.first_day), min(last, away.last_day)
            if begins <= ends:
                open_.append((away.substitute_id, begins, ends, seen | {person}))
    return False


def acting_for(person_id: UUID, away_that_day: Iterable[Away]) -> UUID | None:
    """Who acts for a person on one day: themselves when present; None when nobody along the chain is there."""
    by_person = {away.person_id: away for away in away_that_day}
    acting: UUID | None = person_id
    for _ in range(len(by_person) + 1):
        if acting is None or acting not in by_person:
            return acting
        acting = by_person[acting].substitute_id
    return None
