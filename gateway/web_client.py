"""The built web client: its files, and for every address of its own the page that shows it."""

from pathlib import Path

from gateway.errors import UnknownPath
from gateway.exchange import Exchange
from gateway.files import Files

PAGE = "index.html"
_FOREVER = "public, max-age=31536000, immutable"  #: names under assets/ carry a hash of the content
_ASK_FIRST = "no-cache"

# Mantine writes style elements at run time; photos are shown from blob: URLs before they are sent.
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_PAGE_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=()"),
]


class WebClient:
    """`root` is where the build puts its files; it may come later, or never (then people are shown the reference)."""

    def __init__(self, root: Path, *, reference_path: str) -> None:
        self._files = Files(root)
        self._reference_path = reference_path.encode()

    async def __call__(self, exchange: Exchange) -> None:
        name = exchange.path.lstrip("/")
        if name and name != PAGE and self._files.has(name):
            await self._files.send(exchange, name, cache=_FOREVER if name.startswith("assets/") else _ASK_FIRST)
        elif self._is_address(exchange, name) and self._files.has(PAGE):
            await self._files.send(exchange, PAGE, cache=_ASK_FIRST, headers=_PAGE_HEADERS)
        elif not name and exchange.method in ("GET", "HEAD"):
            await exchange.answer(302, [(b"location", self._reference_path), (b"cache-control", b"no-store")], b"")
        else:
            raise UnknownPath

    def _is_address(self, exchange: Exchange, name: str) -> bool:
        """Whether a browser asks for a page of the client's own routing, and not for a file that is not there."""
        wants_page = b"text/html" in exchange.headers.get(b"accept", b"")
        return name in ("", PAGE) or (wants_page and "." not in name.rpartition("/")[2])
