"""/api/v1/nonconformities/similar: was the same thing found before?"""

from uuid import UUID

from services.nonconformity.deps import CurrentPrincipal, Locale, Session
from services.nonconformity.similar import service
from services.nonconformity.similar.schemas import Draft, Similar
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get("/{record_id:uuid}/similar")
async def similar_to_a_record(
    record_id: UUID, session: Session, principal: CurrentPrincipal, locale: Locale
) -> Similar:
    """Records that may be of the same thing, of those that the caller may see."""
    return await service.of_record(session, principal=principal, record_id=record_id, locale=locale)


@router.post("/similar")
async def similar_to_a_draft(draft: Draft, session: Session, principal: CurrentPrincipal, locale: Locale) -> Similar:
    """The same while a finding is typed. Changes nothing: ask as often as the text changes."""
    return await service.of_draft(session, principal=principal, draft=draft, locale=locale)
