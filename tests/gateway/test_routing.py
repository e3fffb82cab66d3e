"""What is reachable through the gateway, and what a service gets to see of a request."""

import re

import httpx
import pytest

from gateway.routes import ROUTES
from tests.gateway.conftest import House
from tests.gateway.servers import Reply, Seen, reply

PATHS = {
    "people": ("/api/v1/me", "/api/v1/people", "/api/v1/branches/7", "/api/v1/operations/people/dead-letters"),
    "nonconformity": ("/api/v1/nonconformities/1/assign", "/api/v1/categories", "/api/v1/operations/nonconformity"),
    "analytics": ("/api/v1/analytics/journal", "/api/v1/operations/analytics/rebuild"),
}


#: What anybody on the internet may ask without signing in; the services' own lists are in their `test_surface.py`.
PUBLIC = {
    "/.well-known/jwks.json",
    "/api/v1/auth/token",
    "/api/v1/auth/link/check",
    "/api/v1/public/cards",
    "/api/v1/public/nonconformities",
}


def test_nothing_is_reachable_without_signing_in_but_the_listed() -> None:
    assert {route.prefix for route in ROUTES if route.public} == PUBLIC


@pytest.mark.parametrize(("service", "path"), [(name, path) for name, paths in PATHS.items() for path in paths])
async def test_a_path_reaches_its_service(
    gateway: httpx.AsyncClient, bearer: dict[str, str], service: str, path: str
) -> None:
    answer = await gateway.get(path, headers=bearer)
    assert answer.status_code == 200
    assert answer.json() == {"service": service, "path": path, "length": 0}


@pytest.mark.parametrize(
    "path",
    [
        "/internal/sessions",
        "/openapi.json",
        "/api/v1/internal/sessions",
        "/api/v1/peoples",
        "/api/v2/people",
        "/api/v1/operations/other",
        "/api/v1/people/../../../internal/sessions",
        "/api/v1/people/%2e%2e/%2e%2e/%2e%2e/internal/sessions",
        "/api/v1/people/..%2f..%2f..%2finternal%2fsessions",
        "/api/v1/people//internal/sessions",
        "/api/v1/people/%252e%252e/x",
        "/api/v1/people/..\\..\\internal",
        "/api/v1/people/..;/internal",
    ],
)
async def test_what_is_not_in_the_table_does_not_exist(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str], path: str
) -> None:
    url = gateway.base_url.copy_with(raw_path=path.encode())
    answer = await gateway.send(httpx.Request("GET", url, headers=bearer))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_path")
    assert all(seen.path == "/.well-known/jwks.json" for seen in house.people.service.seen)


async def test_services_own_probes_are_not_reachable(gateway: httpx.AsyncClient, house: House) -> None:
    assert (await gateway.get("/health/live")).json() == {"status": "live"}
    metrics = await gateway.get("/metrics")
    assert "profkom_gateway_refused_total" in metrics.text
    assert house.people.service.seen == []


def test_every_prefix_is_declared_once() -> None:
    prefixes = [route.prefix for route in ROUTES]
    assert len(prefixes) == len(set(prefixes))
    assert all(re.fullmatch(r"(/[a-z0-9.-]+)+", prefix) for prefix in prefixes)


async def test_a_request_arrives_whole(gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]) -> None:
    body = "Ограждение отсутствует".encode()
    headers = bearer | {"If-Match": '"3"', "Idempotency-Key": "k-1", "Content-Type": "application/json"}
    path = "/api/v1/nonconformities/%D0%9D%D0%A1-1?q=%D1%91%2Fa&limit=5"
    await gateway.patch(path, content=body, headers=headers)
    [seen] = house.journal.seen
    assert (seen.method, seen.path, seen.query) == ("PATCH", "/api/v1/nonconformities/НС-1", "q=%D1%91%2Fa&limit=5")
    assert seen.body == body
    for name in ("if-match", "idempotency-key", "content-type", "authorization"):
        assert seen.headers[name] == {key.lower(): value for key, value in headers.items()}[name]


async def test_what_only_the_gateway_may_say_cannot_be_forged(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    forged = {
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-User": "admin",
        "X-Client-Address": "1.2.3.4",
        "X-Internal-Key": "guess",
        "X-Real-IP": "1.2.3.4",
        "Forwarded": "for=1.2.3.4",
        "Proxy-Authorization": "x",
        "Cookie": "profkom_session=secret; other=1",
        "Connection": "keep-alive, X-Private",
        "X-Private": "for the gateway only",
        "TE": "trailers",
    }
    await gateway.get("/api/v1/categories", headers=bearer | forged)
    seen = house.journal.seen[0].headers
    assert seen["x-forwarded-for"] == seen["x-client-address"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "http"
    assert seen["x-forwarded-host"] == gateway.base_url.netloc.decode()
    assert seen["host"] == house.servers["nonconformity"].url.removeprefix("http://")
    gone = {"x-forwarded-user", "x-internal-key", "x-real-ip", "forwarded", "proxy-authorization", "cookie", "te"}
    assert not (gone | {"x-private", "connection"}) & seen.keys()


async def test_one_correlation_id_runs_from_the_caller_to_the_service_and_back(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    given = await gateway.get(
        "/api/v1/categories", headers=bearer | {"X-Correlation-ID": "click-2026-0001", "traceparent": trace}
    )
    made = await gateway.get("/api/v1/categories", headers=bearer | {"X-Correlation-ID": "two words"})
    refused = await gateway.get("/api/v1/nowhere")

    assert given.headers.get_list("x-correlation-id") == ["click-2026-0001"]
    assert house.journal.seen[0].headers["x-correlation-id"] == "click-2026-0001"
    assert house.journal.seen[0].headers["traceparent"] == trace
    assert house.journal.seen[1].headers["x-correlation-id"] == made.headers["x-correlation-id"]
    assert len(made.headers["x-correlation-id"]) == 36
    assert refused.json()["correlation_id"] == refused.headers["x-correlation-id"]


async def test_an_answer_comes_back_whole_and_with_the_headers_of_the_door(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def created(_: Seen) -> Reply:
        fields = {"ETag": '"7"', "Location": "/api/v1/nonconformities/7", "Server": "uvicorn", "X-Correlation-ID": "no"}
        return 201, fields | {"content-type": "application/json"}, '{"number":"НС-2026-00007"}'.encode()

    house.journal.behaviours["/api/v1/nonconformities"] = created
    answer = await gateway.post("/api/v1/nonconformities", json={}, headers=bearer)

    assert (answer.status_code, answer.json()) == (201, {"number": "НС-2026-00007"})
    assert (answer.headers["etag"], answer.headers["location"]) == ('"7"', "/api/v1/nonconformities/7")
    assert "server" not in answer.headers
    assert len(answer.headers.get_list("date")) == 1
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_answers_without_a_body_stay_without(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def empty(_: Seen) -> Reply:
        return 204, {}, b""

    async def unchanged(_: Seen) -> Reply:
        return 304, {"etag": '"7"'}, b""

    house.journal.behaviours |= {"/api/v1/categories/1": empty, "/api/v1/categories/2": unchanged}
    deleted = await gateway.delete("/api/v1/categories/1", headers=bearer)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert "content-length" not in deleted.headers
    same = await gateway.get("/api/v1/categories/2", headers=bearer)
    assert (same.status_code, same.headers["etag"]) == (304, '"7"')
    head = await gateway.head("/api/v1/categories", headers=bearer)
    whole = await gateway.get("/api/v1/categories", headers=bearer)
    assert head.status_code == 200
    assert head.headers["content-length"] == str(len(whole.content))


async def test_a_refusal_of_a_service_passes_through_in_its_own_words(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def refuse(request: Seen) -> Reply:
        return reply({"code": "reason_needed", "language": request.headers["accept-language"]}, 422)

    house.journal.behaviours["/api/v1/nonconformities/1/reject"] = refuse
    answer = await gateway.post("/api/v1/nonconformities/1/reject", headers=bearer | {"Accept-Language": "en"})
    assert (answer.status_code, answer.json()) == (422, {"code": "reason_needed", "language": "en"})


@pytest.mark.parametrize(("language", "title"), [("ru", "Такого адреса нет"), ("en", "There is no such address")])
async def test_the_gateway_refuses_in_the_callers_language(
    gateway: httpx.AsyncClient, language: str, title: str
) -> None:
    answer = await gateway.get("/api/v1/nowhere", headers={"Accept-Language": language})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == title


async def test_an_unusual_method_is_refused(gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]) -> None:
    answer = await gateway.request("TRACE", "/api/v1/categories", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert house.journal.seen == []
