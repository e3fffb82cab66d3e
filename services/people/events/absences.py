"""From absences to contracts."""

from typing import Literal
from uuid import UUID

from services.people.events.register import NOTHING, Changed
from services.people.models import Absence
from shared import outbox
from shared.auth.permissions import PEOPLE_READ
from shared.contracts.envelope import Event
from shared.contracts.people import absences as contract

Verb = Literal["planned", "changed", "cancelled"]
_TYPES = {
    "planned": contract.AbsencePlanned,
    "changed": contract.AbsenceChanged,
    "cancelled": contract.AbsenceCancelled,
}


def absence(verb: Verb, row: Absence, *, branch: UUID | None, actor: UUID, changed: Changed = NOTHING) -> Event:
    """`branch` is the person's. The reason of the absence is left out."""
    data = _TYPES[verb](
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        first_day=row.first_day,
        last_day=row.last_day,
        substitute_id=row.substitute_id,
        cancelled=row.cancelled_at is not None,
        changed={field: (pair[0], pair[1]) for field, pair in changed.items() if field != "kind"},
    )
    return outbox.build(
        data,
        subject=row.id,
        actor=actor,
        branch=branch,
        read_permission=PEOPLE_READ,
        readers=tuple(filter(None, (row.person_id, row.substitute_id))),
    )
