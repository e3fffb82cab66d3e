"""How an act takes files that were uploaded before: a comment, a measure, a fix, a finding of the public door."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.nonconformity import repository as records
from services.nonconformity.attachments import service
from services.nonconformity.domain import Record
from services.nonconformity.domain.attachments import Attachment, Kind, Purpose
from shared import clock
from shared.db.database import Database
from shared.errors import InvalidInput
from shared.ids import new_id
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import File
from tests.services.nonconformity.world import World


def draft(uploader: UUID | None, record: UUID | None, purpose: Purpose, **values: Any) -> Attachment:
    id_ = new_id()
    return Attachment(
        id=id_,
        nonconformity_id=record,
        purpose=purpose,
        uploader_id=uploader,
        uploaded_at=clock.now(),
        name="Фото.jpg",
        kind=Kind.PICTURE,
        media_type="image/jpeg",
        size=1000,
        sha256=b"\0" * 32,
        folder=f"test/{id_}",
        **values,
    )


@pytest.fixture
async def record(file: File, database: Database) -> Record:
    card = await file()
    async with database.sessions() as session:
        found = await records.view(session, UUID(card["id"]))
    assert found is not None
    return found.record


async def test_a_comment_takes_its_uploaders_drafts_once(database: Database, world: World, record: Record) -> None:
    mine = [draft(world.executor.id, record.id, Purpose.COMMENT) for _ in range(2)]
    comment = new_id()
    async with database.transaction() as session:
        await service.draft(session, uploads=mine)
    asked: dict[str, Any] = {
        "ids": [upload.id for upload in mine],
        "uploader_id": world.executor.id,
        "record": record,
        "purpose": Purpose.COMMENT,
        "owner_id": comment,
    }
    async with database.transaction() as session:
        taken = await service.claim(session, **asked)
        shown = await service.of_owners(session, principal=world.executor, record=record, owner_ids=[comment])
    assert [item.id for item in taken] == [item.id for item in shown[comment]] == [item.id for item in mine]
    assert {item.owner_id for item in shown[comment]} == {comment}
    assert not any(item.draft for item in shown[comment])
    async with database.sessions() as session:
        topics = (await session.scalars(select(outbox.c.topic))).all()
        with pytest.raises(InvalidInput) as refused:
            await service.claim(session, **asked)
    assert topics.count("events.nonconformity.attachment.added.v1") == 2
    assert [error.loc for error in refused.value.errors] == [
        ("body", "attachment_ids", 0),
        ("body", "attachment_ids", 1),
    ]


@pytest.mark.parametrize("wrong", ["somebody's", "another record's", "another purpose", "twice", "unknown"])
async def test_what_is_not_the_callers_to_attach_is_refused_at_its_place(
    database: Database, world: World, record: Record, file: File, wrong: str
) -> None:
    other = UUID((await file())["id"])
    good = draft(world.executor.id, record.id, Purpose.FIX)
    bad = {
        "somebody's": draft(world.helper.id, record.id, Purpose.FIX),
        "another record's": draft(world.executor.id, other, Purpose.FIX),
        "another purpose": draft(world.executor.id, record.id, Purpose.COMMENT),
        "twice": good,
        "unknown": draft(world.executor.id, record.id, Purpose.FIX),
    }[wrong]
    async with database.transaction() as session:
        await service.draft(session, uploads=[good] if wrong in ("twice", "unknown") else [good, bad])
    async with database.sessions() as session:
        with pytest.raises(InvalidInput) as refused:
            await service.claim(
                session,
                ids=[good.id, bad.id],
                uploader_id=world.executor.id,
                record=record,
                purpose=Purpose.FIX,
                field="photo_ids",
            )
    assert [(error.loc, error.code) for error in refused.value.errors] == [(("body", "photo_ids", 1), "unknown_upload")]


async def test_a_draft_of_the_public_door_is_taken_by_the_public_door_only(
    database: Database, world: World, record: Record
) -> None:
    anonymous = draft(None, None, Purpose.FINDING)
    async with database.transaction() as session:
        await service.draft(session, uploads=[anonymous])
        with pytest.raises(InvalidInput):
            await service.claim(
                session,
                ids=[anonymous.id],
                uploader_id=world.inspector.id,
                record=record,
                purpose=Purpose.FINDING,
            )
        taken = await service.claim(
            session, ids=[anonymous.id], uploader_id=None, record=record, purpose=Purpose.FINDING
        )
    assert [item.nonconformity_id for item in taken] == [record.id]
