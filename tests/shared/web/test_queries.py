"""Query strings as models: read like FastAPI's own, refused in the same words, and documented."""

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import Field

from shared.settings import ServiceSettings
from shared.web.app import create_service_app
from shared.web.listing import ListQuery
from shared.web.queries import documented, query_of
from shared.web.routing import public, service_router


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class PaintQuery(ListQuery):
    colour: list[Colour] = Field(default=[], max_length=2)
    shop: UUID | None = Field(default=None, description="Where it is sold.")


class PaintSettings(ServiceSettings):
    service = "people"


router = service_router(prefix="/api/v1/paints", tags=["paints"])


@router.get("", openapi_extra=documented(PaintQuery))
@public
async def paints(query: Annotated[PaintQuery, query_of(PaintQuery)]) -> PaintQuery:
    return query


@pytest.fixture
async def app() -> FastAPI:
    settings = PaintSettings(database_url="postgresql://nobody@127.0.0.1:1/none", nats_url="-", jwks_url="-")
    return create_service_app(settings, title="Paints", routers=[router])


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://paints/api/v1") as client:
        yield client


async def test_values_are_read_and_a_list_may_repeat_its_name(client: httpx.AsyncClient) -> None:
    answer = await client.get("/paints?colour=red&colour=blue&limit=7&total=true")
    assert answer.status_code == 200, answer.text
    assert answer.json()["colour"] == ["red", "blue"]
    assert (answer.json()["limit"], answer.json()["total"]) == (7, True)


@pytest.mark.parametrize(
    ("query", "loc", "code"),
    [
        ("colour=green", ["query", "colour", 0], "enum"),
        ("shop=corner", ["query", "shop"], "uuid_parsing"),
        ("limit=0", ["query", "limit"], "greater_than_equal"),
        ("size=1", ["query", "size"], "extra_forbidden"),
        ("colour=red&colour=red&colour=red", ["query", "colour"], "too_long"),
    ],
)
async def test_what_does_not_fit_is_refused_at_its_parameter(
    client: httpx.AsyncClient, query: str, loc: list[str | int], code: str
) -> None:
    answer = await client.get(f"/paints?{query}")
    assert answer.status_code == 422
    assert [(item["loc"], item["code"]) for item in answer.json()["errors"]] == [(loc, code)]


async def test_every_parameter_is_documented_without_a_loose_reference(app: FastAPI) -> None:
    operation = app.openapi()["paths"]["/api/v1/paints"]["get"]
    by_name = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert set(by_name) == {"limit", "cursor", "sort", "total", "q", "colour", "shop"}
    assert by_name["colour"]["schema"]["items"]["enum"] == ["red", "blue"]
    assert by_name["shop"]["description"] == "Where it is sold."
    assert "$ref" not in str(operation["parameters"])
