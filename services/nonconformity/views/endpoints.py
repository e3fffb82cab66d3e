"""/api/v1/nonconformities/views: the journal's filters, order and columns, kept under a name."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.nonconformity.deps import CurrentPrincipal, IfMatch, RequiredIfMatch, Session
from services.nonconformity.views import service
from services.nonconformity.views.schemas import View, ViewIn, ViewPage, ViewQuery
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import tagged

PATH = "/api/v1/nonconformities/views"
router = service_router(prefix=PATH, tags=["nonconformities"])


@router.get("", openapi_extra=documented(ViewQuery))
async def list_views(
    query: Annotated[ViewQuery, query_of(ViewQuery)], session: Session, principal: CurrentPrincipal
) -> ViewPage:
    """One's own, at most fifty, and those that others share."""
    return await service.listed(session, principal=principal, query=query)


@router.post("", status_code=201)
async def create_view(new: ViewIn, session: Session, principal: CurrentPrincipal, response: Response) -> View:
    view = await service.create(session, principal=principal, new=new)
    response.headers["Location"] = f"{PATH}/{view.id}"
    return tagged(view, response)


@router.get("/{view_id:uuid}")
async def get_view(view_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> View:
    return tagged(await service.show(session, principal=principal, view_id=view_id), response)


@router.put("/{view_id:uuid}")
async def replace_view(
    view_id: UUID,
    new: ViewIn,
    session: Session,
    principal: CurrentPrincipal,
    expected: RequiredIfMatch,
    response: Response,
) -> View:
    """Another name, other filters, shared or no longer: the whole view anew. For its owner."""
    view = await service.replace(session, principal=principal, view_id=view_id, expected=expected, new=new)
    return tagged(view, response)


@router.delete("/{view_id:uuid}", status_code=204)
async def remove_view(view_id: UUID, session: Session, principal: CurrentPrincipal, expected: IfMatch) -> None:
    """For its owner; a shared one also for administrators of the whole journal."""
    await service.remove(session, principal=principal, view_id=view_id, expected=expected)
