"""From a change of a measure to the event that tells of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.nonconformity.domain import Record
from services.nonconformity.domain.measure_acts import MeasureChange
from services.nonconformity.domain.measures import Measure, MeasureAct
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import measures as contract

_BY_ACT: Mapping[MeasureAct, type[contract.MeasureData]] = {
    MeasureAct.CREATE: contract.MeasureCreated,
    MeasureAct.EDIT: contract.MeasureEdited,
    MeasureAct.COMPLETE: contract.MeasureCompleted,
    MeasureAct.VERIFY: contract.MeasureVerified,
    MeasureAct.RETURN: contract.MeasureReturned,
    MeasureAct.EXTEND: contract.MeasureExtended,
    MeasureAct.CANCEL: contract.MeasureCancelled,
}


def of_change(change: MeasureChange, record: Record) -> Event:
    """The event of an act on a measure of the record. Its owner is told too, whatever becomes of the measure."""
    return _event(
        _BY_ACT[change.act], change.after, record, actor=change.actor_id, reason=change.reason, changed=change.changed
    )


def of_move(change: MeasureChange, before: Record, after: Record) -> Event:
    """The measure goes on in another record."""
    assert change.before is not None
    old, new = change.before, change.after
    changed = {
        "nonconformity_id": (str(before.id), str(after.id)),
        "nonconformity_number": (before.number, after.number),
        "number": (old.number(before.year, before.serial), new.number(after.year, after.serial)),
    }
    return _event(contract.MeasureMoved, new, after, actor=change.actor_id, reason=None, changed=changed)


def of_expiry(measure: Measure, record: Record) -> Event:
    """Nobody's act: the day until which it was to hold has passed. The measure keeps its version."""
    return _event(contract.MeasureExpired, measure, record, actor=None, reason=None, changed={})


def _event(
    kind: type[contract.MeasureData],
    measure: Measure,
    record: Record,
    *,
    actor: UUID | None,
    reason: str | None,
    changed: Mapping[str, tuple[Any, Any]],
) -> Event:
    data = kind(
        id=measure.id,
        version=measure.version,
        number=measure.number(record.year, record.serial),
        nonconformity_id=record.id,
        nonconformity_number=record.number,
        branch_id=record.branch_id,
        site_id=record.site_id,
        kind=measure.kind.value,
        state=measure.state.value,
        description=measure.description,
        owner_id=measure.owner_id,
        created_at=measure.created_at,
        created_by_id=measure.created_by_id,
        first_due_on=measure.first_due_on,
        due_on=measure.due_on,
        due_date_moves=measure.due_date_moves,
        expires_on=measure.expires_on,
        extensions=measure.extensions,
        completed_at=measure.completed_at,
        completed_by_id=measure.completed_by_id,
        evidence=measure.evidence,
        verified_at=measure.verified_at,
        verified_by_id=measure.verified_by_id,
        reason=reason,
        changed=changed,
    )
    return outbox.build(
        data,
        subject=measure.id,
        parent=record.id,
        actor=actor,
        branch=record.branch_id,
        read_permission=NONCONFORMITY_READ,
        readers=sorted(record.participants | {measure.owner_id}),
    )
