"""GET /api/v1/nonconformities: the journal, filtered, sorted, searched."""

from typing import Annotated

from fastapi import Response

from services.nonconformity.deps import CurrentPrincipal, Session
from services.nonconformity.journal import service
from services.nonconformity.journal.schemas import JournalPage, JournalQuery
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get("", response_model=JournalPage, openapi_extra=documented(JournalQuery))
async def list_nonconformities(
    query: Annotated[JournalQuery, query_of(JournalQuery)], session: Session, principal: CurrentPrincipal
) -> Response:
    """The records of the branches that the caller may read, and those the caller takes part in."""
    page = await service.listed(session, principal=principal, query=query)
    return Response(page.model_dump_json(), media_type="application/json")
