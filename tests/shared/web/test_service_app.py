"""What every service promises its callers: closed by default, one transaction, clear refusals, no doubled POST."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, Uuid, func, insert, select, text

from shared.auth.principal import Principal
from shared.db.database import Database
from shared.ids import new_id
from shared.settings import ServiceSettings
from shared.web.app import create_service_app
from shared.web.listing import ListQuery, Page, Sorting, paginate
from shared.web.routing import CurrentPrincipal, Session, public, repeatable, require, service_router
from shared.web.text import Line, Paragraphs
from shared.web.versions import IfMatch, RequiredIfMatch, check_version, etag
from tests.support.auth import Tokens, principal

notes = Table(
    "notes",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("title", Text),
    Column("weight", Integer),
    Column("written_at", DateTime(timezone=True), server_default=func.now()),
)


class TestSettings(ServiceSettings):
    __test__ = False
    service = "people"


class NoteIn(BaseModel):
    title: Line
    body: Paragraphs = "text"
    weight: int = 0


class NoteOut(BaseModel):
    id: str
    title: str


CanWrite = Annotated[Principal, Depends(require("people:edit"))]
SORTING = Sorting(
    {"title": notes.c.title, "weight": notes.c.weight, "written_at": notes.c.written_at}, notes.c.id, "title"
)
router = service_router(prefix="/api/v1/notes", tags=["notes"])


@router.post("", status_code=201)
async def write(note: NoteIn, session: Session, _writer: CanWrite) -> NoteOut:
    note_id = new_id()
    await session.execute(insert(notes).values(id=note_id, title=note.title, weight=note.weight))
    if note.title == "crash":
        raise RuntimeError("secret: the password is swordfish")
    return NoteOut(id=str(note_id), title=note.title)


@router.post("/box", status_code=201)
@public
@repeatable("x-code")
async def drop(note: NoteIn, session: Session) -> NoteOut:
    """A box that anybody may drop a note into; the answer holds a secret."""
    note_id = new_id()
    await session.execute(insert(notes).values(id=note_id, title=note.title, weight=note.weight))
    return NoteOut(id=str(note_id), title=f"secret of {note.title}")


@router.get("")
async def read(session: Session, _reader: CurrentPrincipal, query: Annotated[ListQuery, Query()]) -> Page[NoteOut]:
    rows, cursor, total = await paginate(session, select(notes.c.id, notes.c.title), query=query, sorting=SORTING)
    return Page(items=[NoteOut(id=str(r.id), title=r.title) for r in rows], next_cursor=cursor, total=total)


@router.patch("/{version}")
async def change(version: int, expected: RequiredIfMatch) -> None:
    check_version(version, expected)


@router.post("/{version}/act")
async def act(version: int, expected: IfMatch) -> None:
    check_version(version, expected)


@router.get("/open")
@public
async def open_door() -> str:
    return "open"


@router.post("/slow")
@public
async def slow(session: Session) -> None:
    await session.execute(text("SET LOCAL statement_timeout = '20ms'"))
    await session.execute(text("SELECT pg_sleep(1)"))


@pytest.fixture
async def app(database: Database, tokens: Tokens) -> FastAPI:
    settings = TestSettings(database_url="-", nats_url="-", jwks_url="-")
    made = create_service_app(settings, title="Notes", routers=[router], database=database)
    made.state.verifier = tokens.verifier()
    async with database.transaction() as session:
        await (await session.connection()).run_sync(notes.metadata.create_all)
    return made


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    folder: Path = tmp_path_factory.mktemp("keys")
    return Tokens(folder)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as made:
        yield made


@pytest.fixture
def writer(tokens: Tokens) -> dict[str, str]:
    return tokens.headers(principal("people:edit"))


async def test_every_route_is_closed_unless_it_is_marked_public(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/notes")).status_code == 401
    assert (await client.get("/api/v1/notes/open")).status_code == 200


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
async def test_a_wrong_token_is_refused_with_a_problem(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.get("/api/v1/notes", headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Sign in first"
    assert "Bearer" in answer.headers["www-authenticate"]


async def test_a_permission_held_nowhere_is_forbidden(client: httpx.AsyncClient, tokens: Tokens) -> None:
    reader = tokens.headers(principal("people:read"))
    answer = await client.post("/api/v1/notes", json={"title": "a"}, headers=reader)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_crash_changes_nothing_and_leaks_nothing(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    answer = await client.post("/api/v1/notes", json={"title": "crash"}, headers=writer)
    assert answer.status_code == 500
    assert "swordfish" not in answer.text
    assert answer.json()["correlation_id"] == answer.headers["x-correlation-id"]
    assert (await client.get("/api/v1/notes", headers=writer)).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, ["body", "title"], "missing"),
        ({"title": "   "}, ["body", "title"], "string_too_short"),
        ({"title": "a\x00b"}, ["body", "title"], "invalid"),
        ({"title": "a", "body": "x" * 1_000_000}, ["body", "body"], "string_too_long"),
        ({"title": "a", "weight": "много"}, ["body", "weight"], "int_parsing"),
    ],
)
async def test_bad_input_is_told_at_its_field(
    client: httpx.AsyncClient, writer: dict[str, str], body: dict[str, object], field: list[str], code: str
) -> None:
    answer = await client.post("/api/v1/notes", json=body, headers=writer)
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["loc"], error["code"]) == (field, code)
    assert "x" * 100 not in answer.text


async def test_text_with_sql_and_html_is_kept_as_text(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    title = "'; DROP TABLE notes; -- <script>alert(1)</script>"
    answer = await client.post("/api/v1/notes", json={"title": title}, headers=writer)
    assert answer.json()["title"] == title
    assert (await client.get("/api/v1/notes", headers=writer)).json()["items"][0]["title"] == title


async def test_a_repeated_post_with_its_key_has_one_effect(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    keyed = {**writer, "Idempotency-Key": "0f8fad5b-d9cb-469f"}
    answers = await asyncio.gather(
        *(client.post("/api/v1/notes", json={"title": "one"}, headers=keyed) for _ in range(4))
    )
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum(answer.headers.get("idempotent-replay") == "true" for answer in answers) == 3
    assert len((await client.get("/api/v1/notes", headers=writer)).json()["items"]) == 1


async def test_a_key_with_another_body_is_refused(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    keyed = {**writer, "Idempotency-Key": "0f8fad5b-d9cb-469f"}
    await client.post("/api/v1/notes", json={"title": "one"}, headers=keyed)
    answer = await client.post("/api/v1/notes", json={"title": "two"}, headers=keyed)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_failed_post_leaves_its_key_free(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    keyed = {**writer, "Idempotency-Key": "0f8fad5b-d9cb-469f"}
    assert (await client.post("/api/v1/notes", json={"title": ""}, headers=keyed)).status_code == 422
    assert (await client.post("/api/v1/notes", json={"title": "one"}, headers=keyed)).status_code == 201


async def test_a_stranger_who_repeats_a_post_has_one_effect_and_only_the_key_opens_the_answer(
    client: httpx.AsyncClient, database: Database, writer: dict[str, str]
) -> None:
    keyed = {"Idempotency-Key": "0f8fad5b-d9cb-469f-a165", "X-Code": "1"}
    answers = await asyncio.gather(
        *(client.post("/api/v1/notes/box", json={"title": "one"}, headers=keyed) for _ in range(4))
    )
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.text for answer in answers}) == 1
    assert sum(answer.headers.get("idempotent-replay") == "true" for answer in answers) == 3
    assert len((await client.get("/api/v1/notes", headers=writer)).json()["items"]) == 1
    async with database.transaction() as session:
        kept = (await session.execute(text("SELECT key, encode(body, 'escape') AS body FROM idempotency_keys"))).one()
    assert "secret" not in kept.body
    assert keyed["Idempotency-Key"] not in kept.key
    other_body = await client.post("/api/v1/notes/box", json={"title": "two"}, headers=keyed)
    assert (other_body.status_code, other_body.json()["code"]) == (422, "idempotency_key_reused")
    another = await client.post("/api/v1/notes/box", json={"title": "one"}, headers={**keyed, "X-Code": "2"})
    assert (another.status_code, "idempotent-replay" in another.headers) == (201, False)


async def test_a_strangers_key_is_long_enough_not_to_be_guessed(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/notes/box", json={"title": "a"}, headers={"Idempotency-Key": "0f8fad5b-d9cb"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "invalid_key")
    assert "20" in answer.json()["errors"][0]["message"]


async def test_a_list_pages_through_every_row_once(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    for number in range(11):
        await client.post("/api/v1/notes", json={"title": f"{number % 3}", "weight": number}, headers=writer)
    for sort in ("title", "-title", "weight", "-weight", "written_at"):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            params = {"limit": "4", "sort": sort} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/api/v1/notes", params=params, headers=writer)).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == 11
    counted = await client.get("/api/v1/notes", params={"total": "true", "limit": "1"}, headers=writer)
    assert counted.json()["total"] == 11


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": "garbage"},
        {"cursor": "WyJ0aXRsZSIsNSwiMCJd"},
        {"sort": "password"},
        {"limit": "100000"},
        {"unknown": "1"},
        {"q": "\x00"},
    ],
)
async def test_a_bad_list_query_is_told_at_its_parameter(
    client: httpx.AsyncClient, writer: dict[str, str], params: dict[str, str]
) -> None:
    answer = await client.get("/api/v1/notes", params=params, headers=writer)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["query", *params]


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("weight", 2**31),
        ("weight", -(2**64)),
        ("weight", True),
        ("title", "\x00"),
        ("title", "\ud800"),
        ("written_at", "9999-12-31T23:59:59-10:00"),
        ("written_at", "0001-01-01T00:00:00+10:00"),
        ("written_at", 5),
    ],
)
async def test_a_forged_cursor_is_refused_before_the_database_chokes_on_it(
    client: httpx.AsyncClient, writer: dict[str, str], sort: str, value: Any
) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([sort, value, str(new_id())]).encode()).decode().rstrip("=")
    answer = await client.get("/api/v1/notes", params={"sort": sort, "cursor": cursor}, headers=writer)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "invalid_cursor")


async def test_a_cursor_of_nothing_but_brackets_is_refused(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    cursor = base64.urlsafe_b64encode(b"[" * 1500).decode()
    answer = await client.get("/api/v1/notes", params={"cursor": cursor}, headers=writer)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "invalid_cursor")


async def test_a_stale_version_is_412_and_a_missing_one_428(client: httpx.AsyncClient, writer: dict[str, str]) -> None:
    async def patch(headers: dict[str, str]) -> int:
        return (await client.patch("/api/v1/notes/3", headers=writer | headers)).status_code

    assert await patch({"If-Match": etag(3)["ETag"]}) == 200
    assert await patch({"If-Match": '"2"'}) == 412
    assert await patch({"If-Match": "nonsense"}) == 412
    assert await patch({}) == 428
    assert (await client.post("/api/v1/notes/3/act", headers=writer)).status_code == 200


async def test_a_database_that_is_slow_or_away_is_503_with_retry_after(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/notes/slow")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert (await client.get("/api/v1/notes/open")).status_code == 200


async def test_the_documentation_asks_for_a_token_exactly_where_the_service_does(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert paths["/api/v1/notes"]["get"]["security"] == [{"bearer": []}]
    assert "security" not in paths["/api/v1/notes/open"]["get"]
