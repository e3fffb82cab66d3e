"""What the gateway needs of people, small but real: keys, sessions behind an internal key, tokens."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.auth.principal import Principal
from shared.auth.tokens import TokenSigner
from shared.ids import new_id
from tests.gateway.servers import Reply, Seen, Service, reply
from tests.support.auth import ISSUER, Tokens

PASSWORD = "верный пароль"


@dataclass
class Session:
    id: UUID
    holder: Principal
    ended: bool = False


@dataclass
class People:
    """`accounts` by login; every password is `PASSWORD`. `lifetime`: of access tokens."""

    tokens: Tokens
    internal_key: str
    lifetime: timedelta = timedelta(minutes=10)
    accounts: dict[str, Principal] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    links: dict[str, Principal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.service = Service("people")
        self.service.behaviours |= {
            "/.well-known/jwks.json": self._keys,
            "/internal/sessions": self._internal(self._begin),
            "/internal/sessions/link": self._internal(self._follow),
            "/internal/sessions/token": self._internal(self._exchange),
            "/internal/sessions/end": self._internal(self._end),
        }

    async def _keys(self, request: Seen) -> Reply:
        return reply(TokenSigner(self.tokens.key_file, issuer=ISSUER, lifetime=self.lifetime).jwks())

    def _internal(self, behave: Callable[[Seen], Awaitable[Reply]]) -> Callable[[Seen], Awaitable[Reply]]:
        async def guarded(request: Seen) -> Reply:
            if request.headers.get("x-internal-key") != self.internal_key:
                return reply({"code": "not_found"}, 404)
            return await behave(request)

        return guarded

    async def _begin(self, request: Seen) -> Reply:
        try:
            given = request.json()
            holder = self.accounts.get(given["login"])
        except (ValueError, TypeError, KeyError):
            return reply({"code": "invalid_input"}, 422, content_type="application/problem+json")
        if holder is None or given["password"] != PASSWORD:
            return reply({"code": "wrong_credentials"}, 401, content_type="application/problem+json")
        return self._started(holder)

    async def _follow(self, request: Seen) -> Reply:
        holder = self.links.pop(request.json()["secret"], None)
        if holder is None:
            return reply({"code": "link_unusable"}, 410, content_type="application/problem+json")
        return self._started(holder)

    def _started(self, holder: Principal) -> Reply:
        secret = secrets.token_urlsafe(32)
        self.sessions[secret] = Session(new_id(), holder)
        expires_at = (datetime.now(UTC) + timedelta(days=30)).isoformat()
        return reply({"secret": secret, "expires_at": expires_at, **self._token(self.sessions[secret])}, 201)

    async def _exchange(self, request: Seen) -> Reply:
        session = self.sessions.get(request.json()["secret"])
        if session is None or session.ended:
            return reply({"code": "session_ended"}, 401)
        return reply(self._token(session))

    async def _end(self, request: Seen) -> Reply:
        session = self.sessions.get(request.json()["secret"])
        if session is not None:
            session.ended = True
        return 204, {}, b""

    def _token(self, session: Session) -> dict[str, str | float]:
        holder = session.holder
        principal = Principal(holder.id, holder.kind, holder.name, holder.grants, session.id)
        return {
            "access_token": self.tokens.sign(principal, lifetime=self.lifetime),
            "expires_in": self.lifetime.total_seconds(),
            "session_id": str(session.id),
            "person_id": str(holder.id),
        }
