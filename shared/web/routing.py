"""The route class of every endpoint: authenticated unless marked public, one transaction, committed before the answer.

A GET only reads and runs without a transaction: see `Database.reading`.

router = service_router(prefix="/api/v1/branches", tags=["branches"])

@router.get("/health-of-the-union")
@public
async def ...
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.principal import Principal
from shared.db.database import Database
from shared.errors import Forbidden, NotAuthenticated
from shared.web import idempotency

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_PUBLIC = "__profkom_public__"


def public(endpoint: Endpoint) -> Endpoint:
    """Open the endpoint to callers who are not signed in. A test lists all that are."""
    setattr(endpoint, _PUBLIC, True)
    return endpoint


def is_public(endpoint: Callable[..., Any]) -> bool:
    return getattr(endpoint, _PUBLIC, False)


class ServiceRoute(APIRoute):
    """One request is one transaction. A failed commit is a failed response: nothing is sent before it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if not is_public(endpoint):
            options["openapi_extra"] = {"security": [{"bearer": []}], **(options.get("openapi_extra") or {})}
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        original = super().get_route_handler()
        closed = not is_public(self.endpoint)

        async def handle(request: Request) -> Response:
            if closed:
                request.state.principal = await _authenticate(request)
            database: Database = request.app.state.database
            reads = request.method in ("GET", "HEAD")
            async with database.reading() if reads else database.sessions() as session:
                request.state.session = session
                keyed = closed and request.method == "POST" and idempotency.HEADER in request.headers
                response = await (_once(request, session, original) if keyed else original(request))
                if session.in_transaction() and not reads:
                    await session.commit()
            return response

        return handle


async def _once(
    request: Request, session: AsyncSession, original: Callable[[Request], Awaitable[Response]]
) -> Response:
    principal: Principal = request.state.principal
    earlier = await idempotency.claim(session, request, principal.id)
    if earlier is not None:
        return earlier
    response = await original(request)
    await session.flush()
    await idempotency.store(session, request, principal.id, response)
    return response


async def _authenticate(request: Request) -> Principal:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated
    verified = await request.app.state.verifier.verify(token.strip())
    principal: Principal = verified.principal
    return principal


def service_router(*, prefix: str, tags: list[str]) -> APIRouter:
    """A router whose every route is a `ServiceRoute`."""
    return APIRouter(prefix=prefix, tags=list(tags), route_class=ServiceRoute)


async def _session(request: Request) -> AsyncSession:
    session: AsyncSession = request.state.session
    return session


async def _principal(request: Request) -> Principal:
    principal: Principal = request.state.principal
    return principal


Session = Annotated[AsyncSession, Depends(_session)]
CurrentPrincipal = Annotated[Principal, Depends(_principal)]


def require(permission: str) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency: the principal, when it holds the permission in any branch; otherwise 403.

    `CanAssign = Annotated[Principal, Depends(require("nonconformity:assign"))]` in a service's `deps.py`.
    Which rows it may touch is decided by `principal.scope(permission)` in the repository.
    """

    async def check(principal: CurrentPrincipal) -> Principal:
        if not principal.holds(permission):
            raise Forbidden
        return principal

    return check
