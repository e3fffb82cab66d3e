"""One request of a client and its answer: the gateway's view of ASGI, with the limits of a body built in."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from gateway.clients import ClientReader
from gateway.errors import SlowRequest
from gateway.settings import GatewaySettings
from shared.errors import AppError, TooLarge
from shared.telemetry import current_correlation_id
from shared.web.problem_documents import encode

Scope = Any
Receive = Any
Send = Any
Headers = list[tuple[bytes, bytes]]

MIB = 2**20
NO_BODY = (204, 304)  #: statuses whose answers have none, nor a length of it
SMALL_BODY = 64 * 1024  #: what the server reads and forgets by itself when nobody wants it
LINGER_BYTES = 256 * MIB  #: how much of an unwanted body is read, so that a client that only writes sees our answer
LINGER_SECONDS = 15.0
WRITE_SECONDS = 30.0  #: how long a client may take nothing of a long answer

_FOR_EVERY_ANSWER: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_NOTHING_TO_SHOW = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_ALWAYS_HTTPS = (b"strict-transport-security", b"max-age=31536000")


class ClientGone(Exception):
    """The client has closed the connection: there is nobody to answer."""


class Exchange:
    """`headers`: the request's, the last of a repeated name. Answer by `answer`, or `start`, `write`s and `finish`."""

    __slots__ = (
        "_deadline",
        "_limit_mib",
        "_receive",
        "_received",
        "_send",
        "_settings",
        "_unread",
        "client",
        "headers",
        "is_form",
        "method",
        "path",
        "route",
        "scope",
        "status",
    )

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, clients: ClientReader, settings: GatewaySettings
    ) -> None:
        self.scope, self._receive, self._send, self._settings = scope, receive, send, settings
        self.headers: Mapping[bytes, bytes] = dict(scope["headers"])
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.client = clients.read(scope, self.headers)
        self.route = "other"  #: for metrics: a prefix of the routing table, never what a stranger typed
        self.status = 0  #: of the answer; 0: none yet
        self.is_form = False  #: anybody may send it: a smaller body
        self._unread = self.content_length != 0
        self._received = 0
        self._deadline = 0.0
        self._limit_mib = 0

    # The request

    def header(self, name: bytes) -> str | None:
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def content_length(self) -> int | None:
        """Bytes of the body; None: known only when it ends. The server has refused what is no number."""
        declared = self.headers.get(b"content-length")
        if declared is not None:
            return int(declared)
        return None if b"transfer-encoding" in self.headers else 0

    @property
    def is_read(self) -> bool:
        """The whole body has been received."""
        return not self._unread

    def limit_body(self) -> None:
        """Refuse a body that says it is too large, before any of it is read; raises TooLarge."""
        multipart = self.headers.get(b"content-type", b"").lower().startswith(b"multipart/")
        own = self._settings
        if self.is_form:
            self._limit_mib = own.form_upload_limit_mib if multipart else own.form_body_limit_mib
        else:
            self._limit_mib = own.upload_limit_mib if multipart else own.body_limit_mib
        if (self.content_length or 0) > self._limit_mib * MIB:
            raise TooLarge(limit_mib=self._limit_mib)

    async def receive(self) -> bytes:
        """The next piece of the body, until `is_read`. Raises TooLarge, SlowRequest, ClientGone."""
        now = asyncio.get_running_loop().time()
        if not self._limit_mib:
            self.limit_body()
        if not self._deadline:
            self._deadline = now + self._settings.upload_seconds
        try:
            async with asyncio.timeout_at(min(now + self._settings.body_idle_seconds, self._deadline)):
                message = await self._receive()
        except TimeoutError as error:
            raise SlowRequest from error
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece: bytes = message.get("body", b"")
        self._received += len(piece)
        self._unread = message.get("more_body", False)
        if self._received > self._limit_mib * MIB:
            raise TooLarge(limit_mib=self._limit_mib)
        return piece

    async def read(self) -> bytes:
        """The whole body; only for what the gateway itself handles."""
        pieces = []
        while self._unread:
            pieces.append(await self.receive())
        return b"".join(pieces)

    async def gone(self) -> None:
        """Return when the client has closed the connection; the body must have been read."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    # The answer

    async def answer(self, status: int, headers: Iterable[tuple[bytes, bytes]], content: bytes) -> None:
        """A whole answer, its length included."""
        length = [] if status in NO_BODY else [(b"content-length", b"%d" % len(content))]
        await self.start(status, [*headers, *length])
        await self.finish(content)

    async def json(self, status: int, value: Any, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
        content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        await self.answer(status, [(b"content-type", b"application/json"), *headers], content)

    async def refuse(self, error: AppError, extra: Iterable[tuple[bytes, bytes]] = ()) -> None:
        """The refusal as problem+json in the caller's language, with further headers."""
        status, headers, content = encode(error, self.header(b"accept-language"))
        wire = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        await self.answer(status, [*wire, *extra], content)

    async def start(self, status: int, headers: Headers) -> None:
        self.status = status
        headers = [*headers, *_FOR_EVERY_ANSWER, (b"x-correlation-id", current_correlation_id().encode())]
        if not any(name == b"content-security-policy" for name, _ in headers):
            headers.append(_NOTHING_TO_SHOW)
        if self.client.is_secure:
            headers.append(_ALWAYS_HTTPS)
        if self._unread and self._is_large:
            headers.append((b"connection", b"close"))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, piece: bytes) -> None:
        """A piece of a long answer; raises ClientGone when the client takes nothing for too long."""
        try:
            async with asyncio.timeout(WRITE_SECONDS):
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        except TimeoutError as error:
            raise ClientGone from error

    async def finish(self, content: bytes = b"") -> None:
        """End the answer. A body that nobody wanted is read for a while first, or the client may never see the answer:
        closing a socket with unread bytes resets the connection and throws away what was sent on it."""
        if self._unread and self._is_large:
            await self._send({"type": "http.response.body", "body": content, "more_body": True})
            await self._linger()
            content = b""
        await self._send({"type": "http.response.body", "body": content})

    @property
    def _is_large(self) -> bool:
        length = self.content_length
        return length is None or length > SMALL_BODY

    async def _linger(self) -> None:
        left = LINGER_BYTES
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while left > 0:
                    message = await self._receive()
                    if message["type"] == "http.disconnect" or not message.get("more_body"):
                        return
                    left -= len(message["body"])
        except TimeoutError:
            return
