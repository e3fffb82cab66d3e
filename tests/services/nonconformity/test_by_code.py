"""Behind a secret code: how a report stands, talking with the staff, disputing, photos, saying who one is."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from services.nonconformity.models import contacts
from shared import clock
from shared.auth import permissions
from shared.auth.principal import Grant, Scope
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.public import Worker
from tests.services.nonconformity.world import World, acting

STAFF = ("Ёлкина", "Разборова", "Исполнев", "Помогаев", "Проверяева")


@pytest.fixture
async def code(worker: Worker, world: World) -> str:
    return (await worker.reported(site_id=str(world.plant.id), proposal="Заизолировать"))["code"]


@pytest.fixture
async def path(code: str, ask: Ask, world: World) -> str:
    """Of the record, for the staff."""
    row = (await ask(world.triage, "GET", "/nonconformities?source=public")).json()["items"][0]
    return f"/nonconformities/{row['id']}"


async def act(ask: Ask, who: Any, path: str, verb: str, **body: Any) -> dict[str, Any]:
    answer = await ask(who, "POST", f"{path}/{verb}", json=body or None)
    assert answer.status_code == 200, (verb, answer.text)
    card: dict[str, Any] = answer.json()
    return card


async def assigned(ask: Ask, world: World, path: str) -> str:
    due = (clock.now() + timedelta(days=5)).date().isoformat()
    await act(ask, world.triage, path, "assign", responsible_id=str(world.executor.id), due_on=due)
    return due


def picture(colour: str = "red", *, size: tuple[int, int] = (64, 48)) -> bytes:
    made = io.BytesIO()
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010E] = "снято у ворот"  # a description, as a camera writes it
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


# How it stands


async def test_the_author_follows_the_report_in_plain_words(
    worker: Worker, code: str, path: str, ask: Ask, world: World
) -> None:
    status = await worker.with_code(code, "GET")
    assert (status.status_code, status.headers["cache-control"]) == (200, "no-store")
    seen = status.json()
    assert (seen["state"], seen["title"], seen["site"]) == ("registered", "Сообщение принято", "Курская АЭС")
    assert seen["allowed_actions"] == ["write", "attach", "give_contact"]
    due = await assigned(ask, world, path)
    seen = (await worker.with_code(code, "GET", language="en")).json()
    assert seen["text"] == f"The work has not begun yet. It is due to be fixed by {due}."
    await act(ask, world.executor, path, "report-fixed", comment="Кабель заменён")
    await act(ask, world.verifier, path, "verify")
    seen = (await worker.with_code(code, "GET")).json()
    assert [step["state"] for step in seen["way"]] == ["registered", "assigned", "fixed", "closed"]
    assert [step["reason"] for step in seen["way"]] == [None, None, "Кабель заменён", None]
    assert "dispute" in seen["allowed_actions"]


async def test_nobody_of_the_staff_is_named(worker: Worker, code: str, path: str, ask: Ask, world: World) -> None:
    await assigned(ask, world, path)
    await ask(world.triage, "POST", f"{path}/comments", json={"text": "Кто это мог сообщить?"})
    await ask(world.triage, "POST", f"{path}/comments", json={"text": "Где именно?", "audience": "author"})
    await act(ask, world.executor, path, "report-fixed", comment="Готово")
    for way in ("", "/messages"):
        shown = (await worker.with_code(code, "GET", way)).text
        assert not [name for name in STAFF if name in shown]
        assert str(world.triage.id) not in shown
        assert str(world.executor.id) not in shown
        assert "мог сообщить" not in shown


async def test_of_a_duplicate_the_first_report_is_told(
    worker: Worker, code: str, path: str, ask: Ask, world: World, file: Any
) -> None:
    first = await file()
    await act(ask, world.triage, path, "merge", into_id=first["id"])
    seen = (await worker.with_code(code, "GET")).json()
    assert seen["original"] == {"number": first["number"], "state": "registered", "title": "Сообщение принято"}


# Disputing


async def test_the_author_disputes_a_rejection_and_a_closure(
    worker: Worker, code: str, path: str, ask: Ask, world: World, database: Database
) -> None:
    await act(ask, world.triage, path, "reject", reason="Не подтвердилось на обходе")
    seen = (await worker.with_code(code, "GET")).json()
    assert seen["way"][-1]["reason"] == "Не подтвердилось на обходе"
    disputed = await worker.with_code(code, "POST", "/dispute", json={"reason": "Провод всё ещё висит"})
    assert (disputed.status_code, disputed.json()["state"]) == (200, "registered")
    await assigned(ask, world, path)
    await act(ask, world.executor, path, "report-fixed", comment="Готово")
    await act(ask, world.verifier, path, "verify")
    disputed = await worker.with_code(code, "POST", "/dispute", json={"reason": "Опять висит"})
    assert disputed.json()["state"] == "in_progress"
    async with database.transaction() as session:
        bodies = [json.loads(body) for body in await session.scalars(select(outbox.c.body).order_by(outbox.c.id))]
    last = [body for body in bodies if body["type"].endswith("disputed.v1")][-1]
    assert (last["actor"], last["data"]["author_id"], last["data"]["reason"]) == (None, None, "Опять висит")


async def test_what_cannot_be_disputed_says_why(worker: Worker, code: str) -> None:
    answer = await worker.with_code(code, "POST", "/dispute", json={"reason": "Долго"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    blank = await worker.with_code(code, "POST", "/dispute", json={"reason": " "})
    assert blank.status_code == 422


# Talking


async def test_author_and_staff_write_to_each_other(
    worker: Worker, code: str, path: str, ask: Ask, world: World
) -> None:
    key = {"Idempotency-Key": "6f1c1f5e-1f0a-4e58-9a43-0d4a1b1f9d11"}
    for _ in range(2):  # the answer to the first was lost
        sent = await worker.with_code(code, "POST", "/messages", json={"text": "Провод ещё и искрит"}, headers=key)
        assert sent.status_code == 201, sent.text
    discussion = (await ask(world.triage, "GET", f"{path}/comments")).json()["items"]
    assert [(one["author"], one["audience"], one["text"]) for one in discussion] == [
        (None, "author", "Провод ещё и искрит")
    ]
    answered = await ask(
        world.triage, "POST", f"{path}/comments", json={"text": "Отключили. Спасибо!", "audience": "author"}
    )
    assert answered.status_code == 201, answered.text
    seen = (await worker.with_code(code, "GET", "/messages")).json()["items"]
    assert [(one["sender"], one["text"]) for one in seen] == [
        ("author", "Провод ещё и искрит"),
        ("staff", "Отключили. Спасибо!"),
    ]


@pytest.mark.parametrize("text", ["", "   \n", "x" * 4001, "x" * 900_000, "a\x00b"])
async def test_a_message_that_says_nothing_or_too_much_is_refused(worker: Worker, code: str, text: str) -> None:
    answer = await worker.with_code(code, "POST", "/messages", json={"text": text})
    assert answer.status_code == 422
    assert (await worker.with_code(code, "GET", "/messages")).json()["items"] == []


async def test_whoever_writes_on_and_on_waits_for_an_answer(
    worker: Worker, code: str, path: str, ask: Ask, world: World
) -> None:
    for number in range(20):
        assert (await worker.with_code(code, "POST", "/messages", json={"text": f"{number}"})).status_code == 201
    more = await worker.with_code(code, "POST", "/messages", json={"text": "ещё"})
    assert (more.status_code, more.json()["code"]) == (409, "enough_messages")
    await ask(world.triage, "POST", f"{path}/comments", json={"text": "Читаем", "audience": "author"})
    assert (await worker.with_code(code, "POST", "/messages", json={"text": "ещё"})).status_code == 201


# Photos


async def test_the_author_sends_photos_and_sees_those_of_the_fix(
    worker: Worker, code: str, path: str, ask: Ask, world: World
) -> None:
    sent = await worker.with_code(code, "POST", "/photos", files=[("files", ("Сидоров 12.jpg", picture()))])
    assert sent.status_code == 201, sent.text
    staff = (await ask(world.triage, "GET", f"{path}/attachments")).json()["items"]
    assert [(one["uploader"], one["purpose"], one["name"]) for one in staff] == [(None, "finding", "Фото 1.jpg")]
    assert "Сидоров" not in (await ask(world.triage, "GET", f"{path}/history")).text
    blue, green = [("files", ("служебное.jpg", picture("blue")))], [("files", ("a.jpg", picture("green")))]
    internal = await ask(world.triage, "POST", f"{path}/attachments", files=blue)
    assert internal.status_code == 201
    await assigned(ask, world, path)
    fix = await ask(world.executor, "POST", f"{path}/attachments", data={"purpose": "fix"}, files=green)
    fix_id = fix.json()["items"][0]["id"]
    await act(ask, world.executor, path, "report-fixed", comment="Готово", attachment_ids=[fix_id])
    photos = (await worker.with_code(code, "GET")).json()["photos"]
    assert [photo["purpose"] for photo in photos] == ["finding", "fix"]
    for photo in photos:
        way = photo["content_path"].removeprefix("/api/v1/public/nonconformities/by-code")
        shown = await worker.with_code(code, "GET", way)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
        assert shown.headers["cache-control"] == "no-store"
        assert "снято".encode() not in shown.content
        small = await worker.with_code(code, "GET", way.replace("content", "thumbnail"))
        assert small.status_code == 200
    hidden = internal.json()["items"][0]["id"]
    assert (await worker.with_code(code, "GET", f"/photos/{hidden}/content")).status_code == 404


async def test_photos_sent_again_after_a_lost_answer_are_there_once(worker: Worker, code: str) -> None:
    key = {"Idempotency-Key": "6f1c1f5e-1f0a-4e58-9a43-0d4a1b1f9d11"}
    for _ in range(2):
        sent = await worker.with_code(code, "POST", "/photos", files=[("files", ("a.jpg", picture()))], headers=key)
        assert sent.status_code == 201, sent.text
    assert len((await worker.with_code(code, "GET")).json()["photos"]) == 1


async def test_a_photo_of_another_report_is_not_shown(worker: Worker, code: str, world: World) -> None:
    other = (await worker.reported(site_id=str(world.plant.id)))["code"]
    sent = await worker.with_code(other, "POST", "/photos", files=[("files", ("a.jpg", picture()))])
    way = sent.json()["items"][0]["content_path"].removeprefix("/api/v1/public/nonconformities/by-code")
    assert (await worker.with_code(other, "GET", way)).status_code == 200
    assert (await worker.with_code(code, "GET", way)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"MZ\x90\x00" + b"\x00" * 200),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
    ],
)
async def test_what_is_no_photo_is_refused_and_nothing_is_kept(
    worker: Worker, code: str, name: str, content: bytes
) -> None:
    sent = await worker.with_code(code, "POST", "/photos", files=[("files", (name, content))])
    assert sent.status_code == 422, sent.text
    assert (await worker.with_code(code, "GET")).json()["photos"] == []


async def test_more_photos_than_enough_are_refused(worker: Worker, code: str) -> None:
    ten = [("files", (f"{number}.jpg", picture(size=(8 + number, 8)))) for number in range(10)]
    assert (await worker.with_code(code, "POST", "/photos", files=ten)).status_code == 201
    more = await worker.with_code(code, "POST", "/photos", files=[("files", ("a.jpg", picture()))])
    assert (more.status_code, more.json()["code"]) == (409, "enough_photos")


# Who the author is


async def test_a_name_is_given_later_and_read_by_few(
    worker: Worker, code: str, path: str, ask: Ask, world: World, database: Database
) -> None:
    who = {"name": "Сидоров Пётр", "contact": "+7 900 000-00-00", "consent": True}
    assert (await worker.with_code(code, "PUT", "/contact", json={**who, "consent": False})).status_code == 422
    assert (await worker.with_code(code, "PUT", "/contact", json=who)).status_code == 204
    status = await worker.with_code(code, "GET")
    assert status.json()["contact_given"] is True
    assert "Сидоров" not in status.text
    assert (await ask(world.triage, "GET", f"{path}/contact")).status_code == 403
    trusted = acting(world.persons["triage"], permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_READ_CONTACTS)
    read = (await ask(trusted, "GET", f"{path}/contact")).json()
    assert (read["name"], read["contact"]) == ("Сидоров Пётр", "+7 900 000-00-00")
    elsewhere = acting(world.persons["stranger"], permissions.NONCONFORMITY_READ_CONTACTS)
    assert (await ask(elsewhere, "GET", f"{path}/contact")).status_code == 404
    reader = Grant(frozenset({permissions.NONCONFORMITY_READ}), Scope(frozenset({world.kursk.id})))
    far = Grant(frozenset({permissions.NONCONFORMITY_READ_CONTACTS}), Scope(frozenset({world.beloyarsk.id})))
    of_two_branches = replace(world.watcher, grants=(reader, far))
    assert (await ask(of_two_branches, "GET", f"{path}/contact")).status_code == 403
    for open_ in ("", "/history", "/comments"):
        assert "Сидоров" not in (await ask(world.triage, "GET", path + open_)).text
    async with database.transaction() as session:
        bodies = [bytes(body).decode() for body in await session.scalars(select(outbox.c.body))]
    assert not [body for body in bodies if "Сидоров" in body or "900 000" in body]
    assert [body for body in bodies if "nonconformity.contact.given.v1" in body]


async def test_a_name_that_is_taken_back_is_erased(worker: Worker, code: str, database: Database) -> None:
    who = {"name": "Сидоров Пётр", "consent": True}
    await worker.with_code(code, "PUT", "/contact", json=who)
    for _ in range(2):
        assert (await worker.with_code(code, "DELETE", "/contact")).status_code == 204
    async with database.transaction() as session:
        assert (await session.execute(select(contacts))).all() == []
    assert (await worker.with_code(code, "GET")).json()["contact_given"] is False
