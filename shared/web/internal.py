"""Doors between our own services: not in the API reference, and not there at all without the key."""

import hmac
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.errors import NotFound
from shared.web.routing import ServiceRoute

KEY_HEADER: Final = "X-Internal-Key"


class InternalRoute(ServiceRoute):
    """Checks the key before anything is read, so that without it the path does not exist.

    The service's settings have `internal_key`; an empty one shuts the door. Endpoints are `@public`: the key is all.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_known_caller(request: Request) -> Response:
            key = request.app.state.settings.internal_key.get_secret_value().encode()
            shown = request.headers.get(KEY_HEADER, "").encode("latin-1")
            if not key or not hmac.compare_digest(shown, key):
                raise NotFound
            return await handle(request)

        return handle_known_caller


def internal_router(prefix: str) -> APIRouter:
    """`prefix` begins with /internal, which the gateway does not let through."""
    return APIRouter(prefix=prefix, route_class=InternalRoute, include_in_schema=False)
