"""/api/v1/nonconformities/places: places whose poster opens the public form, filled in."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.nonconformity.deps import CanConfigure, RequiredIfMatch, Session
from services.nonconformity.places import service
from services.nonconformity.places.schemas import NewPlace, Place, PlaceEdit, PlaceQuery
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import etag

router = service_router(prefix="/api/v1/nonconformities/places", tags=["public form"])


@router.get("", openapi_extra=documented(PlaceQuery))
async def list_places(
    query: Annotated[PlaceQuery, query_of(PlaceQuery)], session: Session, principal: CanConfigure
) -> Page[Place]:
    """The places of the branches whose journal the caller configures."""
    return await service.listed(session, principal=principal, query=query)


@router.get("/{place_id:uuid}")
async def get_place(place_id: UUID, session: Session, principal: CanConfigure, response: Response) -> Place:
    return _tagged(await service.show(session, principal=principal, place_id=place_id), response)


@router.post("", status_code=201)
async def create_place(new: NewPlace, session: Session, principal: CanConfigure, response: Response) -> Place:
    """A place with an address of its own, for a poster with a QR code."""
    return _tagged(await service.create(session, principal=principal, new=new), response)


@router.patch("/{place_id:uuid}")
async def edit_place(
    place_id: UUID,
    changes: PlaceEdit,
    session: Session,
    principal: CanConfigure,
    expected: RequiredIfMatch,
    response: Response,
) -> Place:
    """Rename a place, switch it off or on."""
    place = await service.edit(session, principal=principal, place_id=place_id, expected=expected, changes=changes)
    return _tagged(place, response)


def _tagged(place: Place, response: Response) -> Place:
    response.headers.update(etag(place.version))
    return place
