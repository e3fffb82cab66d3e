"""The route class of every endpoint: authenticated unless marked public, one transaction, committed before the answer.

A GET only reads and runs without a transaction: see `Database.reading`.

router = service_router(prefix="/api/v1/branches", tags=["branches"])

@router.get("/health-of-the-union")
@public
async def ...
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.principal import Principal
from shared.db.database import Database
from shared.errors import Forbidden, NotAuthenticated, SecondFactorMissing
from shared.web import idempotency, refusals

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_PUBLIC, _REPEATABLE, _STREAMS = "__profkom_public__", "__profkom_repeatable__", "__profkom_streams__"
_TELLS_SECRET = "__profkom_tells_secret__"  # noqa: S105  (a mark, no password)
_ENTRANCE = "__profkom_entrance__"
Entrance = Callable[[Request], Awaitable[None]]
_BEFORE_ENROLMENT = "__profkom_before_enrolment__"


def public(endpoint: Endpoint) -> Endpoint:
    """Open the endpoint to callers who are not signed in. A test lists all that are."""
    setattr(endpoint, _PUBLIC, True)
    return endpoint


def is_public(endpoint: Callable[..., Any]) -> bool:
    return getattr(endpoint, _PUBLIC, False)


def repeatable(*identifying: str) -> Callable[[Endpoint], Endpoint]:
    """Let a public POST take an Idempotency-Key; of endpoints for the signed-in every POST does.

    `identifying`: headers by which the endpoint knows its caller, when it does.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _REPEATABLE, identifying)
        return endpoint

    return mark


def tells_secret(endpoint: Endpoint) -> Endpoint:
    """The request or its answer holds a secret: neither is kept for a repeated Idempotency-Key."""
    setattr(endpoint, _TELLS_SECRET, True)
    return endpoint


def streams(endpoint: Endpoint) -> Endpoint:
    """The endpoint takes the body piece by piece: nothing is read before it, its transaction begins when it wants.

    It heeds an Idempotency-Key itself, by `idempotency.once` with `request.state.key`, when it knows what came.
    """
    setattr(endpoint, _STREAMS, True)
    return endpoint


def entered_by(check: Entrance) -> Callable[[Endpoint], Endpoint]:
    """Ask callers of a public endpoint for something else than a token, before anything is done for them.

    `check` leaves what it learned in `request.state`, or raises. It runs outside the request's transaction, so what it
    counts stays counted when it refuses.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _ENTRANCE, check)
        return endpoint

    return mark


def before_enrolment(endpoint: Endpoint) -> Endpoint:
    """Open the endpoint to those who have to set up a second factor before all else."""
    setattr(endpoint, _BEFORE_ENROLMENT, True)
    return endpoint


class ServiceRoute(APIRoute):
    """One request is one transaction. A failed commit is a failed response: nothing is sent before it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        closed, takes_key = not is_public(endpoint), _takes_key(endpoint, options.get("methods"))
        extra: dict[str, Any] = dict(options.get("openapi_extra") or {})
        if closed:
            extra = {"security": [{"bearer": []}], **extra}
        if takes_key:
            extra["parameters"] = [*extra.get("parameters", ()), idempotency.REFERENCE]
        super().__init__(path, endpoint, **{**options, "openapi_extra": extra})
        (method,) = self.methods or {"GET"}
        entrance: Entrance | None = getattr(endpoint, _ENTRANCE, None)
        told = refusals.documented(self.dependant, method=method, closed=closed, takes_key=takes_key, entrance=entrance)
        self.responses = {**told, **self.responses}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        original = super().get_route_handler()
        closed = not is_public(self.endpoint)
        streaming: bool = getattr(self.endpoint, _STREAMS, False)
        identifying: tuple[str, ...] | None = getattr(self.endpoint, _REPEATABLE, None)
        forgotten = getattr(self.endpoint, _TELLS_SECRET, False)
        entrance: Entrance | None = getattr(self.endpoint, _ENTRANCE, None)
        before_all_else = getattr(self.endpoint, _BEFORE_ENROLMENT, False)

        async def handle(request: Request) -> Response:
            if closed:
                request.state.principal = await _authenticate(request)
                if request.state.principal.must_enrol and not before_all_else:
                    raise SecondFactorMissing
            elif entrance is not None:
                await entrance(request)
            database: Database = request.app.state.database
            reads = request.method in ("GET", "HEAD")
            async with database.reading() if reads else database.sessions() as session:
                request.state.session = session
                key = None if forgotten else _key(request, closed, identifying)
                request.state.key = key
                act = partial(original, request)
                response = await (act() if streaming else idempotency.once(session, request, key, act))
                if session.in_transaction() and not reads:
                    await session.commit()
            return response

        return handle


def _takes_key(endpoint: Callable[..., Any], methods: Collection[str] | None) -> bool:
    heeded = not is_public(endpoint) or hasattr(endpoint, _REPEATABLE)
    return heeded and not hasattr(endpoint, _TELLS_SECRET) and set(methods or ()) == {"POST"}


def _key(request: Request, closed: bool, identifying: tuple[str, ...] | None) -> idempotency.Key | None:
    if request.method != "POST" or idempotency.HEADER not in request.headers:
        return None
    if closed:
        return idempotency.Key.of_principal(request, request.state.principal.id)
    return None if identifying is None else idempotency.Key.of_stranger(request, identifying)


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
