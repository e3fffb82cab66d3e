"""The tables of the figures as spreadsheets: each is asked for as the figures themselves are."""

from typing import Annotated

from fastapi.responses import Response

from services.analytics.deps import CanRead, Locale, Session
from services.analytics.exports import service
from services.analytics.exports.service import File
from services.analytics.journal.schemas import JournalFilter, JournalQuery
from services.analytics.trend.schemas import TrendQuery
from shared.documents.workbook import FILE, XLSX
from shared.web.downloads import attachment
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/analytics", tags=["analytics"])
Filter = Annotated[JournalFilter, query_of(JournalFilter)]


@router.get(
    "/journal/export.xlsx",
    response_class=Response,
    name="export journal figures",
    openapi_extra=documented(JournalQuery),
    responses={200: FILE},
)
async def journal_figures(
    query: Annotated[JournalQuery, query_of(JournalQuery)], session: Session, principal: CanRead, locale: Locale
) -> Response:
    """The figures by group, the total in the last row."""
    return _answer(await service.journal_figures(session, principal=principal, query=query, locale=locale))


@router.get(
    "/journal/trend/export.xlsx",
    response_class=Response,
    name="export journal trend",
    openapi_extra=documented(TrendQuery),
    responses={200: FILE},
)
async def trend(
    query: Annotated[TrendQuery, query_of(TrendQuery)], session: Session, principal: CanRead, locale: Locale
) -> Response:
    """Found, closed and open, a row a week or a month."""
    return _answer(await service.trend(session, principal=principal, query=query, locale=locale))


@router.get(
    "/inspectors/export.xlsx",
    response_class=Response,
    name="export inspectors",
    openapi_extra=documented(JournalFilter),
    responses={200: FILE},
)
async def inspectors(query: Filter, session: Session, principal: CanRead, locale: Locale) -> Response:
    """The table of inspectors."""
    return _answer(await service.inspectors(session, principal=principal, query=query, locale=locale))


@router.get(
    "/responsibles/export.xlsx",
    response_class=Response,
    name="export responsibles",
    openapi_extra=documented(JournalFilter),
    responses={200: FILE},
)
async def responsibles(query: Filter, session: Session, principal: CanRead, locale: Locale) -> Response:
    """The table of responsible persons."""
    return _answer(await service.responsibles(session, principal=principal, query=query, locale=locale))


def _answer(file: File) -> Response:
    return Response(file.content, media_type=XLSX, headers=attachment(f"{file.name}.xlsx"))
