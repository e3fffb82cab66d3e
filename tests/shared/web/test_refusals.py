"""The reference names the refusals that an operation's declaration tells of, and no others."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from shared.errors import AppError
from shared.i18n import Text
from shared.web.refusals import refuses
from shared.web.routing import public, repeatable, service_router, tells_secret
from shared.web.versions import IfMatch, RequiredIfMatch


class Gone(AppError):
    status = 410
    title = Text(ru="Нет больше", en="Gone for good")


router = service_router(prefix="/things", tags=["things"])


@router.get("")
async def all_things() -> None: ...


@router.get("/{thing_id}")
async def thing(thing_id: UUID) -> None: ...


@router.patch("/{thing_id}")
async def change(thing_id: UUID, version: RequiredIfMatch) -> None: ...


@router.post("/{thing_id}/act")
async def act(thing_id: UUID, version: IfMatch) -> None: ...


@router.post("/secret")
@tells_secret
async def make_secret() -> None: ...


@router.get("/window")
@public
@refuses(Gone)
async def window() -> None: ...


@router.post("/form")
@public
@repeatable()
async def form() -> None: ...


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    app = FastAPI()
    app.include_router(router)
    described: dict[str, Any] = app.openapi()["paths"]
    return described


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/things", {401, 403, 503}),
        ("get", "/things/{thing_id}", {401, 403, 404, 422, 503}),
        ("patch", "/things/{thing_id}", {401, 403, 404, 409, 412, 422, 428, 503}),
        ("post", "/things/{thing_id}/act", {401, 403, 404, 409, 412, 422, 503}),
        ("post", "/things/secret", {401, 403, 404, 409, 503}),
        ("get", "/things/window", {410, 503}),
        ("post", "/things/form", {404, 409, 422, 503}),
    ],
)
def test_every_refusal_is_named_as_a_problem(paths: dict[str, Any], method: str, path: str, statuses: set[int]) -> None:
    responses = {int(status): body for status, body in paths[path][method]["responses"].items() if status != "200"}
    assert responses.keys() == statuses
    for body in responses.values():
        assert list(body["content"]) == ["application/problem+json"]


def test_a_mark_says_what_is_refused(paths: dict[str, Any]) -> None:
    assert paths["/things/window"]["get"]["responses"]["410"]["description"] == "Gone for good"


def test_a_key_is_offered_where_it_is_heeded(paths: dict[str, Any]) -> None:
    def offered(path: str, method: str) -> bool:
        return any("IdempotencyKey" in part.get("$ref", "") for part in paths[path][method].get("parameters", ()))

    assert offered("/things/{thing_id}/act", "post")
    assert offered("/things/form", "post")
    assert not offered("/things/secret", "post")
    assert not offered("/things/{thing_id}", "patch")
