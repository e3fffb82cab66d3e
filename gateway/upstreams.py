"""The services behind the gateway: each with its connections, its fuse and the words for its absence."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway import wire
from gateway.circuit import Circuit
from gateway.errors import PartAway, PartBusy, PartLost, PartSilent
from gateway.metrics import CIRCUIT_OPEN
from gateway.settings import GatewaySettings
from shared.errors import AppError
from shared.i18n import Text
from shared.logging import get_logger
from shared.telemetry import outgoing_headers

log = get_logger(__name__)

REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})  #: idempotent by RFC 9110, section 9.2.2
CALL_LIMIT = 16 * 2**20  #: bytes of an answer that the gateway reads for itself

AWAY: Mapping[str, Text] = {
    "people": Text(ru="Реестр членов профсоюза временно недоступен", en="The member register is unavailable"),
    "nonconformity": Text(
        ru="Журнал несоответствий временно недоступен", en="The nonconformity journal is unavailable"
    ),
    "analytics": Text(ru="Аналитика временно недоступна", en="Analytics is unavailable"),
}
"""A sentence for each service, without a full stop."""


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """What the gateway's own call got: status, headers (names in lower case), body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


class Upstream:
    """One service. Raises the refusals `PartAway`, `PartBusy`, `PartSilent` and `PartLost` for its failures."""

    def __init__(self, name: str, pool: wire.Pool, *, came_back: Callable[[], None]) -> None:
        self.name, self.host = name, pool.host
        self.circuit = Circuit()
        self._pool, self._came_back = pool, came_back
        self._away = AWAY[name]
        CIRCUIT_OPEN.labels(name).set(0)  # shown from the start, and not as another gateway of this process left it

    async def ask(
        self,
        method: str,
        head: bytes,
        rest: AsyncIterator[bytes] | None = None,
        *,
        repeatable: bool | None = None,
        probe: bool = False,
    ) -> wire.Answer:
        """Send a request (see `wire.Connection.ask`); a lost connection is tried again once when that does no harm.

        `repeatable`: whether the service may see the request twice; by default what HTTP says of the method.
        `probe`: ask also while the circuit is open; that nobody answers counts for nothing then.
        """
        if not probe and not self.circuit.admits():
            raise PartAway(part=self._away, retry_after=self.circuit.retry_after)
        if repeatable is None:
            repeatable = method in REPEATABLE
        try:
            answer = await self._ask_twice(method, head, rest, repeatable)
        except wire.PoolFull as error:
            self.circuit.abandoned()
            raise PartBusy(part=self._away, retry_after=1) from error
        except wire.WireError as error:
            if not probe:
                self._note_failure(error)
            raise self._refusal(error) from error
        except BaseException:
            if not probe:
                self.circuit.abandoned()
            raise
        if self.circuit.succeeded():
            log.info("service is back", upstream=self.name)
            CIRCUIT_OPEN.labels(self.name).set(0)
            self._came_back()
        return answer

    async def call(
        self,
        method: str,
        path: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        repeatable: bool = True,
        probe: bool = False,
    ) -> CallAnswer:
        """A request of the gateway's own, with JSON both ways."""
        fields = {"Host": self.host.decode(), "Accept": "application/json", **outgoing_headers(), **(headers or {})}
        if content:
            fields |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items() if value)]
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content
        answer = await self.ask(method, head, repeatable=repeatable, probe=probe)
        try:
            return CallAnswer(answer.status, answer.headers, await answer.read(CALL_LIMIT))
        except wire.WireError as error:
            raise self._refusal(error) from error

    def close(self) -> None:
        self._pool.close()

    async def _ask_twice(
        self, method: str, head: bytes, rest: AsyncIterator[bytes] | None, repeatable: bool
    ) -> wire.Answer:
        try:
            return await self._pool.ask(method, head, rest)
        except wire.NotConnected:
            return await self._pool.ask(method, head, rest, fresh=True)
        except wire.AnswerLost:
            if not repeatable or rest is not None:
                raise
            return await self._pool.ask(method, head, fresh=True)

    def _note_failure(self, error: wire.WireError) -> None:
        log.warning("service gave no answer", upstream=self.name, reason=type(error).__name__, detail=str(error))
        if self.circuit.failed():
            log.warning("service is away: no request is sent to it for a while", upstream=self.name)
            CIRCUIT_OPEN.labels(self.name).set(1)

    def _refusal(self, error: wire.WireError) -> AppError:
        if isinstance(error, wire.NotConnected):
            return PartAway(part=self._away, retry_after=self.circuit.retry_after)
        if isinstance(error, wire.AnswerTimeout):
            return PartSilent(part=self._away)
        return PartLost(part=self._away)


def build(settings: GatewaySettings, *, came_back: Callable[[], None]) -> dict[str, Upstream]:
    """The upstreams by name. `came_back` is called when one answers again after an absence."""
    return {
        name: Upstream(
            name,
            wire.Pool(
                url,
                connect_seconds=settings.upstream_connect_seconds,
                answer_seconds=settings.upstream_answer_seconds,
                most=settings.upstream_requests,
            ),
            came_back=came_back,
        )
        for name, url in settings.service_urls.items()
    }
