"""GET /api/v1/people/export.xlsx: the filtered register as a spreadsheet."""

from typing import Annotated

from fastapi import Response

from services.people.deps import CanRead, Language, Session
from services.people.exports import service, texts
from services.people.persons.schemas import PersonQuery
from shared import clock
from shared.documents.workbook import FILE, XLSX
from shared.web.downloads import attachment
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/people", tags=["people"])


@router.get("/export.xlsx", response_class=Response, openapi_extra=documented(PersonQuery), responses={200: FILE})
async def export_people(
    query: Annotated[PersonQuery, query_of(PersonQuery)], session: Session, principal: CanRead, locale: Language
) -> Response:
    """The list with the same filters, whole: `limit` and `cursor` are not looked at. At most 20,000 people."""
    file = await service.workbook(session, principal=principal, query=query, locale=locale)
    name = f"{texts.SHEET.render(locale)} {clock.now():%Y-%m-%d}.xlsx"
    return Response(file, media_type=XLSX, headers=attachment(name))
