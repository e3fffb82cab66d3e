"""Takes back what an import wrote and nobody has touched since: persons first, then the places nobody needs now."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, insert, or_, select
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
from services.people.models import Account, Branch, Grant, HistoryEntry, Membership, Person, Site, Unit
from shared import clock, outbox
from shared.importing import canonical_number
from shared.importing.flow import ImportContext, Taken

_COLUMNS = ("id", "version", *FIELDS)
_NOUNS: Mapping[Any, str] = {Branch: "branch", Unit: "unit", Site: "site"}
_EVENTS: Mapping[Any, Any] = {Branch: events.branch, Unit: events.unit, Site: events.site}


class Undoing:
    def __init__(self, session: AsyncSession, context: ImportContext) -> None:
        self._session, self._context = session, context
        self._now = clock.now()

    async def take_back(self) -> Taken:
        """Persons taken back, and those left because somebody has touched them since."""
        taken = await self._remove_registered() + await self._restore_changed()
        for kind in (Site, Unit, Branch):  # a unit before its branch
            await self._remove_places(kind)
        return Taken(taken, await self._written() - taken)

    async def _written(self) -> int:
        entry = HistoryEntry
        statement = select(func.count(entry.subject_id.distinct())).where(
            entry.import_id == self._context.import_id,
            entry.noun == "person",
            entry.act.in_(("registered", "changed")),
        )
        return (await self._session.execute(statement)).scalar_one()

    async def _untouched(self, act: str, *conditions: ColumnElement[bool]) -> Sequence[Any]:
        """(card, changed) of persons who still have the version that the import gave them; locked."""
        entry = HistoryEntry
        statement = (
            select(*(getattr(Person, name) for name in _COLUMNS), entry.changed)
            .join(entry, (entry.subject_id == Person.id) & (entry.version == Person.version))
            .where(entry.import_id == self._context.import_id, entry.noun == "person", entry.act == act)
            .where(Person.removed_at.is_(None), *conditions)
            .order_by(Person.id)
            .with_for_update(of=Person)
        )
        return (await self._session.execute(statement)).all()

    async def _remove_registered(self) -> int:
        """A person who was given an account or a role meanwhile has been touched, whatever the version says."""
        has_access = or_(exists().where(Account.person_id == Person.id), exists().where(Grant.person_id == Person.id))
        rows = await self._untouched("registered", ~has_access)
        for batch in batches(rows):
            cards = [{**_card(row), "version": row.version + 1} for row in batch]
            removal = {"removed_at": self._now, "updated_at": self._now}
            await overwrite_persons(self._session, [{"id": c["id"], "version": c["version"], **removal} for c in cards])
            await self._record("removed", [(card, {}) for card in cards])
        return len(rows)

    async def _restore_changed(self) -> int:
        rows = await self._untouched("changed")
        numbers = await self._numbers_taken_since(rows)
        restorable = [row for row in rows if row.id not in numbers]
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
        former = {
            canonical_number(row.changed["personnel_number"][0]): row.id
            for row in rows
            if row.changed.get("personnel_number", [None])[0]
        }
        statement = select(Person.personnel_key, Person.id).where(
            Person.personnel_key.in_(former), Person.removed_at.is_(None)
        )
        found = (await self._session.execute(statement)).all()
        return {former[key] for key, person_id in found if key and person_id != former[key]}

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

    async def _remove_places(self, kind: Any) -> None:
        """Places that the import created, as it left them, with nobody and nothing in them."""
        entry, noun = HistoryEntry, _NOUNS[kind]
        statement = (
            select(kind)
            .join(entry, (entry.subject_id == kind.id) & (entry.version == kind.version))
            .where(entry.import_id == self._context.import_id, entry.noun == noun, entry.act == "created")
            .where(kind.removed_at.is_(None), *_unused(kind))
            .order_by(kind.id)
            .with_for_update(of=kind)
        )
        for place in (await self._session.scalars(statement)).all():
            place.removed_at, place.updated_at = self._now, self._now
            await self._session.flush()
            entry_row = history_row(
                noun,
                place.id,
                place.version,
                "removed",
                {},
                actor=self._context.actor,
                import_id=self._context.import_id,
            )
            await self._session.execute(insert(table_of(HistoryEntry)), [entry_row])
            await outbox.add(self._session, _EVENTS[kind]("removed", place, actor=self._context.actor))


#: What history calls an act of the undoing, so that the next reader sees that it was one.
_TAKEN_BACK = {"removed": "removed", "changed": "put_back"}


def _card(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}


def _unused(kind: Any) -> list[ColumnElement[bool]]:
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
