"""The journal's figures over HTTP."""

from typing import Annotated

from services.analytics.deps import CanRead, Locale, Session
from services.analytics.journal import service
from services.analytics.journal.schemas import JournalFigures, JournalQuery, RecordRef, RecordsQuery
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics/journal", tags=["analytics"])


@router.get("", name="journal figures", openapi_extra=documented(JournalQuery))
async def journal_figures(
    query: Annotated[JournalQuery, query_of(JournalQuery)], session: Session, principal: CanRead, locale: Locale
) -> JournalFigures:
    """Figures of the electronic journal, in all and by group, over the branches where the caller holds
    `analytics:read`. How each figure is defined is said in the answer's schema."""
    return await service.journal_figures(session=session, principal=principal, query=query, locale=locale)


@router.get("/records", name="records behind a figure", openapi_extra=documented(RecordsQuery))
async def records_behind(
    query: Annotated[RecordsQuery, query_of(RecordsQuery)], session: Session, principal: CanRead
) -> Page[RecordRef]:
    """The records behind one figure: ask as for the figures, and name the figure and the group's key."""
    return await service.records_behind(session=session, principal=principal, query=query)
