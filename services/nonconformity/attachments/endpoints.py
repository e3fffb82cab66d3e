"""/api/v1/nonconformities/{id}/attachments: photos and files of a record, served to those who may see it."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from services.nonconformity.attachments import service
from services.nonconformity.attachments.schemas import MOST_AT_ONCE, Attachments
from services.nonconformity.deps import CurrentPrincipal, Session
from services.nonconformity.domain.attachments import Attachment, Kind, Purpose
from services.nonconformity.errors.attachments import unknown_purpose
from shared.db.database import Database, give_back
from shared.errors import InvalidInput, NotFound
from shared.files import intake
from shared.files.keeping import CONTENT, PREVIEW, THUMBNAIL, FileKeeper, Kept
from shared.files.serving import serve
from shared.web.routing import service_router, streams
from shared.web.uploads import REFUSALS, enter, form_of

router = service_router(prefix="/api/v1/nonconformities", tags=["attachments"])

_PURPOSE = {"type": "string", "enum": [purpose.value for purpose in Purpose], "default": Purpose.FINDING.value}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"*/*": {}}, "description": "The file"},
    304: {"description": "As known"},
}


class Side(IntEnum):
    """The longest side of a thumbnail, in pixels."""

    SMALL = 320
    LARGE = 1600


async def _keeper(request: Request) -> FileKeeper:
    keeper: FileKeeper = request.app.state.files
    return keeper


Files = Annotated[FileKeeper, Depends(_keeper)]


@router.post(
    "/{record_id:uuid}/attachments",
    status_code=201,
    response_model=Attachments,
    responses=REFUSALS,
    openapi_extra=form_of(fields={"purpose": _PURPOSE}, most=MOST_AT_ONCE),
)
@streams
async def attach(
    record_id: UUID, request: Request, session: Session, principal: CurrentPrincipal, keeper: Files
) -> Response:
    """Add photos or files: all of a form, or none of them.

    With `purpose` finding (or none) they are part of the record at once. With comment, measure or fix they wait, for a
    day, for that act to name their ids. Photos are turned upright and re-encoded; where they were taken is not kept.
    """
    database: Database = request.app.state.database
    async with database.reading() as reader:  # a stranger's body is not even read
        await service.require_attachable(reader, principal=principal, record_id=record_id)
    async with intake.receive(request, keeper.settings, fields=frozenset({"purpose"}), most=MOST_AT_ONCE) as upload:
        purpose = _purpose(upload.fields.get("purpose"))

        async def act(kept: Sequence[Kept]) -> Response:
            uploads = service.uploads(kept, record_id=record_id, purpose=purpose, uploader_id=principal.id)
            items = await service.attach(session, principal=principal, record_id=record_id, uploads=uploads)
            made = Attachments(items=items, allowed_actions=["attach"])
            return Response(made.model_dump_json(), status_code=201, media_type="application/json")

        return await enter(request, session, keeper, upload, act)


@router.get("/{record_id:uuid}/attachments")
async def list_attachments(record_id: UUID, session: Session, principal: CurrentPrincipal) -> Attachments:
    """All photos and files of a record, its comments' and measures' too, oldest first; the caller's own drafts."""
    return await service.listed(session, principal=principal, record_id=record_id)


@router.get("/{record_id:uuid}/attachments/{attachment_id:uuid}/content", response_class=Response, responses=_FILE)
async def content(
    record_id: UUID, attachment_id: UUID, request: Request, session: Session, principal: CurrentPrincipal, keeper: Files
) -> Response:
    """The file itself: a photo to be shown, anything else to be saved."""
    found = await service.shown(session, principal=principal, record_id=record_id, attachment_id=attachment_id)
    return await served(request, keeper, found, CONTENT, found.name, found.media_type)


@router.get("/{record_id:uuid}/attachments/{attachment_id:uuid}/thumbnail", response_class=Response, responses=_FILE)
async def thumbnail(
    record_id: UUID,
    attachment_id: UUID,
    request: Request,
    session: Session,
    principal: CurrentPrincipal,
    keeper: Files,
    side: Annotated[Side, Query(description="The longest side, in pixels.")] = Side.SMALL,
) -> Response:
    """A photo made small, as JPEG; 404 for what is no photo."""
    found = await service.shown(session, principal=principal, record_id=record_id, attachment_id=attachment_id)
    if found.kind is not Kind.PICTURE:
        raise NotFound
    name = f"{found.name.rpartition('.')[0]}-{side}.jpg"
    return await served(request, keeper, found, object_of(side), name, "image/jpeg")


@router.delete("/{record_id:uuid}/attachments/{attachment_id:uuid}", status_code=204)
async def remove(record_id: UUID, attachment_id: UUID, session: Session, principal: CurrentPrincipal) -> None:
    """Take a file off the record: its uploader for a quarter of an hour, an editor later. The history keeps it."""
    await service.remove(session, principal=principal, record_id=record_id, attachment_id=attachment_id)


def object_of(side: Side) -> str:
    """The object of a picture's folder that holds it in this size."""
    return PREVIEW if side is Side.LARGE else THUMBNAIL


async def served(
    request: Request, keeper: FileKeeper, found: Attachment, object_name: str, name: str, media_type: str
) -> Response:
    """One object of an attachment that the caller was found to be allowed to see."""
    await give_back(request.state.session)  # the storage may be slow
    return await serve(
        request,
        keeper.storage,
        f"{found.folder}/{object_name}",
        name=name,
        media_type=media_type,
        tag=f"{found.sha256.hex()}-{object_name}",
        inline=found.kind is Kind.PICTURE,
    )


def _purpose(given: str | None) -> Purpose:
    try:
        return Purpose(given or Purpose.FINDING)
    except ValueError as error:
        raise InvalidInput(errors=[unknown_purpose()]) from error
