"""People who use the platform through its gateway, and the small union they belong to."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import httpx

from shared.contracts.nonconformity import Severity
from tests.support.platform import ADMIN_LOGIN, ADMIN_PASSWORD, Platform

PASSWORD = "Only-for-tests-2026"
JOURNAL = "/api/v1/nonconformities"

_numbers = itertools.count(1)


class Caller:
    """Somebody who is signed in. The verbs answer responses, refusals included; `made` and `read` insist on success."""

    def __init__(
        self,
        platform: Platform,
        *,
        login: str = ADMIN_LOGIN,
        password: str = ADMIN_PASSWORD,
        language: str = "ru",
        address: str | None = None,
    ) -> None:
        """`address`: of the loopback, where their requests come from; sign-ins are counted by it."""
        self.platform, self.login, self.password = platform, login, password
        self.client = httpx.Client(
            base_url=platform.address,
            headers={"Accept-Language": language},
            timeout=60,
            transport=httpx.HTTPTransport(local_address=address),
        )
        self.id = ""
        self.token = ""
        self.sign_in()

    def sign_in(self) -> None:
        """Get a fresh token, with the grants of this moment."""
        answer = self.client.post("/api/v1/auth/token", data={"username": self.login, "password": self.password})
        self.token = _body(answer, 200)["access_token"]
        self.client.headers["Authorization"] = f"Bearer {self.token}"
        self.id = self.read("/api/v1/me")["id"]

    @property
    def headers(self) -> dict[str, str]:
        """What says who the caller is."""
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        return self.client.get(path, params=parameters)

    def post(self, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.client.post(path, json=body, headers=headers)

    def read(self, path: str, **parameters: Any) -> dict[str, Any]:
        """The body of a GET; fails unless it is a 200."""
        return _body(self.get(path, **parameters), 200)

    def made(self, path: str, body: Any, *, key: str | None = None) -> dict[str, Any]:
        """The body of a POST with an Idempotency-Key; fails unless it is a 201."""
        return _body(self.post(path, body, headers={"Idempotency-Key": key or str(uuid4())}), 201)

    def walk(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        items: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = self.read(path, limit=200, **parameters, **cursor)
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            cursor = {"cursor": page["next_cursor"]}

    def act(self, record_id: str, verb: str, body: Any = None, **headers: str) -> httpx.Response:
        """A verb of the journal."""
        return self.post(f"{JOURNAL}/{record_id}/{verb}", body, headers=headers)

    def close(self) -> None:
        self.client.close()


class Union:
    """Branches, sites, categories and people, made by the administrator through the API."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.admin = Caller(platform)
        self._callers = [self.admin]
        self._strangers: list[httpx.Client] = []

    def branch(self, name: str, time_zone: str = "Europe/Moscow") -> str:
        body = {"name": name, "city": "Курчатов", "time_zone": time_zone}
        return str(self.admin.made("/api/v1/branches", body)["id"])

    def site(self, name: str, branch_id: str | None = None) -> str:
        return str(self.admin.made("/api/v1/sites", {"name": name, "country": "Россия", "branch_id": branch_id})["id"])

    def category(self, name: str) -> str:
        return str(self.admin.made("/api/v1/categories", {"name": name})["id"])

    def person(self, name: str, branch_id: str | None, *roles: tuple[str, str | None], language: str = "ru") -> Caller:
        """A person with an account and roles, each `(code, branch or None for everywhere)`, signed in.

        `name` is last, first and middle name.
        """
        last, first, middle = name.split()
        card = {"last_name": last, "first_name": first, "middle_name": middle, "branch_id": branch_id}
        person_id = str(self.admin.made("/api/v1/people", card)["id"])
        for role, where in roles:
            self.admin.made("/api/v1/grants", {"person_id": person_id, "role": role, "branch_id": where})
        number = next(_numbers)
        login, address = f"person{number}", f"127.1.{number // 250}.{number % 250 + 1}"
        self.admin.made("/api/v1/accounts", {"person_id": person_id, "login": login, "password": PASSWORD})
        caller = Caller(self.platform, login=login, password=PASSWORD, language=language, address=address)
        self._callers.append(caller)
        return caller

    def stranger(self) -> httpx.Client:
        """Somebody who is not signed in."""
        client = httpx.Client(base_url=self.platform.address, timeout=60, trust_env=False)
        self._strangers.append(client)
        return client

    def close(self) -> None:
        """Close everybody's connections."""
        for caller in self._callers:
            caller.close()
        for stranger in self._strangers:
            stranger.close()

    def finding(self, site_id: str, category_id: str, /, **changes: Any) -> dict[str, Any]:
        """What an inspector sends to file a finding."""
        severity: Severity = "high"
        body = {
            "site_id": site_id,
            "place": "машинный зал, отм. 8",
            "category_id": category_id,
            "severity": severity,
            "description": "Ступень маршевой лестницы сломана, ограждения нет",
            "proposal": "Выставить ограждение до замены",
        }
        return body | changes


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal, after checking that it is one and says what a caller needs."""
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.headers
    document: dict[str, Any] = answer.json()
    assert (document["status"], document["code"]) == (status, code), document
    assert document["correlation_id"] == answer.headers["x-correlation-id"]
    assert document["title"], document
    assert document["detail"], document
    return document


def fields(document: Mapping[str, Any]) -> dict[str, str]:
    """{path to the refused input: code} of a problem document."""
    return {".".join(map(str, error["loc"])): error["code"] for error in document["errors"]}


def ids(items: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(UUID(item["id"])) for item in items}


def _body(answer: httpx.Response, status: int) -> dict[str, Any]:
    request = answer.request
    assert answer.status_code == status, f"{request.method} {request.url}: {answer.status_code} {answer.text[:1000]}"
    body: dict[str, Any] = answer.json()
    return body
