"""Use cases of photos and files. What is stored where is for `shared.files`: here are rows, rights, history and events.

An upload for the record itself (`finding`) is attached at once. One for a comment, a measure or a fix is a draft until
that act takes it with `claim`, in its own transaction; so is one from the public door, which has no record yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import policies
from services.nonconformity import service as records
from services.nonconformity.attachments import repository
from services.nonconformity.attachments.schemas import Attachments, AttachmentView, view
from services.nonconformity.domain import Act, Record
from services.nonconformity.domain.attachments import (
    KEPT_AFTER_REMOVAL,
    MOST_OF_RECORD,
    OWNED,
    TAKING_BACK,
    Attachment,
    Kind,
    Purpose,
)
from services.nonconformity.domain.observers import Cause
from services.nonconformity.errors.attachments import (
    KeptAsEvidence,
    RecordFull,
    UploadersArePersons,
    not_yours_to_attach,
)
from services.nonconformity.events import attachments as events
from services.nonconformity.observers.joining import involve
from services.nonconformity.repository import lock
from shared import clock, jobs, outbox
from shared.auth.principal import Principal
from shared.errors import InvalidInput, NotFound
from shared.files.keeping import Kept

PURGE = "purge-files"  #: the job that deletes a folder from the storage


async def draft(session: AsyncSession, *, uploads: Sequence[Attachment]) -> None:
    """Remember stored files that a later act will take with `claim`; unclaimed ones are forgotten after a day."""
    await repository.add(session, uploads)


async def claim(
    session: AsyncSession,
    *,
    ids: Sequence[UUID],
    uploader_id: UUID | None,
    record: Record,
    purpose: Purpose,
    owner_id: UUID | None = None,
    field: str = "attachment_ids",
) -> list[Attachment]:
    """Make drafts part of what the caller's act makes: a comment, a measure, a fix, or a finding of the public door.

    `owner_id`: the comment or the measure; None for a fix and a finding. `uploader_id` None: the public door. `field`
    names the list in the caller's body. Each is told as `attachment.added`; the history is the caller's act itself.
    Raises InvalidInput, at the place in the list, for an upload of somebody else, another record or purpose, one that
    is taken already, and a repeated id.
    """
    if not ids:
        return []
    if (owner_id is not None) is not (purpose in OWNED):
        raise ValueError(f"{purpose} and an owner do not go together")
    found = await repository.lock_drafts(session, ids, uploader_id=uploader_id, record_id=record.id, purpose=purpose)
    wrong = [
        not_yours_to_attach(field, place) for place, id_ in enumerate(ids) if id_ not in found or id_ in ids[:place]
    ]
    if wrong:
        raise InvalidInput(errors=wrong)
    at = clock.now()
    await repository.change(session, ids, {"nonconformity_id": record.id, "owner_id": owner_id, "attached_at": at})
    taken = [replace(found[id_], nonconformity_id=record.id, owner_id=owner_id, attached_at=at) for id_ in ids]
    await outbox.add(session, *(events.added(record, attachment, actor_id=uploader_id) for attachment in taken))
    return taken


async def of_owners(
    session: AsyncSession, *, principal: Principal, record: Record, owner_ids: Iterable[UUID]
) -> dict[UUID, list[AttachmentView]]:
    """What belongs to comments or measures of a record that the caller sees, by owner, oldest first."""
    wanted = list(owner_ids)
    found = await repository.of_owners(session, wanted) if wanted else []
    shown: dict[UUID, list[AttachmentView]] = {owner: [] for owner in wanted}
    for attachment, item in zip(found, await _views(session, principal, record, found), strict=True):
        assert attachment.owner_id is not None
        shown[attachment.owner_id].append(item)
    return shown


async def listed(session: AsyncSession, *, principal: Principal, record_id: UUID) -> Attachments:
    """All photos and files of a record, its comments' and measures' too, and the caller's own drafts for it."""
    record = (await records.visible(session, principal, record_id)).record
    found = await repository.of_record(session, record_id, caller_id=principal.id)
    return Attachments(items=await _views(session, principal, record, found), allowed_actions=["attach"])


async def require_attachable(session: AsyncSession, *, principal: Principal, record_id: UUID) -> None:
    """Asked before a body is read. Raises NotFound, UploadersArePersons, RecordFull."""
    if principal.kind != "person":
        raise UploadersArePersons
    await records.visible(session, principal, record_id)
    await _require_room(session, record_id, 1)


def uploads(
    kept: Sequence[Kept], *, record_id: UUID | None, purpose: Purpose, uploader_id: UUID | None
) -> list[Attachment]:
    """Stored files as attachments: those for the record itself are attached now, the others drafts."""
    at = clock.now()
    now = purpose is Purpose.FINDING and record_id is not None
    return [
        Attachment(
            id=file.id,
            nonconformity_id=record_id,
            purpose=purpose,
            uploader_id=uploader_id,
            uploaded_at=at,
            attached_at=at if now else None,
            name=file.name,
            kind=Kind(file.kind),
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            width=file.width,
            height=file.height,
            folder=file.folder,
        )
        for file in kept
    ]


async def shown(session: AsyncSession, *, principal: Principal, record_id: UUID, attachment_id: UUID) -> Attachment:
    """One attachment of a record that the caller may see; NotFound for everything else, others' drafts included."""
    await records.visible(session, principal, record_id)
    return await _present(session, principal, record_id, attachment_id)


async def attach(
    session: AsyncSession, *, principal: Principal, record_id: UUID, uploads: Sequence[Attachment]
) -> list[AttachmentView]:
    """Enter stored files of one purpose: for the record itself they are part of it now, otherwise drafts."""
    await lock(session, [record_id])
    record = (await records.visible(session, principal, record_id)).record
    await enter(session, record=record, uploads=uploads, actor_id=principal.id)
    return await _views(session, principal, record, uploads)


async def enter(session: AsyncSession, *, record: Record, uploads: Sequence[Attachment], actor_id: UUID | None) -> None:
    """Store the rows, and tell of what is part of the record now. The caller holds the record's lock.

    `actor_id` None: the nameless author, who has shown the record's code.
    """
    await _require_room(session, record.id, len(uploads))
    await repository.add(session, uploads)
    attached = [upload for upload in uploads if not upload.is_draft]
    if attached:
        await repository.note(
            session,
            record.id,
            act=Act.ATTACH,
            at=clock.now(),
            actor_id=actor_id,
            changed={"attachment_ids": ([], [str(upload.id) for upload in attached])},
        )
        record = await involve(session, record=record, person_ids=[actor_id], cause=Cause.ACT, actor_id=actor_id)
        await outbox.add(session, *(events.added(record, upload, actor_id=actor_id) for upload in attached))


async def remove(session: AsyncSession, *, principal: Principal, record_id: UUID, attachment_id: UUID) -> None:
    """Take a file off the record; the history keeps that it was there, its objects go an hour later."""
    await lock(session, [record_id])
    record = (await records.visible(session, principal, record_id)).record
    attachment = await _present(session, principal, record_id, attachment_id, lock=True)
    at = clock.now()
    if not _removable(principal, record, attachment, at):
        raise KeptAsEvidence(minutes=TAKING_BACK.seconds // 60)
    gone = replace(attachment, removed_at=at, removed_by_id=principal.id)
    await repository.change(session, [gone.id], {"removed_at": at, "removed_by_id": principal.id})
    if not attachment.is_draft:
        await repository.note(
            session,
            record_id,
            act=Act.REMOVE_FILE,
            at=at,
            actor_id=principal.id,
            changed={"attachment_ids": ([str(gone.id)], [])},
        )
        record = await involve(
            session, record=record, person_ids=[principal.id], cause=Cause.ACT, actor_id=principal.id
        )
        await outbox.add(session, events.removed(record, gone, actor_id=principal.id))
    await jobs.enqueue(session, PURGE, {"folder": gone.folder}, after=KEPT_AFTER_REMOVAL)


async def follow(session: AsyncSession, *, owner_ids: Sequence[UUID], record_id: UUID) -> None:
    """Let the files of measures go with them to another record, however many that one has."""
    found = await repository.of_owners(session, owner_ids) if owner_ids else []
    if found:
        await repository.change(session, [attachment.id for attachment in found], {"nonconformity_id": record_id})


async def remove_owned(session: AsyncSession, *, record: Record, owner_id: UUID, actor_id: UUID) -> None:
    """Take the files of a removed comment off the record with it; the storage is cleared in the background."""
    at = clock.now()
    found = await repository.of_owners(session, [owner_id])
    if found:
        gone = {"removed_at": at, "removed_by_id": actor_id}
        await repository.change(session, [attachment.id for attachment in found], gone)
        told = [replace(attachment, removed_at=at, removed_by_id=actor_id) for attachment in found]
        await outbox.add(session, *(events.removed(record, attachment, actor_id=actor_id) for attachment in told))
        for attachment in found:
            await jobs.enqueue(session, PURGE, {"folder": attachment.folder}, after=KEPT_AFTER_REMOVAL)


async def _require_room(session: AsyncSession, record_id: UUID, more: int) -> None:
    if await repository.count(session, record_id) + more > MOST_OF_RECORD:
        raise RecordFull(most=MOST_OF_RECORD)


async def _present(
    session: AsyncSession, principal: Principal, record_id: UUID, attachment_id: UUID, *, lock: bool = False
) -> Attachment:
    found = await repository.get(session, attachment_id, lock=lock)
    if found is None or found.nonconformity_id != record_id or (found.is_draft and found.uploader_id != principal.id):
        raise NotFound
    return found


async def _views(
    session: AsyncSession, principal: Principal, record: Record, found: Sequence[Attachment]
) -> list[AttachmentView]:
    uploaders = {attachment.uploader_id for attachment in found if attachment.uploader_id}
    names = await repository.names(session, uploaders) if uploaders else {}
    at = clock.now()
    return [view(item, names, removable=_removable(principal, record, item, at)) for item in found]


def _removable(principal: Principal, record: Record, attachment: Attachment, at: datetime) -> bool:
    editor = policies.caller(principal, record).edit
    return attachment.may_be_removed_by(principal.id, editor=editor, at=at)
