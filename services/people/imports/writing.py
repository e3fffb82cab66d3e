"""Writes a plan in bulk: places, persons, memberships, history and events, all in the caller's transaction."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events
from services.people.domain import membership as domain
from services.people.domain.persons import Changed, difference
from services.people.domain.structure import branch_key, name_key
from services.people.imports.places import NewPlace, Places
from services.people.imports.plan import ChangedPerson, NewPerson, RegisterPlan
from services.people.models import Base, Branch, HistoryEntry, Membership, Person, Site, Unit
from shared import clock, outbox
from shared.contracts.envelope import Event
from shared.ids import new_id
from shared.importing import canonical_number
from shared.importing.flow import ImportContext

Item = TypeVar("Item")
_BATCH = 500  #: rows a statement, and events built between two turns of the loop


class Overtaken(Exception):
    """Somebody changed a person between the reading and the writing: the job plans again."""


class Writer:
    """One import's writing. `zone`: the time zone of branches that it creates."""

    def __init__(self, session: AsyncSession, context: ImportContext, *, zone: str) -> None:
        self._session, self._context, self._zone = session, context, zone
        self._now = clock.now()

    async def write(self, plan: RegisterPlan) -> None:
        """Raises Overtaken when a person is not any more what the plan was made for."""
        await self._write_places(plan.places)
        for batch in batches(plan.new):
            await self._register(batch)
        for changes in batches(sorted(plan.changed, key=lambda change: change.known.id)):
            await self._change(changes)

    async def _write_places(self, places: Places) -> None:
        for new in places.new_branches.values():
            city = next(iter(new.cities)) if len(new.cities) == 1 else None
            values: dict[str, Any] = {
                "name": new.name,
                "name_key": branch_key(new.name),
                "city": city,
                "time_zone": self._zone,
            }
            branch = await self._stand(Branch, new, values)
            await self._tell("branch", new, branch.version, events.branch("created", branch, actor=self._context.actor))
        for new in places.new_units.values():
            values = {"name": new.name, "name_key": name_key(new.name), "branch_id": new.branch_id}
            unit = await self._stand(Unit, new, values)
            await self._tell("unit", new, unit.version, events.unit("created", unit, actor=self._context.actor))
        for new in places.new_sites.values():
            values = {"name": new.name, "name_key": name_key(new.name), "aliases": [], "branch_id": new.branch_id}
            site = await self._stand(Site, new, values)
            await self._tell("site", new, site.version, events.site("created", site, actor=self._context.actor))

    async def _stand(self, kind: Any, new: NewPlace, values: Mapping[str, Any]) -> Any:
        """A new place, or the removed one back with what the file says of it."""
        if new.revived:
            record = await self._session.get_one(kind, new.id, with_for_update=True)
            for name, value in {**values, "removed_at": None, "closed_at": None, "updated_at": self._now}.items():
                setattr(record, name, value)
        else:
            record = kind(id=new.id, version=1, **values)
            self._session.add(record)
        await self._session.flush()
        return record

    async def _register(self, batch: Sequence[NewPerson]) -> None:
        revived = [person for person in batch if person.revives]
        versions = {person.id: person.revives.version + 1 if person.revives else 1 for person in batch}
        fresh = [self._row(person.id, person.values, 1) for person in batch if not person.revives]
        if fresh:
            await self._session.execute(insert(table_of(Person)), fresh)
        if revived:
            await self._overwrite([(p.id, versions[p.id] - 1, p.values) for p in revived])
            await self._session.execute(delete(Membership).where(Membership.person_id.in_([p.id for p in revived])))
        periods = [
            _period(new_id(), person.id, person.values, import_id=None)
            for person in batch
            if person.values["is_member"] or person.values["joined_on"]
        ]
        if periods:
            await self._session.execute(insert(table_of(Membership)), periods)
        told: list[tuple[UUID, int, Mapping[str, Any], Changed]] = [
            (person.id, versions[person.id], person.values, {}) for person in batch
        ]
        await self._record("registered", told)

    async def _change(self, batch: Sequence[ChangedPerson]) -> None:
        await self._overwrite([(change.known.id, change.known.version, change.values) for change in batch])
        told = [(c.known.id, c.known.version + 1, c.values, difference(c.known.values, c.values)) for c in batch]
        await self._change_memberships(batch)
        await self._record("changed", told)

    async def _change_memberships(self, batch: Sequence[ChangedPerson]) -> None:
        """The latest period says what the card says; or a new one begins, which an undoing takes away again."""
        touched = [change for change in batch if change.known.membership != _membership(change.values)]
        latest = await latest_periods(self._session, [change.known.id for change in touched])
        opened = [change for change in touched if change.new_period or change.known.id not in latest]
        corrected = [change for change in touched if not change.new_period and change.known.id in latest]
        if corrected:
            await correct_periods(self._session, [(latest[c.known.id], c.values) for c in corrected])
        if opened:
            rows = [_period(new_id(), c.known.id, c.values, import_id=self._context.import_id) for c in opened]
            await self._session.execute(insert(table_of(Membership)), rows)

    async def _overwrite(self, cards: Sequence[tuple[UUID, int, Mapping[str, Any]]]) -> None:
        """Write (id, expected version, values) over existing cards, locked in the order of their ids."""
        expected = {person_id: version for person_id, version, _ in cards}
        statement = select(Person.id, Person.version).where(Person.id.in_(expected)).order_by(Person.id)
        locked = {row.id: row.version for row in await self._session.execute(statement.with_for_update())}
        if locked != expected:
            raise Overtaken
        rows = [self._row(person_id, values, version + 1) for person_id, version, values in cards]
        await overwrite_persons(self._session, rows)

    def _row(self, person_id: UUID, values: Mapping[str, Any], version: int) -> dict[str, Any]:
        number = values["personnel_number"]
        key = canonical_number(number) if number else None
        return {
            **values,
            "id": person_id,
            "version": version,
            "personnel_key": key,
            "removed_at": None,
            "updated_at": self._now,
        }

    async def _record(self, act: str, told: Sequence[tuple[UUID, int, Mapping[str, Any], Changed]]) -> None:
        """History and events of persons: (id, version, values, changed)."""
        import_id, actor = self._context.import_id, self._context.actor
        entries = [
            history_row("person", person_id, version, act, changed, actor=actor, import_id=import_id)
            for person_id, version, _values, changed in told
        ]
        await self._session.execute(insert(table_of(HistoryEntry)), entries)
        messages = [
            events.person(act, {**values, "id": person_id, "version": version}, actor=actor, changed=changed)
            for person_id, version, values, changed in told
        ]
        await outbox.add(self._session, *messages)

    async def _tell(self, noun: str, new: NewPlace, version: int, event: Event) -> None:
        entry = history_row(
            noun, new.id, version, "created", {}, actor=self._context.actor, import_id=self._context.import_id
        )
        await self._session.execute(insert(table_of(HistoryEntry)), [entry])
        await outbox.add(self._session, event)


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def table_of(kind: type[Base]) -> Table:
    """The bare table: an insert through the class would be a statement for each combination of empty fields."""
    table = kind.__table__
    assert isinstance(table, Table)
    return table


async def overwrite_persons(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write whole cards, which the caller has locked: id, version and every column that is to be set."""
    table = table_of(Person)
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    statement = update(table).where(table.c.id == bindparam("row_id")).values(columns)
    await session.execute(
        statement,
        [{"row_id": row["id"], **{f"new_{name}": row[name] for name in columns}} for row in rows],
    )


async def latest_periods(session: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """{person: their latest period}."""
    statement = (
        select(Membership.person_id, Membership.id)
        .where(Membership.person_id.in_(person_ids))
        .ext(distinct_on(Membership.person_id))
        .order_by(Membership.person_id, Membership.id.desc())
    )
    return {row.person_id: row.id for row in await session.execute(statement)}


async def correct_periods(session: AsyncSession, periods: Sequence[tuple[UUID, Mapping[str, Any]]]) -> None:
    """Make periods say what cards say: (period, the card's values)."""
    table = table_of(Membership)
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values(joined_on=bindparam("joined"), left_on=bindparam("left"), ended=bindparam("over"))
    )
    rows = [
        {"row_id": period_id, "joined": card["joined_on"], "left": card["left_on"], "over": not card["is_member"]}
        for period_id, card in periods
    ]
    await session.execute(statement, rows)


def history_row(
    noun: str,
    record_id: UUID,
    version: int,
    act: str,
    changed: Changed,
    *,
    actor: UUID,
    import_id: UUID,
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "noun": noun,
        "subject_id": record_id,
        "version": version,
        "at": clock.now(),
        "actor_id": actor,
        "act": act,
        "changed": changed,
        "import_id": import_id,
    }


def _period(period_id: UUID, person_id: UUID, values: Mapping[str, Any], *, import_id: UUID | None) -> dict[str, Any]:
    return {
        "id": period_id,
        "person_id": person_id,
        "joined_on": values["joined_on"],
        "left_on": values["left_on"],
        "ended": not values["is_member"],
        "import_id": import_id,
    }


def _membership(values: Mapping[str, Any]) -> domain.Membership:
    return domain.Membership(values["is_member"], values["joined_on"], values["left_on"])
