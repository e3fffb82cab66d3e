"""The journal's trend over HTTP."""

from typing import Annotated

from services.analytics.deps import CanRead, Locale, Session
from services.analytics.trend import service
from services.analytics.trend.schemas import Trend, TrendQuery
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics/journal/trend", tags=["analytics"])


@router.get("", name="journal trend", openapi_extra=documented(TrendQuery))
async def trend(
    query: Annotated[TrendQuery, query_of(TrendQuery)], session: Session, principal: CanRead, locale: Locale
) -> Trend:
    """Found and closed by week or month, and how many were open at the end of each."""
    return await service.trend(session=session, principal=principal, query=query, locale=locale)
