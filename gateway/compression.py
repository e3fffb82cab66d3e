"""Long texts leave compressed: at level 1 a list of 25 KiB costs 0.06 ms and shrinks to a tenth or less."""

import zlib
from collections.abc import Iterable

from gateway.exchange import Exchange

SMALLEST = 4096  #: bytes; below, a packet more or less is all there is to win
LEVEL = 1
_GZIP_WINDOW = 31  #: zlib's way to say "with a gzip header"
_TEXTS = (b"application/json", b"application/problem+json", b"text/", b"image/svg+xml")

ENCODED = (b"content-encoding", b"gzip")
VARIES = (b"vary", b"accept-encoding")


def accepts(exchange: Exchange, coding: bytes) -> bool:
    """Whether the Accept-Encoding header names the coding (b"gzip") and does not rule it out."""
    for offer in exchange.headers.get(b"accept-encoding", b"").lower().split(b","):
        name, _, weight = offer.partition(b";")
        if name.strip() in (coding, b"*"):
            return weight.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False


def is_text(content_type: bytes) -> bool:
    return content_type.startswith(_TEXTS)


def may_shrink(exchange: Exchange, status: int, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether this answer is one that gains by compression (its length apart)."""
    if status != 200 or exchange.method == "HEAD" or not accepts(exchange, b"gzip"):
        return False
    text = False
    for name, value in headers:
        if name == b"content-type":
            text = is_text(value)
        elif name == b"content-encoding" or name == b"content-range":
            return False
    return text


class Gzip:
    """A gzip stream, piece by piece."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
        self.add = self._stream.compress
        self.end = self._stream.flush


def gzip(content: bytes, level: int = LEVEL) -> bytes:
    stream = zlib.compressobj(level, zlib.DEFLATED, _GZIP_WINDOW)
    return stream.compress(content) + stream.flush()
