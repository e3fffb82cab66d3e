"""What is refused of an upload, in words that say what to send instead; and that nothing of it is kept."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.nonconformity.models import attachments
from services.nonconformity.settings import Settings
from shared.db.database import Database
from shared.files.keeping import FileKeeper
from tests.services.nonconformity.attachments.conftest import Send, made, path_of, reasons, stored
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.world import World
from tests.support.pictures import PDF, PROGRAM, SVG, docx, photo, png_bomb


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.jpg", PROGRAM, "program"),
        ("photo.jpg", b"\x7fELF" + bytes(500), "program"),
        ("run.sh", b"#!/bin/sh\nrm -rf /\n", "program"),
        ("start.bat", b"@echo off\r\ndel *.*\r\n", "program"),
        ("scheme.png", SVG, "web_page"),
        ("page.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>1</script>", "web_page"),
        ("files.zip", b"PK\x05\x06" + bytes(18), "archive"),
        ("files.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100), "archive"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        ("macro.docx", docx(("word/vbaProject.bin", b"x")), "macros"),
        ("carrier.docx", docx(("word/embeddings/a.exe", b"MZ")), "program"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(100), "video"),
        ("half.jpg", photo()[:2000], "broken_picture"),
        ("head.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "broken_picture"),
        ("bomb.png", png_bomb(10_000, 6_000), "too_many_pixels"),
        ("two.pdf", PDF + b"PK\x05\x06" + bytes(18), "archive"),
        ("cut.pdf", b"%PDF-1.7\n" + bytes(5000), "broken_document"),
        ("cut.docx", docx()[:-30], "broken_document"),
        ("data.bin", bytes(range(256)), "unknown_type"),
        ("empty.jpg", b"", "empty_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_a_file_is_not_is_told_from_its_bytes_and_nothing_is_kept(
    send: Send, world: World, settings: Settings, database: Database, name: str, content: bytes, reason: str
) -> None:
    answer = await send(world.inspector, ("good.jpg", photo()), (name, content))
    assert reasons(answer) == {1: reason}
    assert answer.json()["errors"][0]["message"][0].isupper()
    assert stored(settings) == []
    async with database.sessions() as session:
        assert (await session.execute(select(attachments))).all() == []


async def test_sixty_megapixels_are_refused_with_how_many_are_allowed(send: Send, world: World) -> None:
    answer = await send(world.inspector, ("bomb.png", png_bomb(10_000, 6_000)))
    assert "60" in answer.json()["errors"][0]["message"]
    assert "50" in answer.json()["errors"][0]["message"]


async def test_too_much_and_too_many_are_refused(send: Send, world: World, app: FastAPI, settings: Settings) -> None:
    app.state.files = FileKeeper(settings.model_copy(update={"file_limit_mib": 1, "upload_limit_mib": 2}))
    large = b"a" * (2**20 + 1)
    assert reasons(await send(world.inspector, ("a.txt", large))) == {0: "file_too_large"}
    whole = await send(world.inspector, ("a.txt", large), ("b.txt", large))
    assert (whole.status_code, whole.json()["code"]) == (413, "too_large")
    many = await send(world.inspector, *[("a.txt", b"a")] * 11)
    assert (many.status_code, many.json()["errors"][0]["code"]) == (422, "too_long")


async def test_a_record_takes_so_many_files_and_no_more(
    send: Send, ask: Ask, world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.nonconformity.attachments.service.MOST_OF_RECORD", 3)
    two = [("a.txt", b"a")] * 2
    [first, _] = made(await send(world.inspector, *two, purpose="comment"))
    beyond = await send(world.inspector, *two)
    assert (beyond.status_code, beyond.json()["code"]) == (409, "record_full")
    assert len(stored(settings)) == 2
    assert (await ask(world.inspector, "DELETE", path_of(first).rpartition("/")[0])).status_code == 204
    assert len(made(await send(world.inspector, *two))) == 2


async def test_a_program_attaches_nothing(send: Send, world: World) -> None:
    robot = replace(world.inspector, kind="robot")
    answer = await send(robot, ("a.txt", b"a"))
    assert (answer.status_code, answer.json()["code"]) == (403, "uploaders_are_persons")


async def test_a_body_in_pieces_without_a_length_is_limited_too(
    ask: Ask, world: World, app: FastAPI, settings: Settings, record: dict[str, Any]
) -> None:
    app.state.files = FileKeeper(settings.model_copy(update={"upload_limit_mib": 1}))
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        while sent < 100:
            sent += 1
            yield b"a" * 65536

    answer = await ask(
        world.inspector,
        "POST",
        f"/nonconformities/{record['id']}/attachments",
        content=endless(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_an_upload_that_takes_too_long_is_cut(
    ask: Ask, world: World, app: FastAPI, settings: Settings, record: dict[str, Any]
) -> None:
    app.state.files = FileKeeper(settings.model_copy(update={"upload_seconds": 0.1}))

    async def dripping() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            await asyncio.sleep(0.01)
            yield b"a"

    answer = await ask(
        world.inspector,
        "POST",
        f"/nonconformities/{record['id']}/attachments",
        content=dripping(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert (answer.status_code, answer.json()["code"]) == (408, "upload_too_slow")
    assert stored(settings) == []


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"files": [("photo", ("a.jpg", b"x"))]}, 422, "invalid_input"),
        ({"files": [("files", ("a.txt", b"x"))], "data": {"purpose": "party"}}, 422, "invalid_input"),
        ({"files": [("files", ("a.txt", b"x"))], "data": {"note": "x"}}, 422, "invalid_input"),
        ({"json": {"files": []}}, 400, "broken_form"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "broken_form"),
        ({"content": b"nonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 400, "broken_form"),
        ({"data": {"purpose": "fix"}, "files": []}, 400, "broken_form"),
    ],
)
async def test_a_form_that_is_none_is_refused_with_what_to_send(
    ask: Ask, world: World, record: dict[str, Any], options: dict[str, Any], status: int, code: str
) -> None:
    answer = await ask(world.inspector, "POST", f"/nonconformities/{record['id']}/attachments", **options)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_storage_that_does_not_answer_is_503_and_nothing_is_entered(
    send: Send, world: World, app: FastAPI, settings: Settings, tmp_path: Path, database: Database
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    app.state.files = FileKeeper(settings.model_copy(update={"files_url": (tmp_path / "taken").as_uri()}))
    answer = await send(world.inspector, ("photo.jpg", photo()))
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
    async with database.sessions() as session:
        assert (await session.execute(select(attachments))).all() == []
