"""/api/v1/nonconformities/{id}/history and /due-dates: who changed what, when and why."""

from uuid import UUID

from services.nonconformity.deps import CurrentPrincipal, Locale, Session
from services.nonconformity.history import service
from services.nonconformity.history.schemas import DueDates, History
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get("/{record_id:uuid}/history")
async def history(record_id: UUID, session: Session, principal: CurrentPrincipal, locale: Locale) -> History:
    """All that happened to a record since it was filed, oldest first, in sentences of the caller's language."""
    return await service.history(session, principal=principal, record_id=record_id, locale=locale)


@router.get("/{record_id:uuid}/due-dates")
async def due_dates(record_id: UUID, session: Session, principal: CurrentPrincipal) -> DueDates:
    """The due date first promised, which is kept for ever, and every move of it."""
    return await service.due_dates(session, principal=principal, record_id=record_id)
