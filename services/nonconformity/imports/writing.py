"""SQL of an import: whole batches of records with their children and history, and what an undoing must know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, bindparam, delete, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Change, Record
from services.nonconformity.models import (
    categories,
    due_date_moves,
    history,
    import_effects,
    import_links,
    nonconformities,
    participants,
    way,
)
from services.nonconformity.repository import history_of, move_of, participants_of, row_of, steps_of
from shared.db.russian import folded

_n = nonconformities.c


async def create_categories(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Add categories; the ids of those that were really new, for another import may have been faster."""
    if not rows:
        return set()
    statement = upsert(categories).values(list(rows)).on_conflict_do_nothing().returning(categories.c.id)
    return set((await session.scalars(statement)).all())


async def category_names(session: AsyncSession) -> Mapping[UUID, str]:
    return {row.id: row.name for row in await session.execute(select(categories.c.id, categories.c.name))}


async def remember_words(session: AsyncSession, texts: Sequence[str]) -> None:
    """Know the stems of these texts before the records are inserted one by one.

    In one order, so that two imports of the same words cannot wait for each other crosswise.
    """
    written = func.unnest(bindparam("texts", texts, type_=ARRAY(Text))).column_valued("written")
    search = func.to_tsvector(literal_column("'russian'::regconfig"), folded(written))
    await session.execute(select(func.remember_words(func.array_agg(search))))


async def insert_records(session: AsyncSession, records: Sequence[Record]) -> None:
    await session.execute(insert(nonconformities), [row_of(record) for record in records])
    await _insert_children(session, records)


async def store_changes(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Overwrite records with what an import, or its undoing, made of them; their history grows by one entry each."""
    after = [change.after for change in changes]
    ids = [record.id for record in after]
    overwrite = update(nonconformities).where(_n.id == bindparam("record_id"))
    rows = [{"record_id" if name == "id" else name: value for name, value in row_of(r).items()} for r in after]
    await (await session.connection()).execute(overwrite, rows)
    for table in (participants, way):
        await session.execute(delete(table).where(table.c.nonconformity_id.in_(ids)))
    await _insert_children(session, after)
    await session.execute(insert(history), [history_of(change) for change in changes])
    if moves := [move_of(change) for change in changes if change.moves_due_date]:
        await session.execute(insert(due_date_moves), moves)


async def _insert_children(session: AsyncSession, records: Iterable[Record]) -> None:
    steps = [step for record in records for step in steps_of(record)]
    await session.execute(insert(way), steps)
    if people := [person for record in records for person in participants_of(record)]:
        await session.execute(insert(participants), people)


async def insert_history(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    await session.execute(insert(history), list(rows))


async def link(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember which row made which record, and the version that it left behind."""
    statement = upsert(import_links)
    overwritten = {name: statement.excluded[name] for name in ("key", "digest", "version", "import_id")}
    await session.execute(
        statement.on_conflict_do_update(index_elements=[import_links.c.nonconformity_id], set_=overwritten),
        list(rows),
    )


async def note_effects(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    await session.execute(insert(import_effects), list(rows))


async def effects(session: AsyncSession, import_id: UUID) -> Sequence[Row[Any]]:
    """What the import did to each record, and whether the record is still as it left it (`untouched`)."""
    effect, links = import_effects.c, import_links.c
    untouched = (links.version == _n.version) & (links.import_id == import_id)
    statement: Any = (
        select(
            effect.nonconformity_id,
            effect.before,
            effect.digest_before,
            links.key,
            links.digest,
            untouched.label("untouched"),
        )
        .join(links.nonconformity_id.table, links.nonconformity_id == effect.nonconformity_id)
        .join(nonconformities, _n.id == effect.nonconformity_id)
        .where(effect.import_id == import_id)
        .order_by(effect.nonconformity_id)
        .with_for_update(of=nonconformities)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows
