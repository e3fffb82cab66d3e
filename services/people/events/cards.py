"""From membership cards to contracts."""

from uuid import UUID

from services.people.models import Card
from shared import outbox
from shared.auth.permissions import PEOPLE_READ
from shared.contracts.envelope import Event
from shared.contracts.people import cards as contract


def card(row: Card, *, branch: UUID | None, actor: UUID) -> Event:
    """Issued, or withdrawn when the row says so. `branch` is the person's."""
    shape = contract.CardIssued if row.withdrawn_at is None else contract.CardWithdrawn
    data = shape(id=row.id, person_id=row.person_id, number=row.number, reason=row.reason)
    return outbox.build(
        data, subject=row.id, actor=actor, branch=branch, read_permission=PEOPLE_READ, readers=(row.person_id,)
    )
