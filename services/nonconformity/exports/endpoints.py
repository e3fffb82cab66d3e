"""GET /api/v1/nonconformities/export.xlsx: any filtered list as a spreadsheet."""

from typing import Annotated

from fastapi import Response
from fastapi.responses import StreamingResponse

from services.nonconformity.deps import CurrentPrincipal, Locale, Session
from services.nonconformity.exports import service, texts
from services.nonconformity.journal.schemas import JournalQuery
from shared import clock
from shared.documents.workbook import FILE, XLSX
from shared.web.downloads import attachment
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get(
    "/export.xlsx", response_class=StreamingResponse, openapi_extra=documented(JournalQuery), responses={200: FILE}
)
async def export(
    query: Annotated[JournalQuery, query_of(JournalQuery)],
    session: Session,
    principal: CurrentPrincipal,
    locale: Locale,
) -> Response:
    """The list with the same filters, whole: `limit` and `cursor` are not looked at. At most 20,000 records."""
    file = await service.workbook(session, principal=principal, query=query, locale=locale)
    name = f"{texts.SHEET.render(locale)} {clock.now():%Y-%m-%d}.xlsx"
    return StreamingResponse(service.chunks(file), media_type=XLSX, headers=attachment(name))
