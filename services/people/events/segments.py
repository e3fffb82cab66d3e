"""From segments to contracts."""

from typing import Literal
from uuid import UUID

from services.people.events.register import NOTHING, Changed
from services.people.models import Segment
from shared import outbox
from shared.auth.permissions import PEOPLE_READ
from shared.contracts.envelope import Event
from shared.contracts.people import segments as contract

_TYPES = {
    "created": contract.SegmentCreated,
    "changed": contract.SegmentChanged,
    "removed": contract.SegmentRemoved,
}
NOBODY_ELSE = "people:own_segments"  #: a permission that does not exist: only the owner is told of an own segment


def segment(
    verb: Literal["created", "changed", "removed"],
    row: Segment,
    *,
    expression: str,
    actor: UUID,
    changed: Changed = NOTHING,
) -> Event:
    data = _TYPES[verb](
        id=row.id,
        version=row.version,
        name=row.name,
        owner_id=row.owner_id,
        visibility=row.visibility,
        branch_id=row.branch_id,
        condition=row.condition,
        expression=expression,
        removed=row.removed_at is not None,
        changed=changed,
    )
    return outbox.build(
        data,
        subject=row.id,
        actor=actor,
        branch=row.branch_id,
        read_permission=NOBODY_ELSE if row.visibility == "own" else PEOPLE_READ,
        readers=(row.owner_id,),
    )
