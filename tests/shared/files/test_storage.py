"""The storage of files: a folder and a bucket behave alike."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.errors import NotFound
from shared.files.errors import StorageAway
from shared.files.settings import FilesSettings
from shared.files.storage import PART_BYTES, Storage, new_folder
from shared.files.sweeping import sweep
from shared.ids import new_id
from tests.support.bucket import running_bucket

DAY = date(2026, 11, 20)
LARGE = os.urandom(PART_BYTES + 1000)


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    if request.param == "folder":
        yield Storage((tmp_path / "мои файлы").as_uri())
        return
    with running_bucket() as bucket:
        monkeypatch.setenv("AWS_ENDPOINT_URL", bucket.address)
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        yield Storage("s3://bucket/union/files")


async def put(storage: Storage, key: str, content: bytes) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        await storage.put(key, file)


async def read(storage: Storage, key: str) -> bytes:
    size, pieces = await storage.read(key)
    content = b"".join([piece async for piece in pieces])
    assert len(content) == size
    return content


@pytest.mark.parametrize("content", [b"", b"short", LARGE], ids=["empty", "short", "in parts"])
async def test_what_was_put_is_read_as_it_was(storage: Storage, content: bytes) -> None:
    folder = new_folder("journal", DAY, new_id())
    await put(storage, f"{folder}/content", content)
    assert await read(storage, f"{folder}/content") == content


async def test_a_folder_is_deleted_whole_and_alone_and_twice_is_as_good(storage: Storage) -> None:
    one, other = (new_folder("journal", DAY, new_id()) for _ in range(2))
    for folder in (one, other):
        for name in ("content", "320.jpg"):
            await put(storage, f"{folder}/{name}", b"x")
    await storage.delete(one)
    await storage.delete(one)
    with pytest.raises(NotFound):
        await storage.read(f"{one}/content")
    assert await read(storage, f"{other}/320.jpg") == b"x"
    assert set(await storage.folders("journal", DAY)) == {other}
    assert list(await storage.days("journal")) == [DAY]


async def test_a_service_sees_its_own_days_only(storage: Storage) -> None:
    await put(storage, f"{new_folder('journal', DAY, new_id())}/content", b"x")
    assert list(await storage.days("payments")) == []


async def test_an_orphan_is_deleted_when_it_is_a_day_old_and_nobody_knows_it(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC)
    known, orphan = (new_folder("journal", today.date(), new_id()) for _ in range(2))
    for folder in (known, orphan):
        await put(storage, f"{folder}/content", b"x")

    async def rows(_: object) -> set[str]:
        return {known}

    assert await sweep(storage, "journal", rows) == 0
    monkeypatch.setattr("shared.clock.now", lambda: today + timedelta(hours=25))
    assert await sweep(storage, "journal", rows) == 1
    assert set(await storage.folders("journal", today.date())) == {known}


async def test_what_was_stored_after_midnight_under_yesterdays_day_is_not_an_orphan_yet(storage: Storage) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    folder = new_folder("journal", yesterday, new_id())
    await put(storage, f"{folder}/content", b"x")

    async def nothing(_: object) -> set[str]:
        return set()

    assert await sweep(storage, "journal", nothing) == 0
    assert set(await storage.folders("journal", yesterday)) == {folder}


async def test_what_a_killed_process_left_half_written_is_deleted(tmp_path: Path) -> None:
    storage = Storage(tmp_path.as_uri())
    await put(storage, f"journal/{DAY}/{new_id()}/content", b"whole")
    half = tmp_path / "journal" / str(DAY) / "content#1"
    half.write_bytes(b"ha")
    assert await storage.forget_halves(before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert await storage.forget_halves(before=datetime.now(UTC) + timedelta(hours=1)) == 1
    assert not half.exists()


async def test_a_bucket_out_of_reach_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ENDPOINT_URL", "http://127.0.0.1:1"), ("REGION", "x")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with pytest.raises(StorageAway):
        await Storage("s3://bucket").read("journal/a/b/content")


def test_files_are_in_the_data_folder_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Settings(FilesSettings):
        service = "journal"

    monkeypatch.setenv("PROFKOM_DATA", str(tmp_path))
    assert Storage(Settings(database_url="", nats_url="", jwks_url="").storage_url).root == tmp_path / "files"
    monkeypatch.setenv("FILES_URL", "s3://bucket/prefix")
    assert Settings(database_url="", nats_url="", jwks_url="").storage_url == "s3://bucket/prefix"
    with pytest.raises(SystemExit, match="FILES_URL"):
        Storage("ftp://somewhere")
