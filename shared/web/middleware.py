"""The outermost layer of every app: correlation id, trace, metrics, one log line a request."""

import time

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import telemetry
from shared.logging import get_logger
from shared.web import problems

log = get_logger(__name__)

_QUIET = ("/health/", "/metrics")


class RequestThread:
    """Plain ASGI: Starlette's BaseHTTPMiddleware would cost a task and a queue a request."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        correlation_id = telemetry.accept_correlation_id(_header(headers, b"x-correlation-id"))
        started, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-correlation-id", correlation_id.encode())]
            await send(message)

        with telemetry.thread(correlation_id, _header(headers, b"traceparent"), scope["path"]):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as error:
                if status:  # the answer is under way: it can only be cut off
                    raise
                response = await problems.on_crash(Request(scope, receive), error)
                await response(scope, receive, send_with_id)
            finally:
                self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        telemetry.REQUESTS.labels(self._service, scope["method"], route, str(status)).observe(seconds)
        if not scope["path"].startswith(_QUIET):
            write = log.info if scope["method"] != "GET" or status >= 500 else log.debug
            write("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))


def _header(headers: dict[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return value.decode("latin-1") if value else None
