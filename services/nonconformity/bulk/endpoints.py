"""/api/v1/nonconformities/bulk: the same act on up to 200 records, with a result for each.

The answer is 200 when the order was understood, whatever became of the records: `items` tells, one by one, with the
problem that a single call would have answered.
"""

from services.nonconformity.bulk import service
from services.nonconformity.bulk.schemas import BulkAssign, BulkDueDate, Outcomes
from services.nonconformity.deps import CurrentPrincipal, Locale, Session
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities/bulk", tags=["nonconformities"])


@router.post("/assign")
async def assign(order: BulkAssign, session: Session, principal: CurrentPrincipal, locale: Locale) -> Outcomes:
    """Triage of many: the responsible person, the co-executors, the observers and the due date."""
    return await service.assign(session, principal=principal, order=order, locale=locale)


@router.post("/move-due-date")
async def move_due_date(order: BulkDueDate, session: Session, principal: CurrentPrincipal, locale: Locale) -> Outcomes:
    """Another due date for many, and why. `/due-dates` of each lists the move."""
    return await service.move_due_date(session, principal=principal, order=order, locale=locale)
