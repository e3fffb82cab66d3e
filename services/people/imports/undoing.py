"""Takes back what an import wrote and nobody has touched since: persons first, then the places nobody needs now."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, any_, delete, exists, func, insert, literal, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events
from services.people.domain.persons import FIELDS, Changed, from_json
from services.people.imports.writing import (
    batches,
    correct_periods,
    history_row,
    latest_periods,
    overwrite_persons,
    table_of,
)
from services.people.models import (
    Absence,
    Account,
    Branch,
    Card,
    Consent,
    Grant,
    HistoryEntry,
    Membership,
    Person,
    Site,
    Unit,
)
from shared import clock, outbox
from shared.contracts.envelope import Event
from shared.importing import canonical_number
from shared.importing.flow import ImportContext, Taken

_COLUMNS = ("id", "version", *FIELDS)
Place = TypeVar("Place", Branch, Unit, Site)
_NOUNS: Mapping[Any, str] = {Branch: "branch", Unit: "unit", Site: "site"}
_EVENTS: Mapping[Any, Callable[..., Event]] = {Branch: events.branch, Unit: events.unit, Site: events.site}


class Undoing:
    def __init__(self, session: AsyncSession, context: ImportContext) -> None:
        self._session, self._context = session, context
        self._now = clock.now()

    async def take_back(self) -> Taken:
        """Persons taken back, and those left because somebody has touched them since."""
        taken = await self._remove_registered() + await self._restore_changed()
        await self._remove_places(Site)
        await self._remove_places(Unit)  # before its branch
        await self._remove_places(Branch)
        return Taken(taken, await self._written() - taken)

    async def _written(self) -> int:
        entry = HistoryEntry
        statement = select(func.count(entry.subject_id.distinct())).where(
            entry.import_id == self._context.import_id,
            entry.noun == "person",
            entry.act.in_(("registered", "changed")),
        )
        return (await self._session.execute(statement)).scalar_one()

    async def _untouched(self, act: str) -> Sequence[Any]:
        """(card, changed) of persons who still have the version that the import gave them; locked.

        What else somebody may have done with them is asked afterwards: a condition here could be out of date by the
        time that a lock is had.
        """
        entry = HistoryEntry
        statement = (
            select(*(getattr(Person, name) for name in _COLUMNS), entry.changed)
            .join(entry, (entry.subject_id == Person.id) & (entry.version == Person.version))
            .where(entry.import_id == self._context.import_id, entry.noun == "person", entry.act == act)
            .where(Person.removed_at.is_(None))
            .order_by(Person.id)
            .with_for_update(of=Person)
        )
        return (await self._session.execute(statement)).all()

    async def _remove_registered(self) -> int:
        rows = await self._untouched("registered")
        kept = await self._attached([row.id for row in rows])
        removable = [row for row in rows if row.id not in kept]
        for batch in batches(removable):
            cards = [{**_card(row), "version": row.version + 1} for row in batch]
            removal = {"removed_at": self._now, "updated_at": self._now}
            await overwrite_persons(self._session, [{"id": c["id"], "version": c["version"], **removal} for c in cards])
            await self._record("removed", [(card, {}) for card in cards])
        return len(removable)

    async def _attached(self, person_ids: Sequence[UUID]) -> set[UUID]:
        """To whom something was attached meanwhile, an account or a consent, is touched, whatever the version says."""
        attached = (
            Account.person_id, Grant.person_id, Consent.person_id, Card.person_id, Absence.person_id,
            Absence.substitute_id,
        )  # fmt: skip
        statements = [select(column).where(column == any_(_ids(person_ids))) for column in attached]
        return {person_id for person_id in (await self._session.scalars(union(*statements))).all() if person_id}

    async def _restore_changed(self) -> int:
        rows = await self._untouched("changed")
        kept = await self._numbers_taken_since(rows) | await self._places_gone_since(rows)
        restorable = [row for row in rows if row.id not in kept]
        for batch in batches(restorable):
            cards = [self._restored(row) for row in batch]
            await overwrite_persons(self._session, [self._with_keys(card) for card in cards])
            told: list[tuple[Mapping[str, Any], Changed]] = [
                (card, {name: [new, old] for name, (old, new) in row.changed.items()})
                for card, row in zip(cards, batch, strict=True)
            ]
            await self._restore_memberships(told)
            await self._record("changed", told)
        return len(restorable)

    async def _numbers_taken_since(self, rows: Sequence[Any]) -> set[UUID]:
        """Persons whose former personnel number somebody else has by now."""
        former = {canonical_number(number): row.id for row in rows if (number := _former(row, "personnel_number"))}
        statement = select(Person.personnel_key, Person.id).where(
            Person.personnel_key == any_(literal(list(former), ARRAY(Text))), Person.removed_at.is_(None)
        )
        found = (await self._session.execute(statement)).all()
        return {former[key] for key, person_id in found if key and person_id != former[key]}

    async def _places_gone_since(self, rows: Sequence[Any]) -> set[UUID]:
        """Persons whose former branch, unit or site was removed by another undoing."""
        kept: set[UUID] = set()
        for field, kind in (("branch_id", Branch), ("unit_id", Unit), ("assignment_site_id", Site)):
            former = {row.id: UUID(place) for row in rows if (place := _former(row, field))}
            statement = select(kind.id).where(kind.id == any_(_ids(set(former.values()))), kind.removed_at.is_not(None))
            gone = set((await self._session.scalars(statement)).all())
            kept |= {person_id for person_id, place in former.items() if place in gone}
        return kept

    def _restored(self, row: Any) -> dict[str, Any]:
        before = {name: from_json(name, old) for name, (old, _new) in row.changed.items()}
        return {**_card(row), **before, "version": row.version + 1}

    def _with_keys(self, card: Mapping[str, Any]) -> dict[str, Any]:
        number = card["personnel_number"]
        return {
            **card,
            "personnel_key": canonical_number(number) if number else None,
            "updated_at": self._now,
        }

    async def _restore_memberships(self, told: Sequence[tuple[Mapping[str, Any], Changed]]) -> None:
        touched = [card for card, changed in told if {"is_member", "joined_on", "left_on"} & set(changed)]
        ids = [card["id"] for card in touched]
        opened = delete(Membership).where(
            Membership.import_id == self._context.import_id, Membership.person_id.in_(ids)
        )
        await self._session.execute(opened)
        latest = await latest_periods(self._session, ids)
        periods = [(latest[card["id"]], card) for card in touched if card["id"] in latest]
        if periods:
            await correct_periods(self._session, periods)

    async def _record(self, act: str, told: Sequence[tuple[Mapping[str, Any], Changed]]) -> None:
        actor, import_id = self._context.actor, self._context.import_id
        entries = [
            history_row(
                "person", card["id"], card["version"], _TAKEN_BACK[act], changed, actor=actor, import_id=import_id
            )
            for card, changed in told
        ]
        await self._session.execute(insert(table_of(HistoryEntry)), entries)
        messages = [events.person(act, card, actor=actor, changed=changed) for card, changed in told]
        await outbox.add(self._session, *messages)

    async def _remove_places(self, kind: type[Place]) -> None:
        """Places that the import created, as it left them, with nobody and nothing in them."""
        entry, noun = HistoryEntry, _NOUNS[kind]
        statement = (
            select(kind)
            .join(entry, (entry.subject_id == kind.id) & (entry.version == kind.version))
            .where(entry.import_id == self._context.import_id, entry.noun == noun, entry.act == "created")
            .where(kind.removed_at.is_(None))
            .order_by(kind.id)
            .with_for_update(of=kind)
        )
        created = (await self._session.scalars(statement)).all()
        unused = select(kind.id).where(kind.id == any_(_ids([place.id for place in created])), *_unused(kind))
        removable = set((await self._session.scalars(unused)).all())
        for place in created:
            if place.id in removable:
                place.removed_at, place.updated_at = self._now, self._now
                await self._session.flush()
                await self._tell_removal(noun, place, _EVENTS[kind])

    async def _tell_removal(self, noun: str, place: Branch | Unit | Site, build: Callable[..., Event]) -> None:
        actor, import_id = self._context.actor, self._context.import_id
        entry = history_row(noun, place.id, place.version, "removed", {}, actor=actor, import_id=import_id)
        await self._session.execute(insert(table_of(HistoryEntry)), [entry])
        await outbox.add(self._session, build("removed", place, actor=actor))


#: What history calls an act of the undoing, so that the next reader sees that it was one.
_TAKEN_BACK = {"removed": "removed", "changed": "put_back"}


def _card(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}


def _former(row: Any, field: str) -> Any:
    """What a changed field was before, as JSON holds it; None when it did not change."""
    return row.changed.get(field, [None])[0]


def _ids(ids: Collection[UUID]) -> ColumnElement[Any]:
    """Any number of ids as one parameter."""
    return literal(list(ids), ARRAY(Uuid))


def _unused(kind: type[Place]) -> list[ColumnElement[bool]]:
    """That no living record names the place."""
    living = Person.removed_at.is_(None)
    if kind is Site:
        return [~exists().where(Person.assignment_site_id == Site.id, living)]
    if kind is Unit:
        return [~exists().where(Person.unit_id == Unit.id, living)]
    return [
        ~exists().where(Person.branch_id == Branch.id, living),
        ~exists().where(Unit.branch_id == Branch.id, Unit.removed_at.is_(None)),
        ~exists().where(Site.branch_id == Branch.id, Site.removed_at.is_(None)),
        ~exists().where(Grant.branch_id == Branch.id, Grant.withdrawn_at.is_(None)),
    ]
