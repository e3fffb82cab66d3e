"""Use cases of measures. Each locks the record first, so a measure and its record's closure cannot pass each other."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors, policies
from services.nonconformity import repository as record_rows
from services.nonconformity import service as records
from services.nonconformity.attachments import service as attachments
from services.nonconformity.attachments.schemas import AttachmentView
from services.nonconformity.domain import Caller, Now, Record
from services.nonconformity.domain import measure_acts as acts
from services.nonconformity.domain.attachments import Purpose
from services.nonconformity.domain.measure_acts import MeasureChange, MeasurePlan
from services.nonconformity.domain.measures import Measure
from services.nonconformity.domain.observers import Cause
from services.nonconformity.errors.measures import owner_elsewhere
from services.nonconformity.events import measures as events
from services.nonconformity.measures import repository
from services.nonconformity.measures.schemas import (
    Completion,
    MeasureEdit,
    MeasureItem,
    MeasurePage,
    MeasureQuery,
    Measures,
    MeasureView,
    NewMeasure,
    item_values,
    people_of,
)
from services.nonconformity.observers.joining import involve
from services.nonconformity.repository import Found
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import InvalidInput, NotFound
from shared.ids import new_id
from shared.web.versions import check_version

#: An act of `measure_acts` with its own arguments filled in.
Decision = Callable[[Measure, Record, Caller, Now], MeasureChange]


async def of_record(session: AsyncSession, *, principal: Principal, record_id: UUID) -> Measures:
    """The measures of a record, cancelled ones too. Raises NotFound for what the caller may not see."""
    found = await records.visible(session, principal, record_id)
    rows = await repository.of_record(session, record_id)
    refused = acts.planning_refusal(found.record, policies.caller(principal, found.record))
    return Measures(items=await _views(session, principal, found, rows), allowed_actions=[] if refused else ["create"])


async def show(session: AsyncSession, *, principal: Principal, record_id: UUID, measure_id: UUID) -> MeasureView:
    found = await records.visible(session, principal, record_id)
    return await _view(session, principal, found, await _row(session, record_id, measure_id))


async def listed(session: AsyncSession, *, principal: Principal, query: MeasureQuery) -> MeasurePage:
    """Measures of all records that the caller may see."""
    now = clock.now()
    rows, next_cursor, total = await repository.listed(session, principal=principal, query=query, now=now)
    names = await repository.names(session, people_of(rows))
    items = [MeasureItem(**item_values(row, names, clock.today(row.time_zone))) for row in rows]
    return MeasurePage(items=items, next_cursor=next_cursor, total=total)


async def create(session: AsyncSession, *, principal: Principal, record_id: UUID, new: NewMeasure) -> MeasureView:
    """Plan a measure; its owner sees the record from now on."""
    await record_rows.lock(session, [record_id])
    found = await records.visible(session, principal, record_id)
    order = MeasurePlan(new.kind, new.description, new.owner_id, new.due_on, new.expires_on)
    caller = policies.caller(principal, found.record)
    position = await repository.next_position(session, record_id)
    change = acts.plan(found.record, caller, _now(found), measure_id=new_id(), order=order, position=position)
    await _require_owner(session, found.record, new.owner_id)
    await repository.create(session, change)
    return await _tell(session, principal, found, change)


async def edit(
    session: AsyncSession,
    *,
    principal: Principal,
    record_id: UUID,
    measure_id: UUID,
    expected: int,
    changes: MeasureEdit,
) -> MeasureView:
    """Change fields; those that keep their value change nothing, no version and no event."""
    decide = partial(acts.edit_measure, values=changes.values, reason=changes.reason)
    found, change = await _decide(session, principal, record_id, measure_id, expected, decide)
    if not change.changed:
        return await _view(session, principal, found, await _row(session, record_id, measure_id))
    if "owner_id" in change.changed:
        await _require_owner(session, found.record, change.after.owner_id)
    return await _store(session, principal, found, change)


async def complete(
    session: AsyncSession,
    *,
    principal: Principal,
    record_id: UUID,
    measure_id: UUID,
    expected: int | None,
    told: Completion,
) -> MeasureView:
    """Report it done, with the caller's uploads for it."""
    shown = tuple(told.attachment_ids)
    decide = partial(acts.complete, evidence=told.comment, attachment_ids=shown)
    found, change = await _decide(session, principal, record_id, measure_id, expected, decide)
    await attachments.claim(
        session,
        ids=shown,
        uploader_id=principal.id,
        record=found.record,
        purpose=Purpose.MEASURE,
        owner_id=measure_id,
    )
    return await _store(session, principal, found, change)


async def act(
    session: AsyncSession,
    *,
    principal: Principal,
    record_id: UUID,
    measure_id: UUID,
    expected: int | None,
    decision: Decision,
) -> MeasureView:
    """Do what `decision` says to a measure. Raises NotFound, StaleVersion, and the refusals of the rules."""
    found, change = await _decide(session, principal, record_id, measure_id, expected, decision)
    return await _store(session, principal, found, change)


async def _decide(
    session: AsyncSession,
    principal: Principal,
    record_id: UUID,
    measure_id: UUID,
    expected: int | None,
    decision: Decision,
) -> tuple[Found, MeasureChange]:
    await record_rows.lock(session, [record_id])
    found = await records.visible(session, principal, record_id)
    measure = repository.measure_of(await _row(session, record_id, measure_id))
    check_version(measure.version, expected)
    return found, decision(measure, found.record, policies.caller(principal, found.record), _now(found))


async def _store(session: AsyncSession, principal: Principal, found: Found, change: MeasureChange) -> MeasureView:
    await repository.save(session, change)
    return await _tell(session, principal, found, change)


async def _tell(session: AsyncSession, principal: Principal, found: Found, change: MeasureChange) -> MeasureView:
    record = await involve(
        session, record=found.record, person_ids=[principal.id], cause=Cause.ACT, actor_id=principal.id
    )
    await outbox.add(session, events.of_change(change, record))
    row = await _row(session, found.record.id, change.after.id)
    return await _view(session, principal, found, row)


async def _require_owner(session: AsyncSession, record: Record, person_id: UUID) -> None:
    """Somebody of the record's branch or of none, or who takes part in the record already."""
    person = await repository.person(session, person_id)
    if person is None:
        raise InvalidInput(errors=[errors.unknown("person", "owner_id")])
    if person.branch_id not in (None, record.branch_id) and person_id not in record.participants:
        raise owner_elsewhere(person_id)


async def _row(session: AsyncSession, record_id: UUID, measure_id: UUID) -> Row[Any]:
    row = await repository.get(session, record_id, measure_id)
    if row is None:
        raise NotFound
    return row


async def _view(session: AsyncSession, principal: Principal, found: Found, row: Row[Any]) -> MeasureView:
    [view] = await _views(session, principal, found, [row])
    return view


async def _views(
    session: AsyncSession, principal: Principal, found: Found, rows: Sequence[Row[Any]]
) -> list[MeasureView]:
    record = found.record
    caller, today = policies.caller(principal, record), clock.today(found.names.time_zone)
    names = await repository.names(session, people_of(rows)) if rows else {}
    files: dict[UUID, list[AttachmentView]] = await attachments.of_owners(
        session, principal=principal, record=record, owner_ids=[row.id for row in rows]
    )
    return [
        MeasureView(
            **item_values(row, names, today),
            attachments=files[row.id],
            allowed_actions=acts.measure_actions(repository.measure_of(row), record, caller),
        )
        for row in rows
    ]


def _now(found: Found) -> Now:
    return Now(clock.now(), clock.today(found.names.time_zone))
