"""/api/v1/nonconformities/{id}/observe and /leave."""

from uuid import UUID

from fastapi import Response

from services.nonconformity.deps import CurrentPrincipal, Session
from services.nonconformity.observers import service
from services.nonconformity.schemas import Card
from shared.web.routing import service_router
from shared.web.versions import tagged

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.post("/{record_id:uuid}/observe")
async def observe(record_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> Card:
    """Follow a record: its news are yours, and you see it whatever your branch. It is no new version of it."""
    card = await service.observe(session, principal=principal, record_id=record_id)
    return tagged(card, response)


@router.post("/{record_id:uuid}/leave", status_code=204)
async def leave(record_id: UUID, session: Session, principal: CurrentPrincipal) -> None:
    """Stop observing a record. You stay out, also when you act on it, until you are mentioned or observe it again.

    Who saw it only as an observer sees it no more.
    """
    await service.leave(session, principal=principal, record_id=record_id)
