"""All SQL about single records: read, numbered and inserted, locked, changed. Nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    Row,
    Select,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Change, Record, Severity, Source, State, Step, format_number
from services.nonconformity.domain.measures import MeasureLine, MeasureState
from services.nonconformity.models import (
    CO_EXECUTOR,
    OBSERVER,
    attachments,
    branches,
    categories,
    due_date_moves,
    history,
    measures,
    nonconformities,
    participants,
    persons,
    severities,
    severity_terms,
    sites,
    way,
)
from services.nonconformity.repeats.repository import is_repeated_or_repeats, latest_earlier
from services.nonconformity.schemas import Names, NumberRef
from services.nonconformity.severities.repository import DUE_DAYS, of_kind

#: The fields of a record that are columns of its row, under the same names.
STORED = tuple(
    f.name
    for f in fields(Record)
    if f.name not in ("co_executor_ids", "observer_ids", "way", "measures", "term_ends_on")
)
_n = nonconformities.c
_LINE = ("position", "owner_id", "state", "due_on", "expires_on")


@dataclass(frozen=True, slots=True)
class Found:
    """A record and what its ids are called."""

    record: Record
    names: Names
    among_repeats: bool = True  #: whether a look at what it repeats, and what repeated it, may show anything


# Reading one record: one statement. Its people, its way and everybody's names come with it as JSON.


def _view() -> Select[Any]:
    original = nonconformities.alias("original")
    taking_part = select(func.array_agg(participants.c.person_id)).where(participants.c.nonconformity_id == _n.id)
    acting = select(func.array_agg(way.c.actor_id)).where(way.c.nonconformity_id == _n.id)
    # Two levels down, the row has to be named: left to itself, the inner query would join all records once more.
    taking_part, acting = taking_part.correlate(nonconformities), acting.correlate(nonconformities)
    named = func.array_cat(
        func.array_cat(array([_n.author_id, _n.responsible_id, _n.fixed_by_id]), taking_part.scalar_subquery()),
        acting.scalar_subquery(),
    )
    people = select(func.json_object_agg(persons.c.id, persons.c.full_name)).where(persons.c.id == any_(named))
    roles = select(func.json_agg(func.json_build_array(participants.c.person_id, participants.c.role)))
    step = func.json_build_array(way.c.state, way.c.entered_at, way.c.actor_id, way.c.reason)
    steps = select(func.json_agg(aggregate_order_by(step, way.c.position)))
    line = func.json_build_array(*(measures.c[name] for name in _LINE))
    lines = select(func.json_agg(aggregate_order_by(line, measures.c.position)))
    duplicate = nonconformities.alias("duplicate")
    named_so = func.json_build_array(duplicate.c.id, duplicate.c.year, duplicate.c.serial)
    duplicates = select(func.json_agg(aggregate_order_by(named_so, duplicate.c.number_order)))
    files = (
        select(func.count())
        .where(attachments.c.nonconformity_id == _n.id)
        .where(attachments.c.attached_at.is_not(None), attachments.c.removed_at.is_(None))
    )
    is_of, has_own_term = of_kind(_n.severity, _n.category_id)
    return (
        select(
            *(_n[name] for name in STORED),
            branches.c.name.label("branch"),
            branches.c.time_zone,
            sites.c.name.label("site"),
            categories.c.name.label("category"),
            DUE_DAYS.label("due_days"),
            original.c.year.label("original_year"),
            original.c.serial.label("original_serial"),
            roles.where(participants.c.nonconformity_id == _n.id).scalar_subquery().label("roles"),
            steps.where(way.c.nonconformity_id == _n.id).scalar_subquery().label("steps"),
            lines.where(measures.c.nonconformity_id == _n.id).scalar_subquery().label("measures"),
            people.scalar_subquery().label("people"),
            duplicates.where(duplicate.c.duplicate_of_id == _n.id).scalar_subquery().label("merged"),
            files.scalar_subquery().label("files"),
            is_repeated_or_repeats(_n).label("among_repeats"),
        )
        .join(branches, branches.c.id == _n.branch_id)
        .join(sites, sites.c.id == _n.site_id)
        .join(categories, categories.c.id == _n.category_id)
        .join(severities, is_of)
        .outerjoin(severity_terms, has_own_term)
        .outerjoin(original, original.c.id == _n.duplicate_of_id)
    )


# Built once, so that their cache keys are computed once.
_VIEW = _view().where(_n.id == bindparam("record_id"))
_VIEWS = _view().where(_n.id == any_(bindparam("record_ids", type_=ARRAY(Uuid))))


async def view(session: AsyncSession, record_id: UUID) -> Found | None:
    """A record, withdrawn ones too, with its way and everybody's names. Who may see it is for policies."""
    row = (await session.execute(_VIEW, {"record_id": record_id})).one_or_none()
    return None if row is None else _found(row)


async def views(session: AsyncSession, record_ids: Sequence[UUID]) -> dict[UUID, Found]:
    """As `view`, for many."""
    rows = (await session.execute(_VIEWS, {"record_ids": record_ids})).all()
    return {row.id: _found(row) for row in rows}


def _found(row: Row[Any]) -> Found:
    stored = dict(zip(STORED, row, strict=False))
    stored["state"], stored["severity"] = State(stored["state"]), Severity(stored["severity"])
    stored["source"] = Source(stored["source"])
    roles: Sequence[tuple[str, str]] = row.roles or ()
    record = Record(
        **stored,
        co_executor_ids=tuple(UUID(person) for person, role in roles if role == CO_EXECUTOR),
        observer_ids=tuple(UUID(person) for person, role in roles if role == OBSERVER),
        way=tuple(
            Step(State(state), datetime.fromisoformat(at), UUID(actor) if actor else None, reason)
            for state, at, actor, reason in row.steps or ()
        ),
        measures=tuple(_line(*values) for values in row.measures or ()),
        term_ends_on=term_ends_on(row.registered_at, row.time_zone, row.due_days),
    )
    names = Names(
        branch=row.branch,
        time_zone=row.time_zone,
        site=row.site,
        category=row.category,
        persons={UUID(person): name for person, name in (row.people or {}).items()},
        attachments=row.files,
        original=(row.original_year, row.original_serial) if row.original_year is not None else None,
        merged=[NumberRef(id=UUID(one), number=format_number(year, serial)) for one, year, serial in row.merged or ()],
    )
    return Found(record, names, row.among_repeats)


def term_ends_on(registered_at: datetime, zone: str, due_days: int | None) -> date | None:
    """The day, in the branch's zone, by which a fix is due when nobody names another one."""
    if due_days is None:
        return None
    return registered_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=due_days)


def _line(position: int, owner: str, state: str, due_on: str, expires_on: str | None) -> MeasureLine:
    expiry = date.fromisoformat(expires_on) if expires_on else None
    return MeasureLine(position, UUID(owner), MeasureState(state), date.fromisoformat(due_on), expiry)


async def lock(session: AsyncSession, record_ids: Iterable[UUID]) -> None:
    """Let nobody else change these records until the transaction ends. Always in one order: no deadlock."""
    statement = select(_n.id).where(_n.id.in_(sorted(set(record_ids)))).order_by(_n.id).with_for_update()
    await session.execute(statement)


# What the ids of a request name


_ONE = select(literal(1).label("one")).subquery("one")
_IS_OF, _HAS_OWN_TERM = of_kind(bindparam("severity"), bindparam("category_id"))
_REFERENCES: Select[Any] = select(
    persons.c.full_name.label("author"),
    branches.c.id.label("branch_id"),
    branches.c.name.label("branch"),
    branches.c.time_zone,
    branches.c.closed.label("branch_closed"),
    sites.c.name.label("site"),
    sites.c.closed.label("site_closed"),
    categories.c.name.label("category"),
    categories.c.active.label("category_active"),
    severities.c.active.label("severity_active"),
    DUE_DAYS.label("due_days"),
    latest_earlier().scalar_subquery().label("repeat_of_id"),
).select_from(
    _ONE.outerjoin(persons, persons.c.id == bindparam("author_id"))
    .outerjoin(branches, branches.c.id == func.coalesce(bindparam("branch_id"), persons.c.branch_id))
    .outerjoin(sites, sites.c.id == bindparam("site_id"))
    .outerjoin(categories, categories.c.id == bindparam("category_id"))
    .outerjoin(severities, _IS_OF)
    .outerjoin(severity_terms, _HAS_OWN_TERM)
)


async def references(
    session: AsyncSession,
    *,
    author_id: UUID | None,
    branch_id: UUID | None,
    site_id: UUID,
    category_id: UUID,
    severity: Severity,
    place: str,
    record_id: UUID,
    registered_at: datetime,
) -> Row[Any]:
    """What these ids are called, in one look-up; None for what is unknown. No branch given: the author's.

    `due_days`: the term for this severity and category, counted from the registration; None: there is none.
    `repeat_of_id`: the finding that the record of this id, registered then, repeats.
    """
    given = {
        "author_id": author_id,
        "branch_id": branch_id,
        "site_id": site_id,
        "category_id": category_id,
        "severity": severity.value,
        "place": place,
        "record_id": record_id,
        "registered_at": registered_at,
    }
    row: Row[Any] = (await session.execute(_REFERENCES, given)).one()
    return row


async def present_persons(session: AsyncSession, person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the persons who are in the register."""
    if not (wanted := set(person_ids)):
        return set()
    statement = select(persons.c.id).where(persons.c.id.in_(wanted), ~persons.c.removed)
    return set((await session.scalars(statement)).all())


def row_of(record: Record) -> dict[str, Any]:
    """The record's own row: column names to values."""
    return {name: getattr(record, name) for name in STORED}


# A changed record


async def save(session: AsyncSession, change: Change) -> None:
    """Store what an act changed: the row, its people, the new steps of its way, a moved due date, the history."""
    before, after = change.before, change.after
    old, new = row_of(before), row_of(after)
    changed = {name: value for name, value in new.items() if value != old[name]}
    await session.execute(update(nonconformities).where(_n.id == after.id).values(changed))
    if (before.co_executor_ids, before.observer_ids) != (after.co_executor_ids, after.observer_ids):
        await session.execute(delete(participants).where(participants.c.nonconformity_id == after.id))
        if people := participants_of(after):
            await session.execute(insert(participants), people)
    if steps := steps_of(after, since=len(before.way)):
        await session.execute(insert(way), steps)
    if change.moves_due_date:
        await session.execute(insert(due_date_moves).values(move_of(change)))
    await session.execute(insert(history).values(history_of(change)))


def participants_of(record: Record) -> list[dict[str, Any]]:
    named = [(person, CO_EXECUTOR) for person in record.co_executor_ids]
    named += [(person, OBSERVER) for person in record.observer_ids]
    return [{"nonconformity_id": record.id, "person_id": person, "role": role} for person, role in named]


def steps_of(record: Record, *, since: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "nonconformity_id": record.id,
            "position": position,
            "state": step.state,
            "entered_at": step.entered_at,
            "actor_id": step.actor_id,
            "reason": step.reason,
        }
        for position, step in enumerate(record.way)
        if position >= since
    ]


def history_of(change: Change) -> dict[str, Any]:
    return {
        "nonconformity_id": change.after.id,
        "version": change.after.version,
        "act": change.act,
        "at": change.at,
        "actor_id": change.actor_id,
        "reason": change.reason,
        "changed": change.changed,
    }


def move_of(change: Change) -> Mapping[str, Any]:
    return {
        "nonconformity_id": change.after.id,
        "position": change.after.due_date_moves,
        "old": change.before.due_on,
        "new": change.after.due_on,
        "moved_at": change.at,
        "actor_id": change.actor_id,
        "reason": change.reason,
    }
