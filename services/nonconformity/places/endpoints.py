"""/api/v1/nonconformities/places: places whose poster opens the public form, filled in."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from services.nonconformity.deps import CanConfigure, RequiredIfMatch, Session
from services.nonconformity.places import posters, service
from services.nonconformity.places.schemas import NewPlace, Place, PlaceEdit, PlaceQuery
from services.nonconformity.settings import Settings
from shared.db.database import give_back
from shared.errors import NotFound
from shared.web.downloads import PDF_FILE, document
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.refusals import refuses
from shared.web.routing import service_router
from shared.web.versions import tagged

router = service_router(prefix="/api/v1/nonconformities/places", tags=["public form"])


@router.get("", openapi_extra=documented(PlaceQuery))
async def list_places(
    query: Annotated[PlaceQuery, query_of(PlaceQuery)], session: Session, principal: CanConfigure
) -> Page[Place]:
    """The places of the branches whose journal the caller configures."""
    return await service.listed(session, principal=principal, query=query)


@router.get("/posters.pdf", response_class=Response, responses={200: PDF_FILE})
@refuses(NotFound)
async def print_posters(site_id: UUID, request: Request, session: Session, principal: CanConfigure) -> Response:
    """The posters of all places in use of a site, an A4 sheet each: to hang up where people work."""
    places = await service.to_print(session, principal=principal, site_id=site_id)
    return await _printed(places, places[0].site.name, request, session)


@router.get("/{place_id:uuid}/poster.pdf", response_class=Response, responses={200: PDF_FILE})
async def print_poster(place_id: UUID, request: Request, session: Session, principal: CanConfigure) -> Response:
    """The poster of a place: its QR code opens the public form, filled in."""
    place = await service.show(session, principal=principal, place_id=place_id)
    return await _printed([place], place.place, request, session)


@router.get("/{place_id:uuid}")
async def get_place(place_id: UUID, session: Session, principal: CanConfigure, response: Response) -> Place:
    return tagged(await service.show(session, principal=principal, place_id=place_id), response)


@router.post("", status_code=201)
async def create_place(new: NewPlace, session: Session, principal: CanConfigure, response: Response) -> Place:
    """A place with an address of its own, for a poster with a QR code."""
    return tagged(await service.create(session, principal=principal, new=new), response)


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
    return tagged(place, response)


async def _printed(places: Sequence[Place], name: str, request: Request, session: Session) -> Response:
    settings: Settings = request.app.state.settings
    await give_back(session)
    pdf = await posters.print_them(places, union=settings.union_name, address=settings.public_address)
    return document(pdf, f"{name}.pdf")
