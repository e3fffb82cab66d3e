"""/api/v1/categories: what kinds of nonconformities there are. Everybody reads them, administrators change them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.nonconformity.categories import service
from services.nonconformity.categories.schemas import Category, CategoryEdit, CategoryQuery, NewCategory
from services.nonconformity.deps import CanConfigure, CurrentPrincipal, RequiredIfMatch, Session
from shared.web.listing import Page
from shared.web.routing import service_router
from shared.web.versions import tagged

router = service_router(prefix="/api/v1/categories", tags=["categories"])


@router.get("")
async def list_categories(
    query: Annotated[CategoryQuery, Query()], session: Session, principal: CurrentPrincipal
) -> Page[Category]:
    return await service.listed(session, principal=principal, query=query)


@router.get("/{category_id:uuid}")
async def get_category(
    category_id: UUID, session: Session, principal: CurrentPrincipal, response: Response
) -> Category:
    return tagged(await service.show(session, principal=principal, category_id=category_id), response)


@router.post("", status_code=201)
async def create_category(new: NewCategory, session: Session, principal: CanConfigure, response: Response) -> Category:
    return tagged(await service.create(session, principal=principal, new=new), response)


@router.patch("/{category_id:uuid}")
async def edit_category(
    category_id: UUID,
    changes: CategoryEdit,
    session: Session,
    principal: CanConfigure,
    expected: RequiredIfMatch,
    response: Response,
) -> Category:
    """Rename a category, or take it out of use; records that have it keep it."""
    category = await service.edit(
        session, principal=principal, category_id=category_id, expected=expected, changes=changes
    )
    return tagged(category, response)
