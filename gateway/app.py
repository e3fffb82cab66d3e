"""The gateway as an ASGI application: every request's way from the socket to whoever answers it."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from gateway import routes
from gateway.clients import ClientReader
from gateway.door import SAFE_METHODS, Caller, Door
from gateway.errors import SessionEnded, UnknownPath
from gateway.exchange import ClientGone, Exchange, Receive, Scope, Send
from gateway.limits import Limits
from gateway.metrics import REFUSED
from gateway.proxy import Proxy
from gateway.settings import SERVICE, GatewaySettings
from gateway.sign_in import forget_cookie
from shared import telemetry
from shared.errors import AppError
from shared.logging import get_logger
from shared.web.problem_documents import Crash, MethodNotAllowed

log = get_logger(__name__)

Handler = Callable[[Exchange], Awaitable[None]]
Running = Callable[[], contextlib.AbstractAsyncContextManager[None]]

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Gateway:
    """`own`: what the gateway answers itself, by path; `pages`: what is under no route; `running`: its lifespan."""

    def __init__(
        self,
        settings: GatewaySettings,
        *,
        door: Door,
        limits: Limits,
        proxy: Proxy,
        own: Mapping[str, Handler],
        pages: Handler,
        running: Running,
        drain: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._clients = ClientReader(settings.trusted_proxies)
        self._door, self._limits, self._proxy = door, limits, proxy
        self._own, self._pages, self._running = dict(own), pages, running
        self._measures: dict[tuple[str, str, int], Any] = {}
        self.drain = drain  #: called by the server when it begins to stop: ends what would never end by itself

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1003})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        exchange = Exchange(scope, receive, send, self._clients, self._settings)
        correlation_id = telemetry.accept_correlation_id(exchange.header(b"x-correlation-id"))
        with telemetry.thread(correlation_id, exchange.header(b"traceparent"), exchange.path):
            try:
                await self._answer(exchange)
            except ClientGone:
                pass
            except AppError as error:
                await _refuse(exchange, error)
            except Exception as error:
                log.exception("request crashed", route=exchange.route, exc_info=error)
                await _refuse(exchange, Crash(correlation_id=correlation_id))
            finally:
                self._measure(exchange, time.perf_counter() - started)

    async def _answer(self, exchange: Exchange) -> None:
        path = exchange.path
        handler = self._own.get(path)
        if handler is not None:
            exchange.route = path
            await handler(exchange)
            return
        route = routes.find(path)
        if route is None and not path.startswith("/api/"):
            exchange.route = "web"
            await self._pages(exchange)
            return
        if route is None or not routes.is_plain(exchange.scope["raw_path"]):
            self._limits.anonymous(exchange.client.address)
            raise UnknownPath
        exchange.route = route.prefix
        if exchange.method not in METHODS:
            raise MethodNotAllowed
        caller = await self._enter(exchange, route)
        try:
            await self._proxy.forward(exchange, route.service, caller.token if caller else None)
        finally:
            if caller is not None and route.renews and exchange.method not in SAFE_METHODS:
                self._door.renew(caller)

    async def _enter(self, exchange: Exchange, route: routes.Route) -> Caller | None:
        """Who is calling; None where nobody has to sign in."""
        if not route.public:
            return await self._door.enter(exchange)
        address = exchange.client.address
        if route.signs_in and exchange.method == "POST":
            self._limits.sign_in(address)
        elif route.form and exchange.method not in SAFE_METHODS:
            exchange.is_form = True
            self._limits.form(address)
        else:
            self._limits.anonymous(address)
        return None

    def _measure(self, exchange: Exchange, seconds: float) -> None:
        key = (exchange.method if exchange.method in METHODS else "OTHER", exchange.route, exchange.status)
        measure = self._measures.get(key)
        if measure is None:
            labels = (SERVICE, key[0], key[1], str(key[2]))
            measure = self._measures[key] = telemetry.REQUESTS.labels(*labels)
        measure.observe(seconds)

    async def _live(self, receive: Receive, send: Send) -> None:
        """The lifespan protocol."""
        await receive()
        async with self._running():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


async def _refuse(exchange: Exchange, error: AppError) -> None:
    REFUSED.labels(error.code).inc()
    if exchange.status:  # the answer is under way: it can only be cut off
        return
    with contextlib.suppress(ClientGone, asyncio.CancelledError):
        await exchange.refuse(error, [forget_cookie(exchange)] if isinstance(error, SessionEnded) else ())
