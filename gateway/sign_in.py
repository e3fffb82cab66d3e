"""Browsers sign in and out: /api/v1/auth/session, and by a one-time link /api/v1/auth/link.

What programs use instead is people's /api/v1/auth/token.
"""

from datetime import UTC, datetime
from email.utils import format_datetime

from gateway.door import COOKIE, Door, check_origin, session_secret
from gateway.exchange import Exchange
from gateway.limits import Limits
from gateway.sessions import Sessions
from shared.web.problem_documents import MethodNotAllowed

PATH = "/api/v1/auth/session"
LINK_PATH = "/api/v1/auth/link"


class Entry:
    """What lets a browser in: credentials that people accepts become a cookie."""

    def __init__(self, sessions: Sessions, limits: Limits) -> None:
        self._sessions, self._limits = sessions, limits

    async def begin(self, exchange: Exchange, internal_path: str) -> None:
        """Show the body to people; answer its refusal, or 201 with the cookie."""
        self._limits.sign_in(exchange.client.address)
        check_origin(exchange, strict=False)
        answer = await self._sessions.begin(
            internal_path,
            await exchange.read(),
            address=exchange.client.address,
            user_agent=exchange.header(b"user-agent") or "",
            language=exchange.header(b"accept-language") or "",
        )
        if answer.status != 201:
            kept = [field for field in answer.headers if field[0] in _OF_A_REFUSAL]
            await exchange.answer(answer.status, kept, answer.content)
            return
        begun = answer.json()
        cookie = _cookie(exchange, begun["secret"], expires=datetime.fromisoformat(begun["expires_at"]))
        await exchange.json(201, {"expires_at": begun["expires_at"]}, [cookie, _NOT_KEPT])


class SignInByLink:
    """POST uses a one-time link up, with the password that its holder chooses, and begins a session."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    async def __call__(self, exchange: Exchange) -> None:
        if exchange.method != "POST":
            raise MethodNotAllowed(headers={"Allow": "POST"})
        await self._entry.begin(exchange, "/internal/sessions/link")


class SignIn:
    """The session as a resource: POST begins it, GET tells whose it is, DELETE ends it."""

    def __init__(self, entry: Entry, sessions: Sessions, door: Door, limits: Limits) -> None:
        self._entry, self._sessions, self._door, self._limits = entry, sessions, door, limits

    async def __call__(self, exchange: Exchange) -> None:
        match exchange.method:
            case "POST":
                await self._entry.begin(exchange, "/internal/sessions")
            case "GET" | "HEAD":
                await self._tell(exchange)
            case "DELETE":
                await self._end(exchange)
            case _:
                raise MethodNotAllowed(headers={"Allow": "GET, HEAD, POST, DELETE"})

    async def _tell(self, exchange: Exchange) -> None:
        principal = (await self._door.enter(exchange)).verified.principal
        await exchange.json(200, {"person_id": str(principal.id), "name": principal.name}, [_NOT_KEPT])

    async def _end(self, exchange: Exchange) -> None:
        secret = session_secret(exchange)
        if secret is not None:
            check_origin(exchange)
            self._limits.anonymous(exchange.client.address)
            await self._sessions.end(secret)
        await exchange.answer(204, [forget_cookie(exchange)], b"")


_OF_A_REFUSAL = (b"content-type", b"content-language", b"retry-after", b"www-authenticate", b"cache-control")
_NOT_KEPT = (b"cache-control", b"no-store")


def forget_cookie(exchange: Exchange) -> tuple[bytes, bytes]:
    """The header that makes the browser drop its session."""
    return _cookie(exchange, "", expires=None)


def _cookie(exchange: Exchange, secret: str, *, expires: datetime | None) -> tuple[bytes, bytes]:
    until = "Max-Age=0" if expires is None else f"Expires={format_datetime(expires.astimezone(UTC), usegmt=True)}"
    secure = "; Secure" if exchange.client.is_secure else ""
    return b"set-cookie", f"{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax; {until}{secure}".encode("latin-1")
