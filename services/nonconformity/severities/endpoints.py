"""/api/v1/nonconformities/severities: what they are called and how soon a fix is due. Everybody reads them."""

from fastapi import Response

from services.nonconformity.deps import CanConfigure, CurrentPrincipal, Locale, RequiredIfMatch, Session
from services.nonconformity.domain import Severity
from services.nonconformity.severities import service
from services.nonconformity.severities.schemas import Severities, SeverityEdit, SeverityView
from shared.web.routing import service_router
from shared.web.versions import tagged

router = service_router(prefix="/api/v1/nonconformities/severities", tags=["severities"])


@router.get("")
async def list_severities(session: Session, principal: CurrentPrincipal, locale: Locale) -> Severities:
    """The four severities, from the mildest, with the terms by which a fix is due."""
    return await service.every(session, principal=principal, locale=locale)


@router.get("/{code}")
async def get_severity(
    code: Severity, session: Session, principal: CurrentPrincipal, locale: Locale, response: Response
) -> SeverityView:
    return tagged(await service.show(session, principal=principal, code=code, locale=locale), response)


@router.patch("/{code}")
async def edit_severity(
    code: Severity,
    changes: SeverityEdit,
    session: Session,
    principal: CanConfigure,
    expected: RequiredIfMatch,
    locale: Locale,
    response: Response,
) -> SeverityView:
    """Rename a severity, describe it, set its terms, or take it out of use; records that have it keep it."""
    severity = await service.edit(
        session, principal=principal, code=code, expected=expected, changes=changes, locale=locale
    )
    return tagged(severity, response)
