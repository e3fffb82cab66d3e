"""/health/live, /health/ready and /metrics of the gateway: for probes and operators."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.clients import is_within
from gateway.errors import UnknownPath
from gateway.exchange import Exchange
from gateway.settings import Network
from gateway.upstreams import Upstream
from shared.errors import AppError

READY_PATH, LIVE_PATH, METRICS_PATH = "/health/ready", "/health/live", "/metrics"
CHECK_SECONDS = 2.0
FRESH_SECONDS = 0.5  #: a crowd of probes asks the services once


class Health:
    """Ready when every service is and the bus is connected; `parts` in the answer says which is not."""

    def __init__(
        self, upstreams: Mapping[str, Upstream], *, bus_is_connected: Callable[[], bool], allowed: Sequence[Network]
    ) -> None:
        self._upstreams, self._bus_is_connected = upstreams, bus_is_connected
        self._allowed = tuple(allowed)
        self._parts: dict[str, str] = {}
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()

    async def live(self, exchange: Exchange) -> None:
        await exchange.json(200, {"status": "live"}, [_NOT_KEPT])

    async def ready(self, exchange: Exchange) -> None:
        parts = {**await self._services(), "events": "ready" if self._bus_is_connected() else "away"}
        good = all(state == "ready" for state in parts.values())
        body = {"status": "ready" if good else "not ready", "parts": parts}
        await exchange.json(200 if good else 503, body, [_NOT_KEPT])

    async def metrics(self, exchange: Exchange) -> None:
        """Only for the networks of the settings; a proxy that we were not told of hides who asks, so it gets none."""
        if exchange.client.through_stranger or not is_within(exchange.client.address, self._allowed):
            raise UnknownPath
        await exchange.answer(200, [(b"content-type", CONTENT_TYPE_LATEST.encode())], generate_latest())

    async def _services(self) -> dict[str, str]:
        async with self._asking:
            if time.monotonic() - self._asked_at > FRESH_SECONDS:
                states = await asyncio.gather(*(_state(upstream) for upstream in self._upstreams.values()))
                self._parts = dict(zip(self._upstreams, states, strict=True))
                self._asked_at = time.monotonic()
            return self._parts


_NOT_KEPT = (b"cache-control", b"no-store")


async def _state(upstream: Upstream) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            answer = await upstream.call("GET", "/health/ready", probe=True)
    except (AppError, TimeoutError):
        return "away"
    return "ready" if answer.status == 200 else "not ready"
