"""From a change of who observes a record to the event that tells of it."""

from datetime import datetime
from uuid import UUID

from services.nonconformity.domain import Record
from services.nonconformity.domain.observers import Cause
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ
from shared.contracts.envelope import Event
from shared.contracts.nonconformity.observers import ObserversChanged


def changed(before: Record, after: Record, *, cause: Cause, actor_id: UUID | None, at: datetime) -> Event:
    joined = [person for person in after.observer_ids if person not in before.observer_ids]
    left = [person for person in before.observer_ids if person not in after.observer_ids]
    data = ObserversChanged(
        id=after.id,
        version=after.version,
        number=after.number,
        branch_id=after.branch_id,
        observer_ids=after.observer_ids,
        joined_ids=joined,
        left_ids=left,
        cause=cause.value,
        at=at,
        changed={"observer_ids": (list(map(str, before.observer_ids)), list(map(str, after.observer_ids)))},
    )
    return outbox.build(
        data,
        subject=after.id,
        actor=actor_id,
        branch=after.branch_id,
        read_permission=NONCONFORMITY_READ,
        readers=sorted(after.participants.union(left)),  # who left hears of it once more: their list has one less
    )
