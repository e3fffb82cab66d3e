"""From the register of consents to contracts."""

from uuid import UUID

from services.people.models import Consent
from shared import outbox
from shared.auth.permissions import PEOPLE_READ
from shared.contracts.envelope import Event
from shared.contracts.people import consents as contract


def consent(row: Consent, *, branch: UUID | None, actor: UUID) -> Event:
    """`branch` is the person's."""
    shape = contract.ConsentGiven if row.given else contract.ConsentWithdrawn
    data = shape(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        given=row.given,
        text_version=row.text_version,
        channel=row.channel,
        stated_at=row.stated_at,
    )
    return outbox.build(
        data,
        subject=row.id,
        actor=actor,
        branch=branch,
        read_permission=PEOPLE_READ,
        readers=(row.person_id,),
    )
