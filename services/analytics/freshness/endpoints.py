"""Freshness over HTTP."""

from services.analytics.deps import CanRead, Session
from services.analytics.freshness import service
from services.analytics.freshness.schemas import FreshnessCard
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics/freshness", tags=["analytics"])


@router.get("", name="freshness of the figures")
async def freshness(session: Session, principal: CanRead) -> FreshnessCard:
    """Up to which moment the figures are complete, so that a client can say «данные на 14:03:21»."""
    return await service.freshness(session=session, principal=principal)
