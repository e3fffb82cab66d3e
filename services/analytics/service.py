"""What an event does here: it is stored, and the projections take what is new in it.

Events may come twice and in any order. The store knows an event by its id, a projection's row the version of the
aggregate it shows, so the end is the same whatever the way there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import repository, working
from services.analytics.domain import STATES, ended_at, returns, seconds_between, seconds_in_states, severity_id
from services.analytics.schemas import (
    NAMED,
    PERSON,
    RECORD,
    SEVERITY,
    BranchFact,
    NonconformityFact,
    SeverityFact,
    noun_of,
)
from services.analytics.working import BranchTime
from shared.contracts.envelope import Event

Row = dict[str, Any]


async def record_events(*, session: AsyncSession, events: Sequence[Event]) -> None:
    """Store events and bring what readers see up to date, in the caller's transaction.

    Raises pydantic.ValidationError when an event breaks its contract.
    """
    if events:
        moves_dates = any(noun_of(event.type) == "people.branch" for event in events)
        generation = await repository.lock_generation(session, exclusive=moves_dates)
        await store_events(session=session, events=events)
        await project(session=session, generation=generation, events=events)


async def store_events(*, session: AsyncSession, events: Sequence[Event]) -> None:
    """Store events that the store does not have yet. Of people who were erased no name is kept, whenever it comes."""
    await repository.store_events(session, [_stored(event) for event in events])
    persons = sorted({event.subject for event in events if noun_of(event.type) == PERSON})
    if persons:
        await repository.redact_erased(session, persons)


async def project(*, session: AsyncSession, generation: int, events: Sequence[Event]) -> None:
    """Bring one generation of the projections up to date. Nobody else may move dates in it meanwhile."""
    names: dict[tuple[str, UUID], Row] = {}
    records: dict[UUID, NonconformityFact] = {}
    for event in events:
        noun = noun_of(event.type)
        if noun == RECORD:
            fact = event.payload(NonconformityFact)
            if fact.id not in records or records[fact.id].version < fact.version:
                records[fact.id] = fact
        elif noun == SEVERITY:
            for row in _severity_rows(event.payload(SeverityFact)):
                _keep_newest(names, row)
        elif noun is not None and noun in NAMED:
            kind, shape = NAMED[noun]
            _keep_newest(names, _name_row(kind, event.payload(shape)))
    for fact in records.values():
        category = {"kind": "category", "id": fact.category.id, "version": 0, "name": fact.category.name}
        _keep_newest(names, {**category, "time_zone": None, "calendar": None})
    await _write(session, generation, names, records.values())


async def _write(
    session: AsyncSession,
    generation: int,
    names: Mapping[tuple[str, UUID], Row],
    records: Iterable[NonconformityFact],
) -> None:
    """Names first: a record's dates and working time need its branch. Sorted: two batches lock rows in one order."""
    if names:
        await repository.upsert_names(session, generation=generation, rows=[names[key] for key in sorted(names)])
    facts = sorted(records, key=lambda fact: fact.id)
    if facts:
        where = sorted({fact.branch_id for fact in facts})
        times = await working.times_of(session, generation=generation, branch_ids=where)
        rows = [_record_row(fact, times.get(fact.branch_id, working.UNHEARD_OF)) for fact in facts]
        await repository.upsert_records(session, generation=generation, rows=rows)
    branches = [branch_id for kind, branch_id in sorted(names) if kind == "branch"]
    if branches:
        await repository.redate_records(session, generation=generation, branch_ids=branches)
        await working.recompute(session, generation=generation, branch_ids=branches)


def _keep_newest(names: dict[tuple[str, UUID], Row], row: Row) -> None:
    key = (row["kind"], row["id"])
    if key not in names or names[key]["version"] < row["version"]:
        names[key] = row


def _name_row(kind: str, fact: Any) -> Row:
    row = {"kind": kind, "id": fact.id, "version": fact.version, "name": fact.title()}
    if not isinstance(fact, BranchFact):
        return {**row, "time_zone": None, "calendar": None}
    rules = fact.working_calendar
    return {**row, "time_zone": fact.time_zone, "calendar": rules and rules.model_dump(mode="json")}


def _severity_rows(fact: SeverityFact) -> list[Row]:
    """A name a language: the only nouns whose names are in both."""
    row = {"id": severity_id(fact.code), "version": fact.version, "time_zone": None, "calendar": None}
    return [
        {**row, "kind": "severity.ru", "name": fact.name_ru},
        {**row, "kind": "severity.en", "name": fact.name_en},
    ]


def _stored(event: Event) -> Row:
    return {
        "id": event.id,
        "type": event.type,
        "source": event.source,
        "subject": event.subject,
        "time": event.time,
        "actor": event.actor,
        "branch": event.branch,
        "correlation_id": event.correlationid,
        "data": event.data,
    }


def _record_row(fact: NonconformityFact, branch: BranchTime) -> Row:
    spent = seconds_in_states(fact.way)
    closed_at = fact.closed_at if fact.state == "closed" else None
    return {
        "id": fact.id,
        "version": fact.version,
        "number": fact.number,
        "state": fact.state,
        "severity": fact.severity,
        "branch_id": fact.branch_id,
        "site_id": fact.site_id,
        "category_id": fact.category.id,
        "source": fact.came_by(),
        "inspector_id": fact.author_id,
        "responsible_id": fact.responsible_id,
        "co_executor_ids": fact.co_executor_ids,
        "first_due_on": fact.first_due_on,
        "due_on": fact.due_on,
        "found_at": fact.found_at,
        "fixed_at": fact.fixed_at or closed_at,
        "ended_at": closed_at or ended_at(fact.way),
        "way": [(step.state, step.entered_at) for step in fact.way],
        "returns": returns(fact.way),
        "repeat_of_id": fact.repeat_of_id,
        "withdrawn": fact.withdrawn,
        "cycle_seconds": seconds_between(fact.found_at, closed_at) if closed_at else None,
        **{f"seconds_{state}": spent.get(state) for state in STATES},
        **working.columns(fact.way, (fact.found_at, closed_at) if closed_at else None, branch),
    }
