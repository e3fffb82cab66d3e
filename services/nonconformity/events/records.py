"""From a change to the event that tells of it: the only builder of outgoing events."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.nonconformity.domain import Act, Change, Record
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ
from shared.contracts import nonconformity as contract
from shared.contracts.envelope import Event

_BY_ACT: Mapping[Act, type[contract.NonconformityData]] = {
    Act.REGISTER: contract.Registered,
    Act.IMPORT: contract.Imported,
    Act.WITHDRAW: contract.Withdrawn,
    Act.EDIT: contract.Edited,
    Act.ASSIGN: contract.Assigned,
    Act.START: contract.Started,
    Act.REPORT_FIXED: contract.FixReported,
    Act.VERIFY: contract.Verified,
    Act.RETURN: contract.Returned,
    Act.REJECT: contract.Rejected,
    Act.DISPUTE: contract.Disputed,
    Act.MERGE: contract.MarkedDuplicate,
    Act.UNMERGE: contract.Unmerged,
    Act.ABSORB: contract.Absorbed,
    Act.MOVE_DUE_DATE: contract.DueDateMoved,
}


def of_change(change: Change, *, category: str) -> Event:
    """The event of an act on a record; `category` is the name of the category it is in afterwards."""
    return _event(
        _BY_ACT[change.act], change.after, change.actor_id, category, changed=change.changed, reason=change.reason
    )


def of_new(act: Act, record: Record, *, actor_id: UUID | None, category: str) -> Event:
    """The event of a record that was filed or imported."""
    return _event(_BY_ACT[act], record, actor_id, category, changed={}, reason=None)


def of_category(
    kind: type[contract.CategoryCreated] | type[contract.CategoryChanged],
    *,
    category_id: UUID,
    version: int,
    name: str,
    active: bool,
    actor_id: UUID,
    changed: Mapping[str, tuple[Any, Any]],
) -> Event:
    data = kind(id=category_id, version=version, name=name, active=active, changed=changed)
    return outbox.build(data, subject=category_id, actor=actor_id, branch=None)


def _event(
    kind: type[contract.NonconformityData],
    record: Record,
    actor_id: UUID | None,
    category: str,
    *,
    changed: Mapping[str, tuple[Any, Any]],
    reason: str | None,
) -> Event:
    # Trusted values of our own: validating them again would cost more than all else in the making of an event.
    data = kind.model_construct(
        id=record.id,
        version=record.version,
        number=record.number,
        state=record.state.value,
        way=[
            contract.StateEntered.model_construct(state=step.state.value, entered_at=step.entered_at)
            for step in record.way
        ],
        branch_id=record.branch_id,
        site_id=record.site_id,
        place=record.place,
        category=contract.CategoryRef.model_construct(id=record.category_id, name=category),
        severity=record.severity.value,
        description=record.description,
        proposal=record.proposal,
        found_at=record.found_at,
        registered_at=record.registered_at,
        author_id=record.author_id,
        responsible_id=record.responsible_id,
        co_executor_ids=record.co_executor_ids,
        observer_ids=record.observer_ids,
        first_due_on=record.first_due_on,
        due_on=record.due_on,
        due_date_moves=record.due_date_moves,
        fixed_at=record.fixed_at,
        fixed_by_id=record.fixed_by_id,
        closed_at=record.closed_at,
        duplicate_of_id=record.duplicate_of_id,
        source=record.source.value,
        repeat_of_id=record.repeat_of_id,
        imported=record.imported,
        withdrawn=record.withdrawn,
        reason=reason,
        changed=changed,
    )
    return outbox.build(
        data,
        subject=record.id,
        actor=actor_id,
        branch=record.branch_id,
        read_permission=NONCONFORMITY_READ,
        readers=sorted(record.participants),
    )
