"""The trail of events over HTTP."""

from typing import Annotated

from services.analytics.deps import CanOperate, Session
from services.analytics.trail import service
from services.analytics.trail.schemas import TrailEvent, TrailQuery
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics/events", tags=["analytics"])


@router.get("", name="trail of events", openapi_extra=documented(TrailQuery))
async def trail(
    query: Annotated[TrailQuery, query_of(TrailQuery)], session: Session, principal: CanOperate
) -> Page[TrailEvent]:
    """What happened to a record: every event about it, with who, when and the correlation id of the request."""
    return await service.trail(session=session, principal=principal, query=query)
