"""GET /api/v1/nonconformities/{id}/card.pdf and /register.pdf: what is hung up, signed and filed on paper."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.nonconformity.deps import CurrentPrincipal, Locale, Session
from services.nonconformity.documents import service, words
from services.nonconformity.journal.schemas import JournalQuery
from services.nonconformity.settings import Settings
from shared import clock
from shared.web.downloads import PDF_FILE, document
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get("/{record_id:uuid}/card.pdf", response_class=Response, responses={200: PDF_FILE})
async def card(
    record_id: UUID, request: Request, session: Session, principal: CurrentPrincipal, locale: Locale
) -> Response:
    """The record on paper: facts, texts, measures, moves of the due date, way and history; a QR code leads back."""
    number, pdf = await service.card(
        session, principal=principal, record_id=record_id, locale=locale, settings=_settings(request)
    )
    return document(pdf, f"{number}.pdf")


@router.get("/register.pdf", response_class=Response, responses={200: PDF_FILE}, openapi_extra=documented(JournalQuery))
async def register(
    query: Annotated[JournalQuery, query_of(JournalQuery)],
    request: Request,
    session: Session,
    principal: CurrentPrincipal,
    locale: Locale,
) -> Response:
    """The list with the same filters, whole: `limit` and `cursor` are not looked at. At most 2,000 records."""
    pdf = await service.register(session, principal=principal, query=query, locale=locale, settings=_settings(request))
    return document(pdf, f"{words.REGISTER.render(locale)} {clock.now():%Y-%m-%d}.pdf")


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
