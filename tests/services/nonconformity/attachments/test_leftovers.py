"""What is left in the storage by removals, by forms that were left, and by processes that were killed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from services.nonconformity.attachments.jobs import AttachmentJobs
from services.nonconformity.models import attachments
from services.nonconformity.settings import Settings
from shared import clock
from shared.db.database import Database
from shared.files.keeping import FileKeeper
from tests.services.nonconformity.attachments.conftest import Send, made, path_of, stored
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.world import World
from tests.support.pictures import photo


@pytest.fixture
def jobs_of_files(database: Database, settings: Settings) -> AttachmentJobs:
    return AttachmentJobs(database, FileKeeper(settings))


async def test_a_removed_file_leaves_the_storage_an_hour_later(
    send: Send,
    ask: Ask,
    world: World,
    record: dict[str, Any],
    settings: Settings,
    jobs_of_files: AttachmentJobs,
    stand_still: Callable[[str], None],
) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo())))
    await ask(world.inspector, "DELETE", f"/nonconformities/{record['id']}/attachments/{item['id']}")
    await jobs_of_files.sweep()
    assert len(stored(settings)) == 3  # a backup of a moment ago may be copying them
    stand_still((clock.now() + timedelta(hours=1, seconds=1)).isoformat())
    for _ in range(2):  # done twice is as good
        await jobs_of_files.sweep()
    assert stored(settings) == []


async def test_a_removal_enqueues_the_deletion_in_its_own_transaction(
    send: Send, ask: Ask, world: World, database: Database, settings: Settings, jobs_of_files: AttachmentJobs
) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo())))
    await ask(world.inspector, "DELETE", path_of(item).rpartition("/")[0])
    async with database.sessions() as session:
        queued = await session.execute(text("SELECT entrypoint, payload, execute_after - now() FROM pgqueuer"))
        [(name, payload, wait)] = queued.all()
    assert timedelta(minutes=59) < wait <= timedelta(hours=1)
    await jobs_of_files.handlers[name](json.loads(payload))
    assert stored(settings) == []


async def test_what_was_stored_and_never_committed_is_swept_away_a_day_later(
    send: Send,
    world: World,
    app: FastAPI,
    settings: Settings,
    jobs_of_files: AttachmentJobs,
    stand_still: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [kept] = made(await send(world.inspector, ("kept.jpg", photo())))

    async def killed(*_: Any) -> None:  # a process that is killed tidies nothing up
        raise KeyboardInterrupt

    monkeypatch.setattr("services.nonconformity.attachments.service.attach", killed)
    monkeypatch.setattr(FileKeeper, "discard", killed)
    with pytest.raises(KeyboardInterrupt):
        await send(world.inspector, ("lost.jpg", photo()))
    assert len(stored(settings)) == 6
    await jobs_of_files.sweep()
    assert len(stored(settings)) == 6  # it may be an upload under way
    stand_still((clock.now() + timedelta(hours=25)).isoformat())
    await jobs_of_files.sweep()
    assert {path.parent.name for path in stored(settings)} == {kept["id"]}


async def test_a_draft_that_nothing_was_made_of_is_forgotten_after_a_day(
    send: Send,
    world: World,
    settings: Settings,
    database: Database,
    jobs_of_files: AttachmentJobs,
    stand_still: Callable[[str], None],
) -> None:
    stand_still("2026-11-22T10:00:00+00:00")
    made(await send(world.inspector, ("photo.jpg", photo()), purpose="fix"))
    [kept] = made(await send(world.inspector, ("photo.jpg", photo())))
    stand_still("2026-11-23T10:00:01+00:00")
    await jobs_of_files.sweep()
    async with database.sessions() as session:
        assert (await session.scalars(select(attachments.c.id))).all() == [UUID(kept["id"])]
    assert {path.parent.name for path in stored(settings)} == {kept["id"]}
