"""What the service shows to the world: which doors are open, and that the tables are what the code believes."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.routing import APIRoute
from sqlalchemy import Connection

import shared.installation  # noqa: F401  registers the mechanism's tables
from services.people.models import Base
from shared.db.base import mechanism
from shared.db.database import Database
from shared.importing.flow.tables import importing
from shared.web.routing import ServiceRoute, is_public
from tests.services.people.conftest import People

PUBLIC = {
    ("POST", "/api/v1/auth/token"),
    ("GET", "/.well-known/jwks.json"),
    ("POST", "/api/v1/public/cards/check"),  # says no more than valid or not, and the name
    ("POST", "/internal/sessions"),  # behind a key of its own
    ("POST", "/api/v1/auth/link/check"),  # for who shows the secret
    ("POST", "/internal/sessions/link"),
    ("POST", "/internal/sessions/token"),
    ("POST", "/internal/sessions/end"),
}
PROBES = {"/health/live", "/health/ready", "/metrics"}


def routes(people: People) -> list[APIRoute]:
    def flat(some: Any) -> list[APIRoute]:
        found = []
        for route in some:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            found += flat(inner.routes) if inner is not None else [route] if isinstance(route, APIRoute) else []
        return found

    return flat(people.app.routes)


async def test_every_route_is_closed_but_the_listed_ones(people: People) -> None:
    own = [route for route in routes(people) if route.path not in PROBES]
    assert len(own) > 50
    assert all(isinstance(route, ServiceRoute) for route in own)
    open_ = {(method, route.path) for route in own if is_public(route.endpoint) for method in route.methods or ()}
    assert open_ == PUBLIC


async def test_nothing_answers_without_a_token(people: People) -> None:
    for path, methods in people.app.openapi()["paths"].items():
        for method in methods:
            if (method.upper(), path) in PUBLIC:
                continue
            answer = await people.client.request(method, path.replace("{", "").replace("}", ""))
            assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated"), (method, path)


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
        return list(compare_metadata(context, [Base.metadata, mechanism, importing]))  # type: ignore[arg-type]

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_service_is_ready_when_its_database_answers(people: People) -> None:
    assert (await people.client.get("/health/ready")).status_code == 200
