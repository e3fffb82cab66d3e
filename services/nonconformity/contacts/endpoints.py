"""/api/v1/nonconformities/{id}/contact: who a nameless author says they are, for those who may read it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from services.nonconformity.contacts import service
from services.nonconformity.contacts.schemas import Contact
from services.nonconformity.deps import Session
from shared.auth.permissions import NONCONFORMITY_READ_CONTACTS
from shared.auth.principal import Principal
from shared.web.routing import require, service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])

CanReadContacts = Annotated[Principal, Depends(require(NONCONFORMITY_READ_CONTACTS))]


@router.get("/{record_id:uuid}/contact")
async def contact(record_id: UUID, session: Session, principal: CanReadContacts, response: Response) -> Contact:
    """Name and contact, when the author has given them. Who reads them is logged."""
    response.headers["Cache-Control"] = "no-store"
    return await service.show(session, principal=principal, record_id=record_id)
