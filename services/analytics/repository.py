"""Writing: the store of events and the projections, each batch in a handful of set-based statements.

Rows travel as one JSON parameter that PostgreSQL unfolds, so a statement has one shape whatever the size of the batch.
Each is built once: building one anew costs more than PostgreSQL needs to run it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy import Row as Found
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import TableValuedAlias

from services.analytics.domain import STATES
from services.analytics.models import Base, JournalRecord, Name, Projection, StoredEvent

Row = Mapping[str, Any]

UNKNOWN_ZONE: Final = "UTC"  #: of a branch that we have not heard of yet; its own event sets the dates right
_COMPUTED_HERE: Final = ("generation", "found_on", "fixed_on", "ended_on")
_WORKING: Final = ("calendar", "working_cycle", *(f"working_{state}" for state in STATES))
_GENERATION: Final = bindparam("in_generation", type_=Integer)


_REDACT: Final = text(
    """
    UPDATE events SET data = events.data || (erased.data - '{version,branch_id,is_member,removed}'::text[])
    FROM events AS erased
    WHERE erased.subject = events.subject AND erased.type = 'profkom.people.person.erased.v1'
      AND events.subject = ANY(:persons) AND events.type LIKE 'profkom.people.person.%'
      AND events.data ->> 'last_name' IS DISTINCT FROM erased.data ->> 'last_name'
    """
).bindparams(bindparam("persons", type_=ARRAY(Text)))


def _table(model: type[Base]) -> Table:
    """The table, not the mapped class: the unit of work has nothing to do here, and costs its time a statement."""
    assert isinstance(model.__table__, Table)
    return model.__table__


_events, _names, _records = _table(StoredEvent), _table(Name), _table(JournalRecord)


async def lock_generation(session: AsyncSession, *, exclusive: bool) -> int:
    """The generation that readers see, held still until the transaction ends.

    Shared: others may add rows meanwhile. Exclusive: nobody may, as when a branch's zone moves the dates of its
    records, or when the pointer itself is about to move.
    """
    generation: int = (await session.execute(_lock(exclusive))).scalar_one()
    return generation


async def store_events(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Append events; those that are there already stay as they are."""
    await session.execute(_store(), {"rows": to_json(rows).decode()})


async def redact_erased(session: AsyncSession, persons: Sequence[str]) -> None:
    """Overwrite the names in stored events about those of these persons who were erased.

    They become what the event of the erasure says, whichever of the two came first.
    """
    await session.execute(_REDACT, {"persons": persons})


async def upsert_names(session: AsyncSession, *, generation: int, rows: Sequence[Row]) -> None:
    """Keep the newest name of each (kind, id); `rows` has no pair twice."""
    await session.execute(_upsert_names(), {"in_generation": generation, "rows": to_json(rows).decode()})


async def upsert_records(session: AsyncSession, *, generation: int, rows: Sequence[Row]) -> None:
    """Keep the newest version of each record; `rows` has no id twice. Dates are computed in the branch's zone."""
    await session.execute(_upsert_records(), {"in_generation": generation, "rows": to_json(rows).decode()})


async def redate_records(session: AsyncSession, *, generation: int, branch_ids: Sequence[UUID]) -> None:
    """Compute the dates of the branches' records anew, after their zone became known or changed."""
    await session.execute(_redate(), {"in_generation": generation, "branches": branch_ids})


async def calendars(
    session: AsyncSession, *, generation: int, branch_ids: Sequence[UUID]
) -> Sequence[Found[*tuple[Any, ...]]]:
    """Zone and calendar of the branches that events have told of."""
    return (await session.execute(_calendars(), {"in_generation": generation, "branches": branch_ids})).all()


async def reckoned_otherwise(
    session: AsyncSession, *, generation: int, branch_id: UUID, key: str, limit: int
) -> Sequence[Found[*tuple[Any, ...]]]:
    """Some records of the branch whose working time was computed with another calendar."""
    statement = (
        select(_records.c.id, _records.c.way, _records.c.found_at, _records.c.ended_at, _records.c.cycle_seconds)
        .where(_records.c.generation == generation, _records.c.branch_id == branch_id, _records.c.calendar != key)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def set_working_time(session: AsyncSession, *, generation: int, rows: Sequence[Row]) -> None:
    """Write the working time of records anew."""
    await session.execute(_set_working(), {"in_generation": generation, "rows": to_json(rows).decode()})


@cache
def _calendars() -> Executable:
    wanted = _names.c.id.in_(bindparam("branches", expanding=True))
    columns = (_names.c.id, _names.c.time_zone, _names.c.calendar)
    return select(*columns).where(_names.c.generation == _GENERATION, _names.c.kind == "branch", wanted)


@cache
def _set_working() -> Executable:
    fresh = _unfolded(_records, without={c.name for c in _records.c} - {"id", *_WORKING})
    return (
        update(_records)
        .values({name: fresh.c[name] for name in _WORKING})
        .where(_records.c.generation == _GENERATION, _records.c.id == fresh.c.id)
    )


@cache
def _lock(exclusive: bool) -> Executable:
    return select(_table(Projection).c.generation).with_for_update(read=not exclusive)


@cache
def _store() -> Executable:
    fresh = _unfolded(_events, without=("recorded_at",))
    names = [c.name for c in fresh.c]
    return upsert(_events).from_select(names, select(*fresh.c)).on_conflict_do_nothing()


@cache
def _upsert_names() -> Executable:
    fresh = _unfolded(_names, without=("generation",))
    names = ["generation", *(c.name for c in fresh.c)]
    statement = upsert(_names).from_select(names, select(_GENERATION, *fresh.c))
    newest = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[_names.c.generation, _names.c.kind, _names.c.id],
        set_={name: newest[name] for name in ("version", "name", "time_zone", "calendar")},
        where=_names.c.version < newest.version,
    )


@cache
def _upsert_records() -> Executable:
    fresh = _unfolded(_records, without=_COMPUTED_HERE)
    computed = (_GENERATION, _date(fresh.c.found_at), _date(fresh.c.fixed_at), _date(fresh.c.ended_at))
    source = select(*computed, *fresh.c).select_from(fresh.outerjoin(_names, _is_branch(fresh.c.branch_id)))
    names = [*_COMPUTED_HERE, *(c.name for c in fresh.c)]
    statement = upsert(_records).from_select(names, source)
    newest = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[_records.c.generation, _records.c.id],
        set_={name: newest[name] for name in names if name not in ("generation", "id")},
        where=_records.c.version < newest.version,
    )


@cache
def _redate() -> Executable:
    dates = {name: _date(_records.c[name.replace("_on", "_at")]) for name in ("found_on", "fixed_on", "ended_on")}
    return (
        update(_records)
        .values(dates)
        .where(
            _records.c.generation == _GENERATION,
            _records.c.branch_id.in_(bindparam("branches", expanding=True)),
            _is_branch(_records.c.branch_id),
            or_(*(_records.c[name].is_distinct_from(fresh) for name, fresh in dates.items())),
        )
    )


def _unfolded(table: Table, *, without: Iterable[str]) -> TableValuedAlias:
    """The parameter `rows` as a table in a query, with the column types of `table`."""
    skipped = {*without, *(c.name for c in table.c if c.computed is not None)}
    typed = [column(c.name, c.type) for c in table.c if c.name not in skipped]
    document = cast(bindparam("rows", type_=Text), JSONB)
    return func.jsonb_to_recordset(document).table_valued(*typed, name="fresh").render_derived(with_types=True)


def _is_branch(branch_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    return and_(_names.c.generation == _GENERATION, _names.c.kind == "branch", _names.c.id == branch_id)


def _date(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """The date that it was at the moment where the joined branch is."""
    return cast(func.timezone(func.coalesce(_names.c.time_zone, UNKNOWN_ZONE), moment), Date)
