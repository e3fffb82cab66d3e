"""/api/v1/nonconformities/today: what waits for the caller."""

from fastapi import Response

from services.nonconformity.deps import CurrentPrincipal, Session
from services.nonconformity.today import service
from services.nonconformity.today.schemas import Today
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get("/today", response_model=Today)
async def today(session: Session, principal: CurrentPrincipal) -> Response:
    """To assign, to do, overdue, due soon, to verify, and unread mentions: how many, and the first few of each."""
    found = await service.today(session, principal=principal)
    return Response(found.model_dump_json(), media_type="application/json")
