"""Photos and files of a record, through its API: who adds, sees and removes them, and what is served."""

import asyncio
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image
from sqlalchemy import select, text

from services.nonconformity import repository as records
from services.nonconformity.attachments import service
from services.nonconformity.domain.attachments import Purpose
from services.nonconformity.settings import Settings
from shared import clock
from shared.auth import permissions
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.attachments.conftest import Send, made, path_of, stored
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World, acting
from tests.support.pictures import PDF, docx, heic, odt, photo


async def test_a_photo_is_upright_and_says_neither_where_nor_with_what_it_was_taken(
    send: Send, ask: Ask, world: World
) -> None:
    [item] = made(await send(world.inspector, ("IMG_0042.JPG", photo((800, 600), exif=True))))
    assert (item["kind"], item["media_type"], item["width"], item["height"]) == ("picture", "image/jpeg", 600, 800)
    assert item["name"] == "IMG_0042.jpg"
    answer = await ask(world.inspector, "GET", path_of(item))
    image = Image.open(io.BytesIO(answer.content))
    assert image.size == (600, 800)
    top, bottom = image.getpixel((300, 100)), image.getpixel((300, 700))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]  # the red half was on the left: turned to the right it is on top
    assert not image.getexif()
    assert b"Phonemaker" not in answer.content
    assert len(answer.content) == item["size"]


async def test_thumbnails_are_small_jpegs(send: Send, ask: Ask, world: World) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo((2400, 1200)))))
    for side, size in ((320, (320, 160)), (1600, (1600, 800))):
        answer = await ask(world.inspector, "GET", path_of(item, "thumbnail_url"), params={"side": side})
        assert answer.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).size == size
    assert (await ask(world.inspector, "GET", path_of(item, "thumbnail_url"), params={"side": 64})).status_code == 422


async def test_a_heic_becomes_a_jpeg(send: Send, ask: Ask, world: World) -> None:
    [item] = made(await send(world.inspector, ("Щит.heic", heic())))
    assert (item["media_type"], item["name"]) == ("image/jpeg", "Щит.jpg")
    answer = await ask(world.inspector, "GET", path_of(item))
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"


async def test_documents_are_given_back_as_they_came_to_be_saved_and_not_run(
    send: Send, ask: Ask, world: World
) -> None:
    contents = [("Акт № 5.pdf", PDF), ("../смета.docx", docx()), ("a.odt", odt()), ("Замеры.csv", "а;б\n".encode())]
    items = made(await send(world.inspector, *contents))
    assert [item["name"] for item in items] == ["Акт № 5.pdf", "смета.docx", "a.odt", "Замеры.csv"]
    for item, (_, content) in zip(items, contents, strict=True):
        answer = await ask(world.inspector, "GET", path_of(item))
        assert answer.content == content
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["cache-control"].startswith("private")
        assert item["thumbnail_url"] is None
    first = await ask(world.inspector, "GET", path_of(items[0]))
    assert first.headers["content-disposition"].endswith("filename*=UTF-8''%D0%90%D0%BA%D1%82%20%E2%84%96%205.pdf")
    again = await ask(world.inspector, "GET", path_of(items[0]), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    missing = await ask(world.inspector, "GET", f"{path_of(items[0]).rpartition('/')[0]}/thumbnail")
    assert missing.status_code == 404


async def test_a_picture_with_a_page_behind_it_is_kept_without_the_page(send: Send, ask: Ask, world: World) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo() + b"<script>alert(1)</script>")))
    assert b"script" not in (await ask(world.inspector, "GET", path_of(item))).content


async def test_a_record_of_a_foreign_branch_and_its_files_do_not_exist(send: Send, ask: Ask, world: World) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo())))
    base = path_of(item).rpartition("/")[0]
    assert (await send(world.stranger, ("photo.jpg", photo()))).status_code == 404
    for method, path in (
        ("GET", base.rpartition("/")[0]),
        ("GET", f"{base}/content"),
        ("GET", f"{base}/thumbnail"),
        ("DELETE", base),
    ):
        assert (await ask(world.stranger, method, path)).status_code == 404, (method, path)
    assert (await ask(world.triage, "GET", f"{base}/content")).status_code == 200


async def test_a_file_is_served_under_its_own_record_only(send: Send, ask: Ask, world: World, file: File) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo())))
    other = (await file())["id"]
    answer = await ask(world.inspector, "GET", f"/nonconformities/{other}/attachments/{item['id']}/content")
    assert answer.status_code == 404


async def test_what_is_attached_is_counted_on_the_card_told_in_the_history_and_as_an_event(
    send: Send, ask: Ask, world: World, record: dict[str, Any], database: Database
) -> None:
    made(await send(world.inspector, ("щит.jpg", photo()), ("акт.pdf", PDF)))
    card = (await ask(world.inspector, "GET", f"/nonconformities/{record['id']}")).json()
    assert (card["attachments_count"], card["version"]) == (2, record["version"] + 1)
    history = (await ask(world.inspector, "GET", f"/nonconformities/{record['id']}/history")).json()["items"]
    assert history[-1]["act"] == "attach"
    assert "щит.jpg" in history[-1]["text"]
    async with database.sessions() as session:
        rows = (await session.execute(select(outbox.c.topic, outbox.c.body))).all()
    told = [row.body for row in rows if row.topic == "events.nonconformity.attachment.added.v1"]
    assert len(told) == 2
    assert not any("щит".encode() in body or b"\\u0449" in body for body in told)


async def test_a_draft_is_its_uploaders_only_until_something_is_made_of_it(
    send: Send, ask: Ask, world: World, record: dict[str, Any]
) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo()), purpose="comment"))
    assert item["draft"]
    path = f"/nonconformities/{record['id']}/attachments"
    assert [i["id"] for i in (await ask(world.inspector, "GET", path)).json()["items"]] == [item["id"]]
    assert (await ask(world.triage, "GET", path)).json()["items"] == []
    assert (await ask(world.triage, "GET", path_of(item))).status_code == 404
    card = (await ask(world.inspector, "GET", f"/nonconformities/{record['id']}")).json()
    assert (card["attachments_count"], card["version"]) == (0, record["version"])


async def test_the_uploader_takes_a_file_back_for_a_quarter_of_an_hour_an_editor_later(
    send: Send, ask: Ask, world: World, record: dict[str, Any], stand_still: Callable[[str], None]
) -> None:
    now = clock.now()
    stand_still(now.isoformat())
    first, second, third = made(await send(world.inspector, *[("photo.jpg", photo())] * 3))
    assert first["allowed_actions"] == ["remove"]
    base = f"/nonconformities/{record['id']}/attachments"
    stranger = await ask(world.verifier, "DELETE", f"{base}/{first['id']}")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "kept_as_evidence")
    assert (await ask(world.inspector, "DELETE", f"{base}/{first['id']}")).status_code == 204
    assert (await ask(world.inspector, "GET", f"{base}/{first['id']}/content")).status_code == 404
    stand_still((now + timedelta(minutes=15, seconds=1)).isoformat())
    assert (await ask(world.inspector, "DELETE", f"{base}/{second['id']}")).status_code == 403
    editor = acting(world.persons["triage"], permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_EDIT)
    assert (await ask(editor, "DELETE", f"{base}/{second['id']}")).status_code == 204
    assert [i["id"] for i in (await ask(editor, "GET", base)).json()["items"]] == [third["id"]]
    history = (await ask(editor, "GET", f"/nonconformities/{record['id']}/history")).json()["items"]
    assert [entry["act"] for entry in history] == ["register", "attach", "remove-file", "remove-file"]


async def test_two_who_remove_one_file_remove_it_once(
    send: Send, ask: Ask, world: World, record: dict[str, Any]
) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo())))
    path = f"/nonconformities/{record['id']}/attachments/{item['id']}"
    answers = await asyncio.gather(*(ask(world.inspector, "DELETE", path) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [204, 404]


async def test_a_draft_that_is_taken_while_it_is_removed_is_removed_as_part_of_the_record(
    send: Send, ask: Ask, world: World, record: dict[str, Any], database: Database
) -> None:
    [item] = made(await send(world.inspector, ("photo.jpg", photo()), purpose="fix"))
    async with database.sessions() as session:
        found = await records.view(session, UUID(record["id"]))
        assert found is not None
        ids, mine = [UUID(item["id"])], world.inspector.id
        await service.claim(session, ids=ids, uploader_id=mine, record=found.record, purpose=Purpose.FIX)
        removal = asyncio.ensure_future(ask(world.inspector, "DELETE", path_of(item).rpartition("/")[0]))
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(10), database.engine.connect() as watcher:
            while not (await watcher.execute(waiting)).scalar_one():
                await asyncio.sleep(0.01)
        await session.commit()
    assert (await removal).status_code == 204
    history = (await ask(world.inspector, "GET", f"/nonconformities/{record['id']}/history")).json()["items"]
    assert history[-1]["act"] == "remove-file"


async def test_two_uploads_at_once_are_both_in_the_record(
    send: Send, ask: Ask, world: World, record: dict[str, Any]
) -> None:
    answers = await asyncio.gather(
        send(world.inspector, ("one.jpg", photo())), send(world.triage, ("two.jpg", photo()))
    )
    assert [answer.status_code for answer in answers] == [201, 201]
    card = (await ask(world.inspector, "GET", f"/nonconformities/{record['id']}")).json()
    assert (card["attachments_count"], card["version"]) == (2, record["version"] + 2)


async def test_a_repeated_upload_is_one_whatever_separates_the_parts_of_its_body(
    send: Send, world: World, settings: Settings
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    first = await send(world.inspector, ("photo.jpg", photo()), headers=headers)
    kept = set(stored(settings))
    again = await send(world.inspector, ("photo.jpg", photo()), headers=headers)
    assert again.headers["idempotent-replay"] == "true"
    assert made(again) == made(first)
    assert set(stored(settings)) == kept
    other = await send(world.inspector, ("photo.jpg", photo((100, 100))), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_the_same_upload_twice_at_once_is_one_and_leaves_nothing_behind(
    send: Send, world: World, settings: Settings
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    answers = await asyncio.gather(*(send(world.inspector, ("a.jpg", photo()), headers=headers) for _ in range(3)))
    assert len({made(answer)[0]["id"] for answer in answers}) == 1
    assert len(stored(settings)) == 3  # one photo: itself and two smaller ones
