"""The built web client: its files, and for every address of its own the page that shows it."""

from pathlib import Path

from gateway.errors import UnknownPath
from gateway.exchange import Exchange
from gateway.files import Files

PAGE = "index.html"
FORM_PAGE = "form.html"  #: of the public form, for every address under /f/
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
# The form writes no styles at run time; its proof of work and its service worker are files of its own.
_FORM_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_FORM_HEADERS = [
    (b"content-security-policy", _FORM_POLICY.encode()),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()"),
]


class WebClient:
    """`root` is where the build puts its files; it may come later, or never (then people are shown the reference)."""

    def __init__(self, root: Path, *, reference_path: str) -> None:
        self._files = Files(root)
        self._reference_path = reference_path.encode()

    async def __call__(self, exchange: Exchange) -> None:
        name = exchange.path.lstrip("/")
        page, headers = (FORM_PAGE, _FORM_HEADERS) if _is_form(name) else (PAGE, _PAGE_HEADERS)
        if name and name not in (PAGE, FORM_PAGE) and self._files.has(name):
            # A service worker keeps to the policy that its script came with.
            cache = _FOREVER if name.startswith("assets/") else _ASK_FIRST
            await self._files.send(exchange, name, cache=cache, headers=headers if page == FORM_PAGE else None)
        elif self._is_address(exchange, name) and self._files.has(page):
            await self._files.send(exchange, page, cache=_ASK_FIRST, headers=headers)
        elif not name and exchange.method in ("GET", "HEAD"):
            await exchange.answer(302, [(b"location", self._reference_path), (b"cache-control", b"no-store")], b"")
        else:
            raise UnknownPath

    def _is_address(self, exchange: Exchange, name: str) -> bool:
        """Whether a browser asks for a page of the client's own routing, and not for a file that is not there."""
        wants_page = b"text/html" in exchange.headers.get(b"accept", b"")
        return name in ("", PAGE, FORM_PAGE) or (wants_page and "." not in name.rpartition("/")[2])


def _is_form(name: str) -> bool:
    return name in ("f", FORM_PAGE) or name.startswith("f/")
