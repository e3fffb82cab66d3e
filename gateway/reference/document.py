"""GET /api/openapi.json: the merged document, asked for anew every minute and when a service has been away."""

import asyncio
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from gateway import compression, routes
from gateway.exchange import Exchange
from gateway.reference.merge import Document, merge
from gateway.upstreams import Upstream
from shared.errors import AppError
from shared.logging import get_logger

log = get_logger(__name__)

PATH = "/api/openapi.json"
FRESH_SECONDS, FRESH_SECONDS_IN_PART = 60.0, 1.0
MISSING_HEADER = b"x-profkom-missing"


@dataclass(frozen=True, slots=True)
class _Built:
    content: bytes
    gzipped: bytes
    etag: bytes
    missing: tuple[str, ...]  #: services that could not be asked
    fresh_until: float  #: monotonic seconds


class Reference:
    """A service that is away is left out and named, in the document and in a header; it is asked again at once."""

    def __init__(self, upstreams: Mapping[str, Upstream]) -> None:
        self._upstreams = upstreams
        self._built: _Built | None = None
        self._building = asyncio.Lock()

    def outdated(self) -> None:
        """A service came back, perhaps in another version."""
        self._built = None

    async def __call__(self, exchange: Exchange) -> None:
        built = await self._current()
        headers = [(b"content-type", b"application/json"), (b"etag", built.etag), compression.VARIES]
        headers.append((b"cache-control", b"no-store" if built.missing else b"no-cache"))
        if built.missing:
            headers.append((MISSING_HEADER, ", ".join(built.missing).encode()))
        elif exchange.headers.get(b"if-none-match") == built.etag:
            await exchange.answer(304, headers, b"")
            return
        if compression.accepts(exchange, b"gzip"):
            await exchange.answer(200, [*headers, compression.ENCODED], built.gzipped)
        else:
            await exchange.answer(200, headers, built.content)

    async def _current(self) -> _Built:
        async with self._building:
            built = self._built
            if built is None or time.monotonic() > built.fresh_until:
                built = self._built = await self._build()
            return built

    async def _build(self) -> _Built:
        names = list(self._upstreams)
        documents = await asyncio.gather(*(self._ask(self._upstreams[name]) for name in names))
        found = {name: document for name, document in zip(names, documents, strict=True) if document is not None}
        missing = tuple(name for name in names if name not in found)
        merged = merge(found, routed=routes.service_of)
        if missing:
            merged["x-profkom-missing"] = list(missing)
        content = json.dumps(merged, ensure_ascii=False, separators=(",", ":")).encode()
        etag = b'"%b"' % hashlib.sha256(content).hexdigest()[:32].encode()
        fresh_until = time.monotonic() + (FRESH_SECONDS_IN_PART if missing else FRESH_SECONDS)
        return _Built(content, compression.gzip(content), etag, missing, fresh_until)

    async def _ask(self, upstream: Upstream) -> Document | None:
        try:
            answer = await upstream.call("GET", "/openapi.json")
            if answer.status == 200:
                document: Document = answer.json()
                return document
            log.warning("no reference of a service", upstream=upstream.name, status=answer.status)
        except (AppError, ValueError) as error:
            log.warning("no reference of a service", upstream=upstream.name, reason=repr(error))
        return None
