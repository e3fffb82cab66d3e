"""Handing a request on to its service and the answer back, both ways piece by piece."""

from collections.abc import AsyncIterator, Mapping

from gateway import compression, wire
from gateway.errors import MalformedRequest
from gateway.exchange import NO_BODY, SMALL_BODY, Exchange, Headers
from gateway.upstreams import Upstream
from shared.logging import get_logger
from shared.telemetry import current_correlation_id, current_traceparent

log = get_logger(__name__)

_OF_ONE_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
_NOT_IN = _OF_ONE_HOP | {
    b"accept-encoding",  # compression is the gateway's
    b"authorization",  # only the token that was checked goes on
    b"content-length",
    b"cookie",
    b"expect",  # answered by our server
    b"forwarded",
    b"host",
    b"traceparent",
    b"x-client-address",
    b"x-correlation-id",
    b"x-real-ip",
}
_FORGED = (b"x-forwarded-", b"x-internal-", b"proxy-")  #: what only the gateway may say to a service
_NOT_OUT = _OF_ONE_HOP | {
    b"content-length",
    b"cross-origin-resource-policy",
    b"date",
    b"referrer-policy",
    b"server",
    b"strict-transport-security",
    b"x-content-type-options",
    b"x-correlation-id",
}


class Proxy:
    """`upstreams` by service name."""

    def __init__(self, upstreams: Mapping[str, Upstream]) -> None:
        self._upstreams = upstreams

    async def forward(self, exchange: Exchange, service: str, token: str | None) -> None:
        """Ask the service and pass its answer on; `token`: the caller's, checked.

        Raises what `Exchange.receive` and `Upstream.ask` do, as long as no answer has begun.
        """
        upstream = self._upstreams[service]
        body = b""
        while not exchange.is_read and len(body) < SMALL_BODY:
            body += await exchange.receive()
        head = _head(exchange, upstream.host, token)
        if exchange.is_read:
            if body or exchange.content_length != 0:
                head += b"content-length: %d\r\n" % len(body)
            answer = await upstream.ask(exchange.method, head + b"\r\n" + body)
        else:
            answer = await self._stream_in(exchange, upstream, head, body)
        if answer.complete:
            await _pass_on(exchange, answer.status, answer.headers, answer.take())
        else:
            await _stream_out(exchange, answer)

    async def _stream_in(self, exchange: Exchange, upstream: Upstream, head: bytes, body: bytes) -> wire.Answer:
        """Send a body that is too long to hold, as it comes."""
        length = exchange.content_length
        if length is None:
            head += b"transfer-encoding: chunked\r\n\r\n" + _chunk(body)
            return await upstream.ask(exchange.method, head, _chunks(exchange))
        head += b"content-length: %d\r\n\r\n" % length + body
        return await upstream.ask(exchange.method, head, _pieces(exchange))


async def _pass_on(exchange: Exchange, status: int, received: Headers, content: bytes) -> None:
    """An answer that is all there."""
    headers = _outgoing(received)
    if exchange.method == "HEAD":
        await exchange.start(status, headers + [field for field in received if field[0] == b"content-length"])
        await exchange.finish()
        return
    if len(content) > compression.SMALLEST and compression.may_shrink(exchange, status, headers):
        content = compression.gzip(content)
        headers += (compression.ENCODED, compression.VARIES)
    await exchange.answer(status, headers, content)


async def _stream_out(exchange: Exchange, answer: wire.Answer) -> None:
    """A long answer, as it comes. When the service breaks off in the middle, so do we: the client must notice."""
    headers = _outgoing(answer.headers)
    length = answer.header(b"content-length")
    long = length is None or int(length) > compression.SMALLEST
    squeeze = compression.Gzip() if long and compression.may_shrink(exchange, answer.status, headers) else None
    if squeeze is not None:
        headers += (compression.ENCODED, compression.VARIES)
    elif length is not None and answer.status not in NO_BODY:
        headers.append((b"content-length", length.encode()))
    try:
        await exchange.start(answer.status, headers)
        async for piece in answer.pieces():
            out = piece if squeeze is None else squeeze.add(piece)
            if out:
                await exchange.write(out)
    except wire.WireError as error:
        log.warning("answer broken off by the service", route=exchange.route, reason=type(error).__name__)
        return
    finally:
        answer.close()
    await exchange.finish(b"" if squeeze is None else squeeze.end())


def _head(exchange: Exchange, host: bytes, token: str | None) -> bytes:
    """Request line and headers, without those of the body and without the empty line at the end."""
    scope, client = exchange.scope, exchange.client
    query = scope["query_string"]
    target = scope["raw_path"] + b"?" + query if query else scope["raw_path"]
    parts = [exchange.method.encode(), b" ", target, b" HTTP/1.1\r\nhost: ", host, b"\r\n"]
    named = _named_by_connection(exchange)
    for name, value in scope["headers"]:
        if name not in _NOT_IN and not name.startswith(_FORGED) and name not in named:
            if b"\n" in value or b"\r" in value:
                raise MalformedRequest  # it would be a header, or a request, of the caller's making
            parts += (name, b": ", value, b"\r\n")
    if token is not None:
        parts += (b"authorization: Bearer ", token.encode("latin-1"), b"\r\n")
    ours = (
        f"x-client-address: {client.address}\r\nx-forwarded-for: {client.address}\r\n"
        f"x-forwarded-proto: {client.scheme}\r\nx-forwarded-host: {client.host}\r\n"
        f"x-correlation-id: {current_correlation_id()}\r\ntraceparent: {current_traceparent()}\r\n"
    )
    parts.append(ours.encode("latin-1"))
    return b"".join(parts)


def _named_by_connection(exchange: Exchange) -> frozenset[bytes]:
    """Headers that the client declares to be meant for us only."""
    connection = exchange.headers.get(b"connection")
    if connection is None or connection in (b"keep-alive", b"close"):
        return frozenset()
    return frozenset(name.strip().lower() for name in connection.split(b","))


def _outgoing(headers: Headers) -> Headers:
    return [field for field in headers if field[0] not in _NOT_OUT]


async def _pieces(exchange: Exchange) -> AsyncIterator[bytes]:
    while not exchange.is_read:
        yield await exchange.receive()


async def _chunks(exchange: Exchange) -> AsyncIterator[bytes]:
    while not exchange.is_read:
        yield _chunk(await exchange.receive())
    yield b"0\r\n\r\n"


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""
