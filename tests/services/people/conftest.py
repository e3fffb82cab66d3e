"""The service in one process: its API over HTTP, a database of the test's own, accounts that can sign in."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import CursorResult, text

from services.people.bootstrap import prepare
from services.people.main import create_app
from services.people.settings import BootstrapSettings, PeopleSettings
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.ids import new_id
from tests.conftest import ServiceDatabase
from tests.support.auth import Tokens, administrator

ADMIN_LOGIN, ADMIN_PASSWORD = "admin", "четыре слова подряд"
INTERNAL_KEY = "only-the-gateway-knows"


@dataclass
class People:
    """What a test holds of the service. Requests are made by the administrator unless `by` says otherwise."""

    app: FastAPI
    client: httpx.AsyncClient
    database: Database
    tokens: Tokens
    admin: Principal

    async def request(
        self,
        method: str,
        path: str,
        *,
        by: Principal | None = None,
        status: int | None = None,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        """One request; `status`: what it must answer."""
        signed = self.tokens.headers(by or self.admin) | (headers or {})
        answer = await self.client.request(method, path, headers=signed, **options)
        if status is not None:
            assert answer.status_code == status, answer.text
        return answer

    async def get(self, path: str, *, by: Principal | None = None, **params: Any) -> Any:
        return (await self.request("GET", path, by=by, status=200, params=params)).json()

    async def post(self, path: str, body: Any = None, *, by: Principal | None = None, status: int = 201) -> Any:
        answer = await self.request("POST", path, by=by, status=status, json=body)
        return answer.json() if answer.content else None

    async def patch(self, path: str, body: Any, *, version: int, by: Principal | None = None, status: int = 200) -> Any:
        headers = {"If-Match": f'"{version}"'}
        return (await self.request("PATCH", path, by=by, status=status, json=body, headers=headers)).json()

    async def branch(self, name: str = "Курское", **values: Any) -> UUID:
        return UUID((await self.post("/api/v1/branches", {"name": name, **values}))["id"])

    async def person(self, last_name: str = "Иванов", first_name: str = "Иван", **values: Any) -> Any:
        return await self.post("/api/v1/people", _wire({"last_name": last_name, "first_name": first_name, **values}))

    async def account(self, person_id: Any, login: str, password: str = "длинный пароль 1") -> Any:
        body = {"person_id": str(person_id), "login": login, "password": password}
        return await self.post("/api/v1/accounts", body)

    async def grant(self, person_id: Any, role: str, branch_id: UUID | None = None, **values: Any) -> Any:
        return await self.post(
            "/api/v1/grants", _wire({"person_id": person_id, "role": role, "branch_id": branch_id, **values})
        )

    async def sign_in(self, login: str, password: str) -> httpx.Response:
        return await self.client.post("/api/v1/auth/token", data={"username": login, "password": password})

    async def events(self, *types: str) -> list[dict[str, Any]]:
        """What is in the outbox, oldest first: all, or of these types («person.changed»)."""
        async with self.database.transaction() as session:
            rows = await session.execute(text("SELECT convert_from(body, 'UTF8')::json FROM outbox ORDER BY id"))
            events: Iterable[dict[str, Any]] = rows.scalars().all()
        return [e for e in events if not types or e["type"].removeprefix("profkom.people.").rpartition(".")[0] in types]

    async def sql(self, statement: str, **values: Any) -> list[Any]:
        async with self.database.transaction() as session:
            result = await session.execute(text(statement), values)
            return list(result.all()) if isinstance(result, CursorResult) and result.returns_rows else []


def _wire(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


@pytest.fixture
def settings(tokens: Tokens) -> PeopleSettings:
    """As in production, with a password hash that costs no time."""
    return PeopleSettings(
        database_url="-",
        nats_url="-",
        jwks_url="-",
        token_key_file=tokens.key_file,
        internal_key=SecretStr(INTERNAL_KEY),
        second_factor_key=SecretStr("dGhpcnR5LXR3byBieXRlcyBmb3IgdGhlc2UgdGVzdHM"),
        password_memory_kib=8,
        password_passes=1,
        refusal_seconds=0,
    )


@pytest.fixture
async def database(fresh_database: ServiceDatabase) -> AsyncIterator[Database]:
    made = Database(fresh_database("people"))
    yield made
    await made.close()


@pytest.fixture
async def people(database: Database, settings: PeopleSettings, tokens: Tokens) -> AsyncIterator[People]:
    """The service after its first start."""
    await prepare(database, first_start())
    app = create_app(settings, database=database)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://people") as client,
    ):
        yield People(app, client, database, tokens, administrator(new_id()))


def first_start(password: str | None = ADMIN_PASSWORD) -> BootstrapSettings:
    return BootstrapSettings(
        profkom_admin_login=ADMIN_LOGIN,
        profkom_admin_password=SecretStr(password) if password else None,
        password_memory_kib=8,
        password_passes=1,
    )


@pytest.fixture
def samples() -> Path:
    return Path(__file__).resolve().parents[3] / "deploy" / "demo"
