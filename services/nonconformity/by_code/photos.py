"""Photos behind a secret code: those the author sends, and those of the fix."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import repository as stored
from services.nonconformity.attachments import repository as attachments
from services.nonconformity.attachments import service as attaching
from services.nonconformity.by_code.repository import is_shown
from services.nonconformity.by_code.schemas import Photo
from services.nonconformity.domain.attachments import Attachment, Purpose
from services.nonconformity.errors.public import EnoughPhotos, pictures_only
from services.nonconformity.public.service import MOST_PHOTOS
from shared.errors import InvalidInput, NotFound
from shared.files.keeping import Kept

PATH = "/api/v1/public/nonconformities/by-code"


async def shown(session: AsyncSession, report_id: UUID) -> list[Photo]:
    """Oldest first."""
    return [_photo(one) for one in await _pictures(session, report_id)]


async def one(session: AsyncSession, *, report_id: UUID, photo_id: UUID) -> Attachment:
    """Raises NotFound for everything that the author is not shown."""
    found = await attachments.get(session, photo_id)
    if found is None or found.nonconformity_id != report_id or not is_shown(found):
        raise NotFound
    return found


async def require_room(session: AsyncSession, *, report_id: UUID) -> None:
    """Raises EnoughPhotos: asked before a body is read."""
    _check(len(await _own(session, report_id)))


async def attach(session: AsyncSession, *, report_id: UUID, kept: Sequence[Kept]) -> list[Photo]:
    """Make pictures part of the report. Raises EnoughPhotos, and InvalidInput at what is no picture."""
    wrong = [pictures_only(position) for position, file in enumerate(kept) if file.kind != "picture"]
    if wrong:
        raise InvalidInput(errors=wrong)
    await stored.lock(session, [report_id])
    found = await stored.view(session, report_id)
    assert found is not None
    there = len(await _own(session, report_id))
    _check(there + len(kept) - 1)
    uploads = attaching.uploads(kept, record_id=report_id, purpose=Purpose.FINDING, uploader_id=None)
    named = [_renamed(upload, number) for number, upload in enumerate(uploads, start=there + 1)]
    await attaching.enter(session, record=found.record, uploads=named, actor_id=None)
    return await shown(session, report_id)


def _renamed(upload: Attachment, number: int) -> Attachment:
    """«Фото 3.jpg»: the sender's own name of a file may tell whose telephone it was, and when."""
    return replace(upload, name=f"Фото {number}.{upload.name.rpartition('.')[2]}")


def _check(there: int) -> None:
    if there >= MOST_PHOTOS:
        raise EnoughPhotos(most=MOST_PHOTOS)


async def _pictures(session: AsyncSession, report_id: UUID) -> list[Attachment]:
    return [one for one in await attachments.of_record(session, report_id, caller_id=None) if is_shown(one)]


async def _own(session: AsyncSession, report_id: UUID) -> list[Attachment]:
    return [one for one in await _pictures(session, report_id) if one.uploader_id is None]


def _photo(attachment: Attachment) -> Photo:
    path = f"{PATH}/photos/{attachment.id}"
    return Photo(
        id=attachment.id,
        purpose=attachment.purpose,
        uploaded_at=attachment.uploaded_at,
        width=attachment.width,
        height=attachment.height,
        content_path=f"{path}/content",
        thumbnail_path=f"{path}/thumbnail",
    )
