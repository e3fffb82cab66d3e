"""Files of a folder over HTTP: validators, compression, and no way out of the folder."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from gateway import compression
from gateway.errors import UnknownPath
from gateway.exchange import Exchange, Headers
from shared.web.problem_documents import MethodNotAllowed

LARGEST = 32 * 2**20  #: bytes of one file; a web client has none that is larger
_PRECOMPRESSED = {b"br": ".br", b"gzip": ".gz"}  #: best first: made by the build, beside the file
_KINDS = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file in memory, as it was at `stamp` (time of change in ns, size)."""

    stamp: tuple[int, int]
    content: bytes
    encoded: dict[bytes, bytes]  #: by Content-Encoding, best first
    kind: bytes
    etag: bytes


class Files:
    """Reads each file once and again when it has changed, so that a new build shows without a restart."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._kept: dict[str, _Kept] = {}

    def has(self, name: str) -> bool:
        """Whether there is such a file; `name` is relative, with slashes."""
        return self._find(name) is not None

    async def send(self, exchange: Exchange, name: str, *, cache: str, headers: Headers | None = None) -> None:
        """Answer with the file; raises UnknownPath when there is none. `cache`: the Cache-Control header."""
        if exchange.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(headers={"Allow": "GET, HEAD"})
        path = self._find(name)
        if path is None:
            raise UnknownPath
        kept = self._read(name, path)
        encoding = next((coding for coding in kept.encoded if compression.accepts(exchange, coding)), b"")
        fields = [
            (b"content-type", kept.kind),
            (b"cache-control", cache.encode()),
            (b"etag", kept.etag),
            compression.VARIES,
            *(headers or ()),
            *([(b"content-encoding", encoding)] if encoding else ()),
        ]
        if kept.etag in exchange.headers.get(b"if-none-match", b""):
            await exchange.answer(304, fields, b"")
        else:
            await exchange.answer(200, fields, kept.encoded.get(encoding, kept.content))

    def _find(self, name: str) -> Path | None:
        """The file, when it lies inside the folder: also a symbolic link must not lead out of it."""
        if not name or "\0" in name:
            return None
        path = (self._root / name).resolve()
        try:
            return path if path.is_relative_to(self._root) and path.is_file() else None
        except OSError:  # a name that no file can have: too long, say
            return None

    def _read(self, name: str, path: Path) -> _Kept:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._kept.get(name)
        if kept is not None and kept.stamp == stamp:
            return kept
        if status.st_size > LARGEST:
            raise UnknownPath
        content, kind = path.read_bytes(), _kind_of(path)
        beside = {coding: path.with_name(path.name + ending) for coding, ending in _PRECOMPRESSED.items()}
        encoded = {
            coding: other.read_bytes()
            for coding, other in beside.items()
            if other.is_file() and other.stat().st_mtime_ns >= status.st_mtime_ns
        }
        if b"gzip" not in encoded and compression.is_text(kind) and len(content) > compression.SMALLEST:
            encoded[b"gzip"] = compression.gzip(content, level=6)
        etag = b'"%b"' % hashlib.sha256(content).hexdigest()[:32].encode()
        kept = self._kept[name] = _Kept(stamp, content, encoded, kind, etag)
        return kept


def _kind_of(path: Path) -> bytes:
    kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8".encode() if kind.startswith("text/") else kind.encode()
