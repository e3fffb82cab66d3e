"""Rebuilds over HTTP."""

from services.analytics.deps import CanOperate, Session
from services.analytics.rebuilds import service
from services.analytics.rebuilds.schemas import RebuildCard
from shared.errors import NotFound
from shared.web.refusals import refuses
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics/rebuild", tags=["analytics"])


@router.post("", status_code=202, name="rebuild the figures")
async def request_rebuild(session: Session, principal: CanOperate) -> RebuildCard:
    """Compute all projections anew from the stream of events. The figures stay readable, and current, meanwhile."""
    return await service.request_rebuild(session=session, principal=principal)


@router.get("", name="progress of the rebuild")
@refuses(NotFound)
async def show_rebuild(session: Session, principal: CanOperate) -> RebuildCard:
    """The newest rebuild and how far it is; 404 before the first one."""
    return await service.show_rebuild(session=session, principal=principal)


@router.post("/cancel", name="cancel the rebuild")
async def cancel_rebuild(session: Session, principal: CanOperate) -> RebuildCard:
    """Stop the rebuild. The figures stay as they are."""
    return await service.cancel_rebuild(session=session, principal=principal)
