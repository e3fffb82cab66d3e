"""One reference for the whole API: complete, consistent, and honest about a service that is away."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from gateway.reference.merge import merge
from tests.gateway.conftest import House
from tests.gateway.servers import Reply, Seen, reply

DOCUMENT = "/api/openapi.json"
SERVICES = ("people", "nonconformity", "analytics")


def service_document(title: str, path: str, field: str) -> dict[str, Any]:
    """What FastAPI says of a service with one list; `Item` differs from service to service, `Page` reads the same."""

    class Problem(BaseModel):
        code: str

    Item = type("Item", (BaseModel,), {"__annotations__": {field: str}})
    Page = type("Page", (BaseModel,), {"__annotations__": {"items": list[Item]}})  # type: ignore[valid-type]
    router = APIRouter(tags=["lists"])

    @router.get(path, response_model=Page, operation_id="list", responses={404: {"model": Problem}})
    async def listed() -> None: ...

    @router.post(path, openapi_extra={"security": [{"bearer": []}]})
    async def create(item: Item) -> None: ...  # type: ignore[valid-type]

    @router.get("/health/live")
    async def live() -> None: ...

    app = FastAPI(title=title)
    app.include_router(router)
    return app.openapi()


@pytest.fixture
def documents(house: House) -> dict[str, dict[str, Any]]:
    made = {
        "people": service_document("People", "/api/v1/branches", "name"),
        "nonconformity": service_document("Journal", "/api/v1/nonconformities", "number"),
        "analytics": service_document("Analytics", "/api/v1/analytics/journal", "filed"),
    }
    for name, service in zip(SERVICES, (house.people.service, house.journal, house.figures), strict=True):

        async def behave(_: Seen, document: dict[str, Any] = made[name]) -> Reply:
            return reply(document)

        service.behaviours["/openapi.json"] = behave
    return made


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document["paths"].values():
        yield from item.values()


def resolve(document: dict[str, Any], reference: str) -> Any:
    node: Any = document
    for key in reference.removeprefix("#/").split("/"):
        node = node[key]
    return node


async def test_it_holds_what_the_gateway_routes_and_nothing_else(
    gateway: httpx.AsyncClient, documents: dict[str, dict[str, Any]]
) -> None:
    answer = await gateway.get(DOCUMENT)
    merged = answer.json()
    assert answer.status_code == 200
    assert merged["paths"].keys() == {
        "/api/v1/branches",
        "/api/v1/nonconformities",
        "/api/v1/analytics/journal",
        "/api/v1/auth/link",
        "/api/v1/auth/session",
        "/api/v1/live",
        "/health/live",
        "/health/ready",
    }
    assert merged["paths"]["/health/live"]["get"]["tags"] == ["gateway"]
    assert "x-profkom-missing" not in merged


async def test_every_reference_leads_to_the_schema_of_its_own_service(
    gateway: httpx.AsyncClient, documents: dict[str, dict[str, Any]]
) -> None:
    merged = (await gateway.get(DOCUMENT)).json()
    for reference in references(merged):
        resolve(merged, reference)
    expected = {"/api/v1/branches": "name", "/api/v1/nonconformities": "number", "/api/v1/analytics/journal": "filed"}
    for path, field in expected.items():
        listed = merged["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        page = resolve(merged, listed["$ref"])
        item = resolve(merged, page["properties"]["items"]["items"]["$ref"])
        assert item["properties"].keys() == {field}
    schemas = merged["components"]["schemas"].keys()
    assert {"PeopleItem", "NonconformityItem", "AnalyticsPage"} <= schemas
    assert "Item" not in schemas
    assert "Problem" in schemas  # alike in all: stays one
    assert "PeopleProblem" not in schemas


async def test_operation_ids_are_unique_and_both_keys_are_offered(
    gateway: httpx.AsyncClient, documents: dict[str, dict[str, Any]]
) -> None:
    merged = (await gateway.get(DOCUMENT)).json()
    ids = [operation["operationId"] for operation in operations(merged)]
    assert len(ids) == len(set(ids))
    assert "list" in ids
    posted = merged["paths"]["/api/v1/branches"]["post"]
    assert posted["security"] == [{"bearer": []}, {"cookie": []}]
    assert "security" not in merged["paths"]["/api/v1/branches"]["get"]
    assert merged["components"]["securitySchemes"].keys() == {"bearer", "cookie"}
    assert {"413", "429", "503", "504"} <= posted["responses"].keys()
    assert "413" not in merged["paths"]["/api/v1/branches"]["get"]["responses"]
    assert [group["name"] for group in merged["x-tagGroups"]] == ["Gateway", "People", "Journal", "Analytics"]


async def test_it_is_kept_and_asked_for_again_when_a_service_comes_back(
    gateway: httpx.AsyncClient, house: House, documents: dict[str, dict[str, Any]], bearer: dict[str, str]
) -> None:
    first = await gateway.get(DOCUMENT)
    again = await gateway.get(DOCUMENT, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(house.journal.asked("/openapi.json")) == 1

    await house.servers["nonconformity"].kill()
    for _ in range(5):
        await gateway.get("/api/v1/categories", headers=bearer)
    documents["nonconformity"]["paths"]["/api/v1/categories"] = {"get": {"responses": {}}}
    await house.revive("nonconformity")
    await gateway.get("/health/ready")
    assert "/api/v1/categories" in (await gateway.get(DOCUMENT)).json()["paths"]


async def test_a_service_that_is_away_is_left_out_and_named(
    gateway: httpx.AsyncClient, house: House, documents: dict[str, dict[str, Any]]
) -> None:
    await house.servers["analytics"].kill()
    answer = await gateway.get(DOCUMENT)
    assert answer.headers["x-profkom-missing"] == "analytics"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["x-profkom-missing"] == ["analytics"]
    assert "/api/v1/branches" in answer.json()["paths"]
    assert "/api/v1/analytics/journal" not in answer.json()["paths"]


def test_merging_changes_none_of_its_parts() -> None:
    parts = {name: service_document(name, f"/api/v1/{name}", name) for name in ("people", "analytics")}
    before = copy.deepcopy(parts)
    merge(parts, routed=lambda path: path.rpartition("/")[2])
    assert parts == before


def test_a_new_name_takes_nobody_elses() -> None:
    def part(schemas: dict[str, Any]) -> dict[str, Any]:
        return {"components": {"schemas": schemas}}

    merged = merge(
        {
            "people": part({"Item": {"type": "string"}, "PeopleItem": {"type": "boolean"}}),
            "analytics": part({"Item": {"type": "integer"}}),
        },
        routed=lambda path: None,
    )
    schemas = merged["components"]["schemas"]
    assert schemas["PeopleItem"] == {"type": "boolean"}
    assert schemas["PeopleItem_"] == {"type": "string"}
    assert schemas["AnalyticsItem"] == {"type": "integer"}


def test_a_discriminator_follows_the_new_names() -> None:
    def part(kind: str) -> dict[str, Any]:
        choice = {
            "oneOf": [{"$ref": "#/components/schemas/A"}],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A"}},
        }
        return {"components": {"schemas": {"A": {"type": kind}, "Choice": choice}}}

    merged = merge({"people": part("string"), "analytics": part("integer")}, routed=lambda path: None)
    choice = merged["components"]["schemas"]["PeopleChoice"]
    assert choice["discriminator"]["mapping"] == {"a": "#/components/schemas/PeopleA"}


async def test_the_page_needs_no_other_site(gateway: httpx.AsyncClient) -> None:
    page = await gateway.get("/api/docs")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert not re.search(r"https?://", page.text)
    assert not re.search(r"<script(?![^>]*src=)", page.text)  # nothing inline, or the policy would stop it
    for path in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        part = await gateway.get(path)
        assert part.status_code == 200, path
        assert part.headers["content-type"].startswith(("text/javascript", "text/css"))
    script = (await gateway.get("/api/docs/start.js")).text
    assert json.dumps(DOCUMENT) in script
    bundle = await gateway.get("/api/docs/swagger-ui-bundle.js")
    assert "3.1." in bundle.text  # versions before 5 cannot read our documents
    assert (await gateway.get("/api/docs/other.js")).status_code == 404
