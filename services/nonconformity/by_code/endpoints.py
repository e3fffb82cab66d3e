"""/api/v1/public/nonconformities/by-code: what whoever reported without a name may see and do, with the secret code.

The code is a header in every request, `X-Report-Code`: an address is kept by browsers, proxies and logs.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.nonconformity.attachments.endpoints import Files, Side, object_of, served
from services.nonconformity.by_code import photos, service
from services.nonconformity.by_code.deps import CODE, ReportId, behind_code
from services.nonconformity.by_code.schemas import (
    ContactBody,
    DisputeBody,
    Message,
    Messages,
    NewMessage,
    Photos,
    Status,
)
from services.nonconformity.deps import Locale, Session
from services.nonconformity.public.service import MOST_PHOTOS
from shared.db.database import Database
from shared.files import intake
from shared.files.keeping import CONTENT, Kept
from shared.web.routing import repeatable, service_router, streams
from shared.web.uploads import REFUSALS, enter, form_of

router = service_router(prefix=photos.PATH, tags=["public form"])

_NOT_KEPT = {"Cache-Control": "no-store"}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/*": {}}, "description": "The picture"},
    304: {"description": "As known"},
}


@router.get("")
@behind_code
async def status(report_id: ReportId, session: Session, locale: Locale, response: Response) -> Status:
    """How the report stands, in plain words."""
    response.headers.update(_NOT_KEPT)
    return await service.status(session, report_id=report_id, locale=locale)


@router.post("/dispute")
@behind_code
@repeatable(CODE)
async def dispute(
    body: DisputeBody, report_id: ReportId, session: Session, locale: Locale, response: Response
) -> Status:
    """Disagree: what was rejected or called a duplicate is looked at again, what was closed goes back into work."""
    response.headers.update(_NOT_KEPT)
    return await service.dispute(session, report_id=report_id, reason=body.reason, locale=locale)


@router.get("/messages")
@behind_code
async def messages(report_id: ReportId, session: Session, response: Response) -> Messages:
    """What the author and the union wrote to each other."""
    response.headers.update(_NOT_KEPT)
    return await service.messages(session, report_id=report_id)


@router.post("/messages", status_code=201)
@behind_code
@repeatable(CODE)
async def write(new: NewMessage, report_id: ReportId, session: Session, response: Response) -> Message:
    """Write to those who work on the report."""
    response.headers.update(_NOT_KEPT)
    return await service.write(session, report_id=report_id, text=new.text)


@router.post(
    "/photos", status_code=201, response_model=Photos, responses=REFUSALS, openapi_extra=form_of(most=MOST_PHOTOS)
)
@behind_code
@repeatable(CODE)
@streams
async def attach(report_id: ReportId, request: Request, session: Session, keeper: Files) -> Response:
    """Add photos: all of a form, or none. They are turned upright and re-encoded; where they were taken is not kept."""
    database: Database = request.app.state.database
    async with database.reading() as reader:
        await photos.require_room(reader, report_id=report_id)
    async with intake.receive(request, keeper.settings, most=MOST_PHOTOS) as upload:

        async def act(kept: Sequence[Kept]) -> Response:
            made = Photos(items=await photos.attach(session, report_id=report_id, kept=kept))
            return Response(made.model_dump_json(), status_code=201, media_type="application/json", headers=_NOT_KEPT)

        return await enter(request, session, keeper, upload, act)


@router.get("/photos/{photo_id:uuid}/content", response_class=Response, responses=_PICTURE)
@behind_code
async def content(photo_id: UUID, report_id: ReportId, request: Request, session: Session, keeper: Files) -> Response:
    """A photo that the author sent, or one of the fix."""
    found = await photos.one(session, report_id=report_id, photo_id=photo_id)
    ending = found.name.rpartition(".")[2]
    return _forgotten(await served(request, keeper, found, CONTENT, f"photo.{ending}", found.media_type))


@router.get("/photos/{photo_id:uuid}/thumbnail", response_class=Response, responses=_PICTURE)
@behind_code
async def thumbnail(
    photo_id: UUID, report_id: ReportId, request: Request, session: Session, keeper: Files, side: Side = Side.SMALL
) -> Response:
    """The photo made small, as JPEG."""
    found = await photos.one(session, report_id=report_id, photo_id=photo_id)
    return _forgotten(await served(request, keeper, found, object_of(side), f"photo-{side}.jpg", "image/jpeg"))


def _forgotten(answer: Response) -> Response:
    """Not kept by the browser either: the telephone may be lent, or looked through."""
    answer.headers.update(_NOT_KEPT)
    return answer


@router.put("/contact", status_code=204)
@behind_code
async def give_contact(given: ContactBody, report_id: ReportId, session: Session) -> None:
    """Say who you are, or correct it. Only those of the union who may read contacts see it."""
    await service.give_contact(session, report_id=report_id, given=given)


@router.delete("/contact", status_code=204)
@behind_code
async def withdraw_contact(report_id: ReportId, session: Session) -> None:
    """Take it back: name and contact are erased."""
    await service.withdraw_contact(session, report_id=report_id)
