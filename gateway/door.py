"""Who may come in: the caller's token, from the Authorization header or the session's cookie, checked and counted."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from gateway.clients import Client
from gateway.errors import CrossSite
from gateway.exchange import Exchange
from gateway.limits import Limits
from gateway.sessions import Sessions
from shared.auth.tokens import VerifiedToken
from shared.auth.verifier import TokenVerifier
from shared.errors import NotAuthenticated

COOKIE = "profkom_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in; `token` is what the services get to see."""

    token: str
    verified: VerifiedToken


class Door:
    """Checks and counts callers. A token that cannot be verified goes no further than here."""

    def __init__(self, verifier: TokenVerifier, sessions: Sessions, limits: Limits) -> None:
        self._verifier, self._sessions, self._limits = verifier, sessions, limits

    async def enter(self, exchange: Exchange) -> Caller:
        """The caller; raises NotAuthenticated, SessionEnded, CrossSite, RateLimited, or that people is away."""
        authorization = exchange.header(b"authorization")
        secret = session_secret(exchange) if authorization is None else None
        if secret is not None:
            check_origin(exchange)
        token = _bearer(authorization or "") if secret is None else self._sessions.known(secret)
        verified = self._verifier.known(token)
        if verified is None:
            # Not known yet, and perhaps nobody: whatever is asked of people now is counted against the address.
            self._limits.anonymous(exchange.client.address)
            if secret is not None and not token:
                token = await self._sessions.token(secret)
            if not token:
                raise NotAuthenticated
            verified = await self._verifier.verify(token)
        self._limits.signed_in(verified.principal.id)
        return Caller(token, verified)

    def renew(self, caller: Caller) -> None:
        """Ask for the token of the caller's session anew at its next use."""
        if caller.verified.principal.session_id is not None:
            self._sessions.drop(caller.verified.principal.session_id)


def session_secret(exchange: Exchange) -> str | None:
    """The session's secret from the Cookie header."""
    cookies = exchange.header(b"cookie")
    if cookies is None:
        return None
    for pair in cookies.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and value:
            return value
    return None


def check_origin(exchange: Exchange, *, strict: bool = True) -> None:
    """Refuse a change that another site makes with our visitor's cookie (CSRF); raises CrossSite.

    Browsers say where a request comes from, in Sec-Fetch-Site or, older ones, in Origin. `strict`: who says neither is
    refused too; otherwise a program without a cookie may.
    """
    if exchange.method in SAFE_METHODS:
        return
    site = exchange.header(b"sec-fetch-site")
    origin = exchange.header(b"origin")
    if site is not None:
        same = site == "same-origin"
    elif origin is not None:
        same = _is_origin_of(origin, exchange.client)
    else:
        same = not strict
    if not same:
        raise CrossSite


def _is_origin_of(origin: str, client: Client) -> bool:
    try:
        asked, given = urlsplit(f"//{client.host}"), urlsplit(origin)
        ports = {given.port or _default_port(given.scheme), asked.port or _default_port(client.scheme)}
    except ValueError:
        return False
    return bool(given.hostname) and given.hostname == asked.hostname and len(ports) == 1


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
