"""Tables of inspectors and responsibles over HTTP."""

from typing import Annotated

from services.analytics.deps import CanRead, Locale, Session
from services.analytics.journal.schemas import JournalFilter
from services.analytics.persons import service
from services.analytics.persons.schemas import Inspectors, Responsibles
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics", tags=["analytics"])
Filter = Annotated[JournalFilter, query_of(JournalFilter)]


@router.get("/inspectors", name="inspectors", openapi_extra=documented(JournalFilter))
async def inspectors(query: Filter, session: Session, principal: CanRead, locale: Locale) -> Inspectors:
    """What each inspector found, how much of it was confirmed, and how long it took."""
    return await service.inspectors(session=session, principal=principal, query=query, locale=locale)


@router.get("/responsibles", name="responsibles", openapi_extra=documented(JournalFilter))
async def responsibles(query: Filter, session: Session, principal: CanRead, locale: Locale) -> Responsibles:
    """What each responsible person owes, how much of it in time, and how long a fix takes them."""
    return await service.responsibles(session=session, principal=principal, query=query, locale=locale)
