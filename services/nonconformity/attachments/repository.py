"""SQL of photos and files. Nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain.attachments import Attachment, Kind, Purpose
from services.nonconformity.models import attachments, history, nonconformities, persons

_a = attachments.c
_STORED = tuple(_a[field.name] for field in fields(Attachment))


async def add(session: AsyncSession, new: Sequence[Attachment]) -> None:
    await session.execute(insert(attachments), [asdict(attachment) for attachment in new])


async def get(session: AsyncSession, attachment_id: UUID, *, lock: bool = False) -> Attachment | None:
    """One that is not removed."""
    statement = select(*_STORED).where(_a.id == attachment_id, _a.removed_at.is_(None))
    row = (await session.execute(statement.with_for_update() if lock else statement)).one_or_none()
    return None if row is None else _attachment(row)


async def of_record(session: AsyncSession, record_id: UUID, *, caller_id: UUID | None) -> list[Attachment]:
    """What is attached to a record and what belongs to its comments and measures, oldest first; the caller's drafts
    of it come along."""
    statement = (
        select(*_STORED)
        .where(_a.nonconformity_id == record_id, _a.removed_at.is_(None))
        .where(or_(_a.attached_at.is_not(None), _a.uploader_id == caller_id))
        .order_by(_a.id)
    )
    return [_attachment(row) for row in (await session.execute(statement)).all()]


async def count(session: AsyncSession, record_id: UUID) -> int:
    """How many files a record has, everybody's drafts included."""
    statement = select(func.count()).where(_a.nonconformity_id == record_id, _a.removed_at.is_(None))
    return await session.scalar(statement) or 0


async def of_owners(session: AsyncSession, owner_ids: Iterable[UUID]) -> list[Attachment]:
    """What belongs to comments or measures, oldest first."""
    statement = select(*_STORED).where(_a.owner_id.in_(set(owner_ids)), _a.removed_at.is_(None)).order_by(_a.id)
    return [_attachment(row) for row in (await session.execute(statement)).all()]


async def lock_drafts(
    session: AsyncSession, ids: Iterable[UUID], *, uploader_id: UUID | None, record_id: UUID, purpose: Purpose
) -> dict[UUID, Attachment]:
    """Those of the drafts that this uploader may attach to this record for this purpose, locked in one order."""
    statement = (
        select(*_STORED)
        .where(_a.id.in_(set(ids)), _a.attached_at.is_(None), _a.removed_at.is_(None), _a.purpose == purpose)
        .where(_a.uploader_id.is_not_distinct_from(uploader_id))
        .where(or_(_a.nonconformity_id == record_id, _a.nonconformity_id.is_(None)))
        .order_by(_a.id)
        .with_for_update()
    )
    return {row.id: _attachment(row) for row in (await session.execute(statement)).all()}


async def change(session: AsyncSession, ids: Iterable[UUID], values: Mapping[str, Any]) -> None:
    await session.execute(update(attachments).where(_a.id.in_(set(ids))).values(values))


async def names(session: AsyncSession, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What persons are called."""
    statement = select(persons.c.id, persons.c.full_name).where(persons.c.id.in_(set(person_ids)))
    return {row.id: row.full_name for row in (await session.execute(statement)).all()}


async def note(
    session: AsyncSession, record_id: UUID, *, act: str, at: datetime, actor_id: UUID | None, changed: Mapping[str, Any]
) -> None:
    """The record's next version and the history entry of it."""
    version = await session.scalar(
        update(nonconformities)
        .where(nonconformities.c.id == record_id)
        .values(version=nonconformities.c.version + 1)
        .returning(nonconformities.c.version)
    )
    row = {"nonconformity_id": record_id, "version": version, "act": act, "at": at, "actor_id": actor_id}
    await session.execute(insert(history).values(**row, changed=changed))


# What the storage still holds


async def forget_drafts(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[str]:
    """Delete the rows of drafts that nothing was made of; the folders of their objects, to be deleted."""
    old = (
        select(_a.id)
        .where(_a.attached_at.is_(None), _a.uploaded_at < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(delete(attachments).where(_a.id.in_(old)).returning(_a.folder))).all()


async def unpurged(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[str]:
    """Folders of attachments that were removed before this moment and whose objects may still be there."""
    statement = select(_a.folder).where(_a.removed_at < before, _a.purged_at.is_(None)).limit(limit)
    return (await session.scalars(statement)).all()


async def purged(session: AsyncSession, folder: str, *, at: datetime) -> None:
    await session.execute(update(attachments).where(_a.folder == folder).values(purged_at=at))


async def known_folders(session: AsyncSession, folders: Iterable[str]) -> set[str]:
    """Those of the folders that an attachment, or its draft, has."""
    wanted = set(folders)
    return set((await session.scalars(select(_a.folder).where(_a.folder.in_(wanted)))).all()) if wanted else set()


def _attachment(row: Row[Any]) -> Attachment:
    values = dict(row._mapping)
    return Attachment(**{**values, "purpose": Purpose(row.purpose), "kind": Kind(row.kind)})
