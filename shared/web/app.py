"""The factory of every service's API: one way to errors, health, metrics, authentication, documentation."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from shared import logging, telemetry
from shared.auth.verifier import TokenVerifier
from shared.db.database import Database
from shared.errors import AppError
from shared.settings import ServiceSettings
from shared.web import health, idempotency, problems
from shared.web.middleware import RequestThread

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_service_app(
    settings: ServiceSettings,
    *,
    title: str,
    routers: Sequence[APIRouter],
    database: Database | None = None,
    ready: Sequence[Callable[[], Awaitable[bool]]] = (),
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """A service's API. `ready`: further checks for /health/ready; `database`: one to share, for tests."""
    logging.configure(settings)
    telemetry.configure(settings, settings.service)
    own = database or Database(
        settings.database_url, pool_size=settings.database_pool_size, application=f"profkom {settings.service}"
    )

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        if lifespan is None:
            yield
        else:
            async with lifespan(app):
                yield
        if database is None:
            await own.close()

    app = FastAPI(title=title, version="1", lifespan=run, docs_url=None, redoc_url=None)
    app.state.settings, app.state.database = settings, own
    app.state.verifier = TokenVerifier(settings.jwks_url, issuer=settings.token_issuer)
    for router in [*routers, health.router(own, ready)]:
        app.include_router(router)
    app.add_middleware(RequestThread, service=settings.service)
    _handle_errors(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _handle_errors(app: FastAPI) -> None:
    app.add_exception_handler(AppError, problems.on_app_error)
    app.add_exception_handler(RequestValidationError, problems.on_invalid_request)
    app.add_exception_handler(HTTPException, problems.on_http_exception)
    app.add_exception_handler(StaleDataError, problems.on_stale_data)


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        components = schema.setdefault("components", {})
        components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        components.setdefault("parameters", {})[idempotency.PARAMETER] = idempotency.DESCRIBED
        components.setdefault("schemas", {}).update(problems.schemas())
        app.openapi_schema = schema
    return app.openapi_schema
