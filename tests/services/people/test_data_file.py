"""All that is held on a person as a file: from every service, for those who may, and everybody sees who asked."""

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from deploy.local.nats import Nats
from services.people.personal_data.jobs import DataFiles
from services.people.settings import PeopleSettings
from shared import clock
from shared.auth import permissions as p
from tests.services.people.conftest import INTERNAL_KEY, People
from tests.services.people.test_worker import eventually, working
from tests.support.auth import principal


@asynccontextmanager
async def journal(data: Any, *, fails: bool = False) -> AsyncIterator[tuple[str, list[tuple[str, str]]]]:
    """A service that answers as the journal does: (its address, [(path, key shown)])."""
    import asyncio

    asked: list[tuple[str, str]] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        key = next((line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("x-internal")), "")
        asked.append((head.split()[1], key))
        body = json.dumps(data).encode()
        status = b"503 Away" if fails else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Type: application/json\r\nContent-Length: ")
        writer.write(str(len(body)).encode() + b"\r\nConnection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


async def run_job(people: People, settings: PeopleSettings, url: str | None) -> None:
    (payload,) = (await people.sql("SELECT convert_from(payload, 'UTF8')::json AS p FROM pgqueuer"))[-1:]
    urls = {"nonconformity": url} if url else {}
    await DataFiles(people.database, settings.model_copy(update={"service_urls": urls})).collect(payload.p)


def unpacked(content: bytes) -> tuple[Any, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return json.loads(archive.read("data.json")), archive.read("data.html").decode()


async def test_everything_from_every_service_is_in_the_file_and_no_secret(
    people: People, settings: PeopleSettings
) -> None:
    person = await people.person("Пастернак", "Анна", phone="+79940327388", city="<b>Курск</b>")
    await people.account(person["id"], "anna")
    path = f"/api/v1/people/{person['id']}/data-file"
    oneself = principal(person_id=UUID(person["id"]))
    asked_for = await people.post(path, by=oneself, status=202)
    assert [one["state"] for one in asked_for["items"]] == ["waiting"]
    assert len((await people.post(path, by=oneself, status=202))["items"]) == 1  # one at a time
    filed = {"filed": [{"record": "НС-2026-00042", "description": "Нет ограждения"}], "comments": []}
    async with journal(filed) as (url, asked):
        await run_job(people, settings, url)
    assert asked == [(f"/internal/persons/{person['id']}/data", INTERNAL_KEY)]
    ready = (await people.get(path, by=oneself))["items"][0]
    assert (ready["state"], ready["downloads"], ready["requested_by"]) == ("ready", 0, person["id"])
    taken = await people.request("POST", f"{path}/{ready['id']}/take", by=oneself, status=200)
    assert taken.headers["content-type"] == "application/zip"
    data, page = unpacked(taken.content)
    assert data["nonconformity"] == filed
    assert data["people"]["persons"][0]["phone"] == "+79940327388"
    assert data["people"]["accounts"][0]["login"] == "anna"
    assert data["not_asked"] == []
    assert "argon2" not in taken.content.decode("latin-1") + json.dumps(data)
    assert "password_hash" not in json.dumps(data)
    assert "Нет ограждения" in page
    headings = re.findall("<(?:th|h2|h3)>([^<]*)", page)
    assert "Табельный номер" in headings
    assert not [name for name in headings if re.search("[a-z]", name)], "the person reads words, not names of columns"
    assert "&lt;b&gt;Курск" in page
    assert "<b>" not in page
    assert (await people.get(path, by=oneself))["items"][0]["downloads"] == 1
    acts = [item["sentences"] for item in (await people.get(f"/api/v1/people/{person['id']}/history"))["items"]]
    assert ["Запрошены все данные о человеке"] in acts


async def test_who_may_not_hand_it_out_gets_nothing(people: People, settings: PeopleSettings) -> None:
    branch, other = await people.branch("Курское"), await people.branch("Смоленское")
    person = await people.person(branch_id=branch)
    path = f"/api/v1/people/{person['id']}/data-file"
    await people.post(path, status=202)
    await run_job(people, settings, None)
    file = (await people.get(path))["items"][0]
    reader = principal(p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, p.PEOPLE_EDIT, branches=[branch])
    stranger = principal(p.PEOPLE_READ, p.PEOPLE_ERASE, branches=[other])
    for by, status in ((reader, 403), (stranger, 404)):
        await people.post(path, by=by, status=status)
        await people.request("GET", path, by=by, status=status)
        await people.post(f"{path}/{file['id']}/take", by=by, status=status)
    other_person = await people.person("Второй", branch_id=branch)
    await people.post(f"/api/v1/people/{other_person['id']}/data-file/{file['id']}/take", status=404)
    content = (await people.request("POST", f"{path}/{file['id']}/take", status=200)).content
    assert unpacked(content)[0]["not_asked"] == ["nonconformity"]


async def test_a_service_that_is_away_delays_the_file_and_leaves_none_half_done(
    people: People, settings: PeopleSettings
) -> None:
    person = await people.person()
    path = f"/api/v1/people/{person['id']}/data-file"
    await people.post(path, status=202)
    async with journal({}, fails=True) as (url, _):
        with pytest.raises(Exception, match="503"):
            await run_job(people, settings, url)
    file = (await people.get(path))["items"][0]
    assert file["state"] == "waiting"
    gone = await people.post(f"{path}/{file['id']}/take", status=404)
    assert gone["code"] == "data_file_gone"
    clock.use(lambda: datetime.now(UTC) + timedelta(hours=2))
    try:
        await DataFiles(people.database, settings).expire()
    finally:
        clock.use(None)
    assert (await people.get(path))["items"][0]["state"] == "failed"


async def test_a_file_is_gone_after_a_week_and_with_the_person(people: People, settings: PeopleSettings) -> None:
    person = await people.person(is_member=False)
    path = f"/api/v1/people/{person['id']}/data-file"
    for _ in range(2):
        await people.post(path, status=202)
        await run_job(people, settings, None)
        await people.sql("DELETE FROM pgqueuer")
    await people.sql(
        "UPDATE data_files SET expires_at = now() - interval '1 s' "
        "WHERE id = (SELECT id FROM data_files ORDER BY id LIMIT 1)"
    )
    await DataFiles(people.database, settings).expire()
    assert [one["state"] for one in (await people.get(path))["items"]] == ["ready", "expired"]
    await people.post(path, status=202)
    body = {"reason": "request", "confirmation": "Иванов"}
    await people.post(f"/api/v1/people/{person['id']}/erase", body, status=200)
    await run_job(people, settings, None)  # it was asked for before, and finds nobody
    assert await people.sql("SELECT 1 FROM data_files WHERE content IS NOT NULL OR state <> 'expired'") == []


async def test_the_worker_collects_what_was_asked_for(people: People, nats_server: Nats) -> None:
    person = await people.person()
    path = f"/api/v1/people/{person['id']}/data-file"
    await people.post(path, status=202)

    async def ready() -> bool:
        return bool((await people.get(path))["items"][0]["state"] == "ready")

    async with working(people, nats_server):
        await eventually(ready)
