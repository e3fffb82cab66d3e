"""What the service shows to the world: every door is closed, and the tables are what the code believes."""

import re
from typing import Any

import httpx
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi import FastAPI
from sqlalchemy import Connection

import shared.installation  # noqa: F401  registers the mechanism's tables
from services.nonconformity.models import metadata
from shared.db.base import mechanism
from shared.db.database import Database
from shared.importing.flow.tables import importing
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.world import World

VERBS = {
    "assign", "start", "report-fixed", "verify", "return", "reject", "dispute", "merge", "unmerge", "move-due-date",
}  # fmt: skip


FORM = "/api/v1/public/nonconformities"
PUBLIC = {
    ("GET", f"{FORM}/form"),
    ("GET", f"{FORM}/challenge"),
    ("POST", FORM),
    # Behind a secret code:
    ("GET", f"{FORM}/by-code"),
    ("POST", f"{FORM}/by-code/dispute"),
    ("GET", f"{FORM}/by-code/messages"),
    ("POST", f"{FORM}/by-code/messages"),
    ("POST", f"{FORM}/by-code/photos"),
    ("GET", f"{FORM}/by-code/photos/{{photo_id}}/content"),
    ("GET", f"{FORM}/by-code/photos/{{photo_id}}/thumbnail"),
    ("PUT", f"{FORM}/by-code/contact"),
    ("DELETE", f"{FORM}/by-code/contact"),
}


async def test_nothing_answers_without_a_token_but_the_public_form(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert len(paths) > 25
    open_ = {
        (method.upper(), path)
        for path, methods in paths.items()
        for method in methods
        if not methods[method].get("security")
    }
    assert open_ == PUBLIC
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://journal") as client:
        for path, methods in paths.items():
            for method in methods:
                if (method.upper(), path) in PUBLIC:
                    continue
                answer = await client.request(method, re.sub(r"\{\w+\}", "01a208e3-01b6-7473-b348-cee6b0a4ce8e", path))
                assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated"), (method, path)


async def test_the_paths_that_others_rely_on_are_documented(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    base = "/api/v1/nonconformities"
    assert {f"{base}/{{record_id}}/{verb}" for verb in VERBS} <= set(paths)
    assert {base, f"{base}/{{record_id}}", f"{base}/{{record_id}}/history", f"{base}/imports"} <= set(paths)
    listing = paths[base]["get"]
    assert {"q", "state", "responsible_id", "cursor", "overdue"} <= {item["name"] for item in listing["parameters"]}
    answers = listing["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert answers.endswith("/JournalPage")


async def test_the_service_is_ready_when_its_database_answers(app: FastAPI) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://journal") as client:
        assert (await client.get("/health/ready")).status_code == 200


async def test_the_migrations_make_the_tables_that_the_code_believes_in(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, *_: (
                    not (kind == "table" and str(name).startswith(("pgqueuer", "alembic")))
                ),
            },
        )
        return list(compare_metadata(context, [metadata, mechanism, importing]))  # type: ignore[arg-type]

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_database_out_of_reach_is_503_with_retry_after(ask: Ask, world: World, app: FastAPI) -> None:
    await app.state.database.close()
    app.state.database = Database("postgresql://nobody:x@127.0.0.1:1/none")
    answer = await ask(world.inspector, "GET", "/nonconformities")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
