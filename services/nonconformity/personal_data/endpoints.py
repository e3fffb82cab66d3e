"""/internal/persons/{id}/data: all that the journal holds on a person."""

from typing import Any
from uuid import UUID

from services.nonconformity.deps import Session
from services.nonconformity.personal_data import repository
from shared.web.internal import internal_router
from shared.web.routing import public

router = internal_router("/internal/persons")


@router.get("/{person_id}/data")
@public
async def person_data(person_id: UUID, session: Session) -> dict[str, list[dict[str, Any]]]:
    """{what: rows}; empty lists for somebody who never did anything here."""
    return await repository.held_on(session, person_id)
