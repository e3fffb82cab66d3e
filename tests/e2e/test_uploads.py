"""Photos through the gateway: they arrive, are served harmlessly, and no death in the middle loses or doubles one."""

import asyncio
import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import httpx

from services.nonconformity.attachments.jobs import AttachmentJobs
from services.nonconformity.settings import Settings
from shared import clock
from shared.db.database import Database
from shared.files.keeping import FileKeeper
from tests.e2e.desk import Desk
from tests.support.callers import JOURNAL, Caller, problem
from tests.support.pictures import PDF, noise, photo
from tests.support.platform import Platform

PATIENCE = 60.0


def upload(caller: Caller, path: str, name: str, content: bytes, *, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return caller.client.post(path, files={"files": (name, content)}, headers=headers)


def filed(desk: Desk) -> str:
    return str(desk.file(desk.finding()).json()["id"])


def folders(platform: Platform) -> set[str]:
    """The ids of what the storage holds."""
    return {path.parent.name for path in (platform.data / "files").rglob("*") if path.is_file()}


async def known(platform: Platform) -> set[str]:
    """The ids of what the records have, and of what is still to be deleted."""
    connection = await asyncpg.connect(platform.database_url("nonconformity"))
    try:
        rows = await connection.fetch("SELECT id FROM attachments WHERE purged_at IS NULL")
    finally:
        await connection.close()
    return {str(row["id"]) for row in rows}


async def sweep_a_day_later(platform: Platform) -> None:
    url = platform.database_url("nonconformity")
    files = (platform.data / "files").as_uri()
    settings = Settings(database_url=url, nats_url="", jwks_url="", files_url=files)
    database = Database(url)
    clock.use(lambda: datetime.now(UTC) + timedelta(hours=25))
    try:
        await AttachmentJobs(database, FileKeeper(settings)).sweep()
    finally:
        clock.use(None)
        await database.close()


def test_a_photo_comes_back_upright_and_cannot_run_in_the_readers_browser(desk: Desk) -> None:
    path = f"{JOURNAL}/{filed(desk)}/attachments"
    answer = upload(desk.inspector, path, "Щит.jpg", photo((800, 600), exif=True))
    assert answer.status_code == 201, answer.text
    [item] = answer.json()["items"]
    assert (item["width"], item["height"]) == (600, 800)
    for url in (item["content_url"], item["thumbnail_url"]):
        served = desk.chair.get(url)
        assert served.headers["content-type"] == "image/jpeg"
        assert served.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert served.headers["x-content-type-options"] == "nosniff"
        assert served.headers["content-length"] == str(len(served.content))
        known = desk.chair.client.get(url, headers={"If-None-Match": served.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")


def test_a_strangers_long_upload_is_a_404_and_not_a_broken_connection(desk: Desk) -> None:
    branch = desk.union.branch("Дальнее")
    stranger = desk.union.person("Чужова Вера Павловна", branch, ("inspector", branch))
    answer = upload(stranger, f"{JOURNAL}/{desk.record['id']}/attachments", "photo.jpg", noise(12))
    problem(answer, 404, "not_found")


def test_uploads_that_die_with_the_service_are_repeated_by_their_keys_and_are_there_once(desk: Desk) -> None:
    platform = desk.union.platform
    record = filed(desk)
    path = f"{JOURNAL}/{record}/attachments"
    contents = [PDF + b"%% %d" % number + bytes(800_000) + b"\n%%EOF\n" for number in range(12)]
    contents += [photo((1200 + number, 900)) for number in range(4)]

    def insist(content: bytes) -> dict[str, object]:
        key, deadline = str(uuid4()), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            name = "act.pdf" if content.startswith(b"%PDF") else "photo.jpg"
            try:
                answer = upload(desk.inspector, path, name, content, key=key)
            except httpx.TransportError:
                continue
            if answer.status_code == 201:
                item: dict[str, object] = answer.json()["items"][0]
                return item
            assert answer.status_code in (502, 503, 504), answer.text
            time.sleep(0.05)
        raise AssertionError("not accepted in time")

    with ThreadPoolExecutor(4) as callers:
        sent = [callers.submit(insist, content) for content in contents]
        for _ in range(3):
            time.sleep(0.4)
            platform.kill("apis")
        items = [future.result() for future in sent]
    listed = desk.inspector.read(path)["items"]
    assert sorted(item["id"] for item in listed) == sorted(str(item["id"]) for item in items)
    assert len(listed) == len(contents)
    for content, item in zip(contents, items, strict=True):
        served = desk.chair.get(str(item["content_url"]))
        assert served.status_code == 200
        if item["kind"] == "document":
            assert hashlib.sha256(served.content).digest() == hashlib.sha256(content).digest()
    asyncio.run(sweep_a_day_later(platform))
    assert {item["id"] for item in listed} <= folders(platform)
    assert folders(platform) == asyncio.run(known(platform))


def test_a_removed_photo_leaves_the_disk(desk: Desk) -> None:
    platform, path = desk.union.platform, f"{JOURNAL}/{filed(desk)}/attachments"
    [item] = upload(desk.inspector, path, "photo.jpg", photo()).json()["items"]
    assert item["id"] in folders(platform)
    assert desk.inspector.client.delete(f"{path}/{item['id']}").status_code == 204
    assert desk.chair.get(item["content_url"]).status_code == 404
    asyncio.run(sweep_a_day_later(platform))
    assert item["id"] not in folders(platform)
