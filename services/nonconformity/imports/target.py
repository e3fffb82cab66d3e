"""The journal's side of an import: what it must know, how it writes in bulk, how it takes back."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import events, repository
from services.nonconformity.domain import Act, Change, Record, withdraw
from services.nonconformity.events import imports as headings
from services.nonconformity.imports import knowledge, writing
from services.nonconformity.imports.columns import journal_table
from services.nonconformity.imports.knowledge import Known
from services.nonconformity.imports.plan import Item, make_plan
from services.nonconformity.imports.rows import Draft, record_of
from services.nonconformity.imports.texts import FROM_THE_REGISTER, PROBLEMS
from services.nonconformity.numbers import repository as numbers
from services.nonconformity.repeats import repository as repeats
from shared import clock, outbox
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import CategoryCreated
from shared.i18n import Text
from shared.ids import new_id
from shared.importing import ImportLog, ParsedRow, TableSpec, fold
from shared.importing.flow import Plan, Taken
from shared.importing.flow.target import ImportContext
from shared.messaging.arrivals import are_arriving

_BATCH = 500  #: records: between two batches the worker's other work gets its turn
_DUE_DATE_REASON = "Изменено в загруженном журнале"
_RECORD = TypeAdapter(Record)


class JournalImport:
    """`shared.importing.flow.ImportTarget` for the journal."""

    @property
    def texts(self) -> Mapping[str, Text]:
        return PROBLEMS

    def spec(self) -> TableSpec:
        return journal_table()

    async def know(self, session: AsyncSession, context: ImportContext) -> Known:
        return await knowledge.read(session, scope=context.scope, now=clock.now())

    def plan(self, known: Known, rows: Iterator[ParsedRow], log: ImportLog) -> Plan:
        made = make_plan(known, rows, log)
        return Plan(items=list(made.items), creates={"categories": made.categories} if made.categories else {})

    async def awaits(self, session: AsyncSession, problems: Collection[str]) -> bool:
        """A register that was imported a moment ago arrives person by person."""
        return not FROM_THE_REGISTER.isdisjoint(problems) and await are_arriving(session)

    async def write(self, session: AsyncSession, context: ImportContext, plan: Plan) -> None:
        """New records are numbered by the year and in the order of their found dates."""
        writer = _Writer(session, context, clock.now())
        await writer.create_categories(plan.creates.get("categories", ()))
        await writer.insert([item for item in plan.items if item.link is None])
        await writer.overwrite([item for item in plan.items if item.link is not None])

    def taught(self, before: Mapping[str, str], after: Mapping[str, str], *, actor: UUID) -> Event:
        return headings.of_headings(before, after, actor=actor)

    async def take_back(self, session: AsyncSession, context: ImportContext) -> Taken:
        """New records are withdrawn, changed ones get their former values back; touched ones stay as they are."""
        rows = await writing.effects(session, context.import_id)
        untouched = [row for row in rows if row.untouched]
        writer = _Writer(session, context, clock.now())
        await writer.know_categories()
        for batch in _batches(untouched):
            await writer.take_back(batch)
        return Taken(taken_back=len(untouched), kept=len(rows) - len(untouched))


class _Writer:
    """One import's writing, or its undoing, within one transaction."""

    def __init__(self, session: AsyncSession, context: ImportContext, at: datetime) -> None:
        self._session, self._context, self._at = session, context, at
        self._names: Mapping[UUID, str] = {}
        self._categories: dict[str, UUID] = {}

    async def know_categories(self) -> None:
        self._names = await writing.category_names(self._session)
        self._categories = {fold(name): category for category, name in self._names.items()}

    async def create_categories(self, names: Sequence[str]) -> None:
        rows: list[dict[str, Any]] = [{"id": new_id(), "name": name} for name in names]
        created = await writing.create_categories(self._session, rows)
        told = [
            events.of_category(
                CategoryCreated,
                category_id=row["id"],
                version=1,
                name=row["name"],
                active=True,
                actor_id=self._context.actor,
                changed={},
            )
            for row in rows
            if row["id"] in created
        ]
        await outbox.add(self._session, *told)
        await self.know_categories()

    async def insert(self, items: Sequence[Item]) -> None:
        """`items` come in the order of their found dates."""
        wanted = Counter(item.draft.found_on.year for item in items)
        # Years in one order in every import, so that two of them cannot wait for each other.
        serials = {year: iter(await numbers.take(self._session, year, wanted[year])) for year in sorted(wanted)}
        await self._remember_words(items)
        for batch in _batches(items):
            drafts = [item.draft for item in batch]
            records = [
                self._record(draft, record_id=new_id(), serial=next(serials[draft.found_on.year])) for draft in drafts
            ]
            await writing.insert_records(self._session, records)
            marked = await repeats.mark(self._session, [record.id for record in records])
            records = [replace(r, repeat_of_id=marked.get(r.id)) for r in records]
            await writing.insert_history(
                self._session, [self._first_entry(r, d) for r, d in zip(records, drafts, strict=True)]
            )
            await self._remember(drafts, records, before=[(None, None)] * len(batch))
            await self._tell_of_new(records)

    async def _remember_words(self, items: Sequence[Item]) -> None:
        texts = [" ".join((i.draft.place, i.draft.description, i.draft.proposal or "")) for i in items]
        if texts:
            await writing.remember_words(self._session, texts)

    async def overwrite(self, items: Sequence[Item]) -> None:
        """Give records the values of their rows; those that were withdrawn come back with them."""
        await self._remember_words(items)
        for batch in _batches(items):
            links = {item.link.record_id: item for item in batch if item.link}
            await repository.lock(self._session, links)
            found = await repository.views(self._session, list(links))
            taken = [item for item in batch if item.link and _as_planned(item, found[item.link.record_id].record)]
            changes = [self._change(item, found[item.link.record_id].record) for item in taken if item.link]
            if not changes:
                continue
            await writing.store_changes(self._session, changes)
            marked = await repeats.mark(self._session, [change.after.id for change in changes])
            changes = [_repeating(change, marked) for change in changes]
            before = [
                (None, None) if change.before.withdrawn else (to_stored(change.before), item.link.digest)
                for change, item in zip(changes, taken, strict=True)
                if item.link
            ]
            await self._remember([item.draft for item in taken], [change.after for change in changes], before=before)
            await self._tell(changes)

    async def take_back(self, rows: Sequence[Any]) -> None:
        ids = [row.nonconformity_id for row in rows]
        found = await repository.views(self._session, ids)
        changes = [self._undoing(found[row.nonconformity_id].record, row.before) for row in rows]
        await writing.store_changes(self._session, changes)
        links = [
            {
                "nonconformity_id": row.nonconformity_id,
                "key": row.key,
                "digest": row.digest_before or row.digest,
                "version": change.after.version,
                "import_id": self._context.import_id,
            }
            for row, change in zip(rows, changes, strict=True)
        ]
        await writing.link(self._session, links)
        await self._tell(changes)

    def _record(self, draft: Draft, *, record_id: UUID, serial: int) -> Record:
        category = self._categories[fold(draft.category)]
        return record_of(draft, record_id=record_id, serial=serial, category_id=category)

    def _change(self, item: Item, before: Record) -> Change:
        fresh = self._record(item.draft, record_id=before.id, serial=before.serial)
        after = merged(before, fresh)
        moved = before.due_on is not None and after.due_on != before.due_on
        reason = item.draft.note or (_DUE_DATE_REASON if moved else None)
        return Change(Act.IMPORT, before, after, self._context.actor, self._at, reason)

    def _undoing(self, record: Record, before: Any) -> Change:
        if before is None:
            return withdraw(record, self._context.actor, at=self._at)
        after = replace(
            _RECORD.validate_python(before),
            version=record.version + 1,
            source=record.source,
            measures=record.measures,
        )
        if record.due_on is not None and after.due_on != record.due_on:
            after = replace(after, due_date_moves=record.due_date_moves + 1)
        return Change(Act.IMPORT, record, after, self._context.actor, self._at, _DUE_DATE_REASON)

    def _first_entry(self, record: Record, draft: Draft) -> dict[str, Any]:
        return {
            "nonconformity_id": record.id,
            "version": record.version,
            "act": Act.IMPORT,
            "at": self._at,
            "actor_id": self._context.actor,
            "reason": draft.note,
        }

    async def _remember(
        self, drafts: Sequence[Draft], records: Sequence[Record], *, before: Sequence[tuple[Any, bytes | None]]
    ) -> None:
        import_id = self._context.import_id
        links = [
            {
                "nonconformity_id": record.id,
                "key": draft.key,
                "digest": draft.digest,
                "version": record.version,
                "import_id": import_id,
            }
            for draft, record in zip(drafts, records, strict=True)
        ]
        await writing.link(self._session, links)
        effects = [
            {"import_id": import_id, "nonconformity_id": record.id, "before": stored, "digest_before": digest}
            for record, (stored, digest) in zip(records, before, strict=True)
        ]
        await writing.note_effects(self._session, effects)

    async def _tell_of_new(self, records: Sequence[Record]) -> None:
        actor = self._context.actor
        told = [
            events.of_new(Act.IMPORT, record, actor_id=actor, category=self._names[record.category_id])
            for record in records
        ]
        await outbox.add(self._session, *told)

    async def _tell(self, changes: Sequence[Change]) -> None:
        told = [events.of_change(change, category=self._names[change.after.category_id]) for change in changes]
        await outbox.add(self._session, *told)


def _repeating(change: Change, marked: Mapping[UUID, UUID | None]) -> Change:
    """The change, with what its record repeats when the import has moved it to another place."""
    record = change.after
    return replace(change, after=replace(record, repeat_of_id=marked.get(record.id, record.repeat_of_id)))


def merged(before: Record, fresh: Record) -> Record:
    """The record as the journal now tells it. An empty cell erases nothing, and the first due date stays."""
    due_on = fresh.due_on or before.due_on
    moved = before.due_on is not None and due_on != before.due_on
    return replace(
        fresh,
        version=before.version + 1,
        year=before.year,
        proposal=fresh.proposal or before.proposal,
        responsible_id=fresh.responsible_id or before.responsible_id,
        co_executor_ids=fresh.co_executor_ids or before.co_executor_ids,
        observer_ids=before.observer_ids,
        first_due_on=before.first_due_on or due_on,
        due_on=due_on,
        due_date_moves=before.due_date_moves + moved,
        repeat_of_id=before.repeat_of_id,
        measures=before.measures,
    )


def to_stored(record: Record) -> Any:
    """A record as JSON, for an undoing."""
    return _RECORD.dump_python(record, mode="json")


def _as_planned(item: Item, record: Record) -> bool:
    """Whether nobody touched the record between the matching and now."""
    return item.link is not None and record.version == item.link.current_version


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
