"""From erasures to contracts."""

from typing import Any
from uuid import UUID

from services.people.models import Person
from shared import outbox
from shared.auth.permissions import PEOPLE_READ
from shared.contracts.envelope import Event
from shared.contracts.people.erasures import PersonErased

_KEPT: dict[str, Any] = dict.fromkeys(
    ("personnel_number", "middle_name", "unit_id", "position", "city", "joined_on", "left_on", "assignment_site_id")
)


def erased(person: Person, *, actor: UUID) -> Event:
    data = PersonErased(
        id=person.id,
        version=person.version,
        last_name=person.last_name,
        first_name=person.first_name,
        branch_id=person.branch_id,
        is_member=False,
        removed=True,
        **_KEPT,
    )
    return outbox.build(data, subject=person.id, actor=actor, branch=person.branch_id, read_permission=PEOPLE_READ)
