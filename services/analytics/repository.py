"""Writing: the store of events and the projections, each batch in a handful of set-based statements.

Rows travel as one JSON parameter that PostgreSQL unfolds, so that a statement has one shape, and one cached plan,
whatever the size of the batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import (
    ColumnElement,
    Date,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import TableValuedAlias

from services.analytics.models import Base, JournalRecord, Name, Projection, StoredEvent

Row = Mapping[str, Any]

UNKNOWN_ZONE: Final = "UTC"  #: of a branch that we have not heard of yet; its own event sets the dates right
_SHARED_KEY: Final = ("generation",)
_COMPUTED_HERE: Final = ("generation", "found_on", "fixed_on")


def _unfolded(table: type[Base], rows: Sequence[Row], *, without: Iterable[str]) -> TableValuedAlias:
    """The rows as a table in a query, with the column types of `table`."""
    wanted = [c for c in table.__table__.c if c.name not in set(without) and c.computed is None]
    typed = [column(c.name, c.type) for c in wanted]
    document = cast(literal(to_json(rows).decode(), Text), JSONB)
    return func.jsonb_to_recordset(document).table_valued(*typed, name="fresh").render_derived(with_types=True)


async def lock_generation(session: AsyncSession, *, exclusive: bool) -> int:
    """The generation that readers see, held still until the transaction ends.

    Shared: others may add rows meanwhile. Exclusive: nobody may, as when a branch's zone moves the dates of its
    records, or when the pointer itself is about to move.
    """
    statement = select(Projection.generation).with_for_update(read=not exclusive)
    return (await session.execute(statement)).scalar_one()


async def store_events(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Append events; those that are there already stay as they are."""
    fresh = _unfolded(StoredEvent, rows, without=("recorded_at",))
    names = [c.name for c in fresh.c]
    await session.execute(upsert(StoredEvent).from_select(names, select(*fresh.c)).on_conflict_do_nothing())


async def upsert_names(session: AsyncSession, *, generation: int, rows: Sequence[Row]) -> None:
    """Keep the newest name of each (kind, id); `rows` has no pair twice."""
    fresh = _unfolded(Name, rows, without=_SHARED_KEY)
    names = ["generation", *(c.name for c in fresh.c)]
    statement = upsert(Name).from_select(names, select(literal(generation), *fresh.c))
    newest = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Name.generation, Name.kind, Name.id],
            set_={name: newest[name] for name in ("version", "name", "time_zone")},
            where=Name.version < newest.version,
        )
    )


async def upsert_records(session: AsyncSession, *, generation: int, rows: Sequence[Row]) -> None:
    """Keep the newest version of each record; `rows` has no id twice. Dates are computed in the branch's zone."""
    fresh = _unfolded(JournalRecord, rows, without=_COMPUTED_HERE)
    zone = func.coalesce(Name.time_zone, UNKNOWN_ZONE)
    computed = (literal(generation), _date(zone, fresh.c.found_at), _date(zone, fresh.c.fixed_at))
    source = select(*computed, *fresh.c).select_from(
        fresh.outerjoin(Name, and_(Name.generation == generation, Name.kind == "branch", Name.id == fresh.c.branch_id))
    )
    names = [*_COMPUTED_HERE, *(c.name for c in fresh.c)]
    statement = upsert(JournalRecord).from_select(names, source)
    newest = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[JournalRecord.generation, JournalRecord.id],
            set_={name: newest[name] for name in names if name not in ("generation", "id")},
            where=JournalRecord.version < newest.version,
        )
    )


async def redate_records(session: AsyncSession, *, generation: int, branch_ids: Sequence[UUID]) -> None:
    """Compute the dates of the branches' records anew, after their zone became known or changed."""
    zone = func.coalesce(Name.time_zone, UNKNOWN_ZONE)
    found_on, fixed_on = _date(zone, JournalRecord.found_at), _date(zone, JournalRecord.fixed_at)
    await session.execute(
        update(JournalRecord)
        .values(found_on=found_on, fixed_on=fixed_on)
        .where(
            JournalRecord.generation == generation,
            JournalRecord.branch_id.in_(branch_ids),
            Name.generation == generation,
            Name.kind == "branch",
            Name.id == JournalRecord.branch_id,
            or_(
                JournalRecord.found_on.is_distinct_from(found_on),
                JournalRecord.fixed_on.is_distinct_from(fixed_on),
            ),
        )
        .execution_options(synchronize_session=False)
    )


def _date(zone: ColumnElement[str], moment: Any) -> ColumnElement[Any]:
    return cast(func.timezone(zone, moment), Date)
