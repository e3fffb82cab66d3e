"""SQL of measures. Nothing here commits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    and_,
    cast,
    func,
    insert,
    not_,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import UNFIXED
from services.nonconformity.domain.measure_acts import MeasureChange
from services.nonconformity.domain.measures import LIVE, OPEN, Kind, Measure, MeasureAct, MeasureState
from services.nonconformity.domain.waiting import WaitingMeasure
from services.nonconformity.journal.repository import visible_to
from services.nonconformity.measures.schemas import MeasureQuery
from services.nonconformity.models import (
    branches,
    measure_expiries,
    measure_history,
    measures,
    nonconformities,
    persons,
    sites,
)
from shared.auth.permissions import NONCONFORMITY_ASSIGN, NONCONFORMITY_VERIFY
from shared.auth.principal import Principal
from shared.db.russian import fold, folded
from shared.db.scope import in_scope
from shared.web.listing import Sorting, paginate

_m, _n = measures.c, nonconformities.c
_STORED = tuple(field.name for field in fields(Measure))

SORTING = Sorting(
    columns={"due_on": _m.due_on, "expires_on": _m.expiry_order, "created_at": _m.created_at},
    id=_m.id,
    default="due_on",
)

#: A measure with what its record is called.
_ROWS: Select[Any] = (
    select(
        *(_m[name] for name in _STORED),
        _n.year,
        _n.serial,
        _n.state.label("record_state"),
        _n.place,
        _n.branch_id,
        sites.c.name.label("site"),
        branches.c.time_zone,
    )
    .join(nonconformities, _n.id == _m.nonconformity_id)
    .join(sites, sites.c.id == _n.site_id)
    .join(branches, branches.c.id == _n.branch_id)
)


def measure_of(row: Row[Any]) -> Measure:
    values = {name: getattr(row, name) for name in _STORED}
    return Measure(**{**values, "kind": Kind(row.kind), "state": MeasureState(row.state)})


async def of_record(session: AsyncSession, record_id: UUID) -> Sequence[Row[Any]]:
    """All measures of a record, the first first."""
    statement = _ROWS.where(_m.nonconformity_id == record_id).order_by(_m.position)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def get(session: AsyncSession, record_id: UUID, measure_id: UUID) -> Row[Any] | None:
    """A measure of this record. Whoever changes it holds the record's lock, so it needs none of its own."""
    statement = _ROWS.where(_m.nonconformity_id == record_id, _m.id == measure_id)
    row: Row[Any] | None = (await session.execute(statement)).one_or_none()
    return row


async def create(session: AsyncSession, change: MeasureChange) -> None:
    await session.execute(insert(measures).values(asdict(change.after)))
    await _remember(session, change)


async def save(session: AsyncSession, change: MeasureChange) -> None:
    assert change.before is not None
    old, new = asdict(change.before), asdict(change.after)
    values = {name: value for name, value in new.items() if value != old[name]}
    await session.execute(update(measures).where(_m.id == change.after.id).values(values))
    await _remember(session, change)


async def _remember(session: AsyncSession, change: MeasureChange) -> None:
    row = {
        "measure_id": change.after.id,
        "version": change.after.version,
        "act": change.act,
        "at": change.at,
        "actor_id": change.actor_id,
        "reason": change.reason,
        "changed": change.recorded,
        "moved_from_id": change.before.nonconformity_id if change.before and change.act is MeasureAct.MOVE else None,
    }
    await session.execute(insert(measure_history).values(row))


async def next_position(session: AsyncSession, record_id: UUID) -> int:
    """The first that no measure of the record has, or had before it was moved: a number names one measure for ever."""
    former = cast(measure_history.c.changed["position"][0].astext, Integer)
    present = select(_m.position.label("position")).where(_m.nonconformity_id == record_id)
    moved = select(former).where(measure_history.c.moved_from_id == record_id)
    taken = union_all(present, moved).subquery()
    return (await session.scalar(select(func.max(taken.c.position))) or 0) + 1


def _has_had(record_id: UUID) -> ColumnElement[bool]:
    """The measures that are, or were, the record's."""
    moved = select(measure_history.c.measure_id).where(measure_history.c.moved_from_id == record_id)
    return or_(_m.nonconformity_id == record_id, _m.id.in_(moved))


async def past_of_record(session: AsyncSession, record_id: UUID) -> Sequence[Row[Any]]:
    """What happened to the measures that the record has or had, in order; `nonconformity_id`, `position`: the present
    ones."""
    h = measure_history.c
    statement: Select[Any] = (
        select(measure_history, _m.nonconformity_id, _m.position, _m.kind)
        .join(measures, _m.id == h.measure_id)
        .where(_has_had(record_id))
        .order_by(h.at, _m.position, h.version)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def expiries_of_record(session: AsyncSession, record_id: UUID) -> Sequence[Row[Any]]:
    """When it was told of which of the measures that it has or had that they hold no longer."""
    e = measure_expiries.c
    statement: Select[Any] = (
        select(e.measure_id, e.expires_on, e.told_at, _m.nonconformity_id, _m.position, _m.kind)
        .join(measures, _m.id == e.measure_id)
        .where(_has_had(record_id))
        .order_by(e.told_at, _m.position)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def newly_expired(
    session: AsyncSession, *, now: datetime, most: int, ids: Sequence[UUID] | None = None
) -> Sequence[Row[Any]]:
    """Measures that hold no longer and of whose present date that was not told; `ids`: of these only."""
    e = measure_expiries.c
    told = select(e.measure_id).where(e.measure_id == _m.id, e.expires_on == _m.expires_on).exists()
    statement = _ROWS.where(
        _m.expiry_order <= (now + timedelta(days=1)).date(),  # for the index: no zone is further ahead
        _is_expired(now),
        not_(told),
        not_(_n.withdrawn),
    )
    if ids is not None:
        statement = statement.where(_m.id.in_(ids))
    rows: Sequence[Row[Any]] = (await session.execute(statement.order_by(_m.expiry_order, _m.id).limit(most))).all()
    return rows


async def note_expiries(session: AsyncSession, expired: Sequence[Measure], now: datetime) -> None:
    if expired:
        rows = [{"measure_id": one.id, "expires_on": one.expires_on, "told_at": now} for one in expired]
        await session.execute(insert(measure_expiries), rows)


async def person(session: AsyncSession, person_id: UUID) -> Row[Any] | None:
    """Somebody in the register, with their branch."""
    statement: Select[Any] = select(persons.c.id, persons.c.branch_id).where(
        persons.c.id == person_id, ~persons.c.removed
    )
    row: Row[Any] | None = (await session.execute(statement)).one_or_none()
    return row


async def names(session: AsyncSession, person_ids: set[UUID]) -> Mapping[UUID, str]:
    statement = select(persons.c.id, persons.c.full_name).where(persons.c.id.in_(sorted(person_ids)))
    return {row.id: row.full_name for row in (await session.execute(statement)).all()}


async def listed(
    session: AsyncSession, *, principal: Principal, query: MeasureQuery, now: datetime
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    """One page of the measures of all records that the caller may see."""
    statement = _ROWS.where(visible_to(principal), *_filters(query, principal, now))
    return await paginate(session, statement, query=query, sorting=SORTING)


def _filters(query: MeasureQuery, principal: Principal, now: datetime) -> Iterator[ColumnElement[bool]]:
    if query.kind:
        yield _m.kind.in_(query.kind)
    if query.state:
        yield _m.state.in_(query.state)
    if query.open is not None:
        is_open = _m.state.in_(OPEN)
        yield is_open if query.open else not_(is_open)
    if query.mine is not None:
        mine = _m.owner_id == principal.id
        yield mine if query.mine else not_(mine)
    if query.overdue is not None:
        yield _is_overdue(now) if query.overdue else not_(func.coalesce(_is_overdue(now), False))
    if query.waiting is not None:
        yield _waiting_for(principal, query.waiting)
    for name in ("owner_id", "nonconformity_id"):
        if (wanted := getattr(query, name)) is not None:
            yield _m[name] == wanted
    if query.branch_id is not None:
        yield _n.branch_id == query.branch_id
    if query.due_before is not None:
        yield _m.due_on < query.due_before
    if query.expires_before is not None:
        yield _m.expires_on < query.expires_before
    if query.q:
        yield folded(_m.description).contains(fold(query.q), autoescape=True)


def _waiting_for(principal: Principal, waiting: WaitingMeasure) -> ColumnElement[bool]:
    if waiting is WaitingMeasure.TO_DO:
        return and_(_m.state == MeasureState.PLANNED, _m.owner_id == principal.id, _n.state.in_(LIVE))
    if waiting is WaitingMeasure.TO_HAND_OVER:
        erased = _m.owner_id.in_(select(persons.c.id).where(persons.c.removed))
        triaged = in_scope(_n.branch_id, principal.scope(NONCONFORMITY_ASSIGN))
        return and_(_m.state == MeasureState.PLANNED, erased, triaged, _n.state.in_(LIVE))
    verifies = in_scope(_n.branch_id, principal.scope(NONCONFORMITY_VERIFY))
    theirs = and_(_m.completed_by_id.is_distinct_from(principal.id), or_(_n.author_id == principal.id, verifies))
    return and_(_m.state == MeasureState.COMPLETED, theirs, _n.state.in_(LIVE))


def _is_overdue(now: datetime) -> ColumnElement[bool]:
    """`is_late` or `is_expired` in SQL: the date is each branch's own."""
    late = and_(_m.state == MeasureState.PLANNED, _m.due_on < _today(now), _n.state.in_(LIVE))
    return or_(late, _is_expired(now))


def _is_expired(now: datetime) -> ColumnElement[bool]:
    return and_(_m.expires_on < _today(now), _m.state != MeasureState.CANCELLED, _n.state.in_(UNFIXED))


def _today(now: datetime) -> ColumnElement[Any]:
    return cast(func.timezone(branches.c.time_zone, now), Date)
