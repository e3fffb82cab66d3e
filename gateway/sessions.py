"""The browser's session: a secret in a cookie, exchanged with people for an access token that is kept until it ages."""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from gateway.errors import SessionEnded
from gateway.upstreams import CallAnswer, Upstream
from shared.errors import Unavailable
from shared.logging import get_logger

log = get_logger(__name__)

MOST_SESSIONS = 20_000
MOST_ENDED = 2_000
MARGIN_SECONDS = 30.0  #: a token is replaced so long before it expires, so that none expires on its way

INTERNAL_KEY_HEADER = "X-Internal-Key"


@dataclass(frozen=True, slots=True)
class Held:
    """A token and until when (monotonic seconds) it may be used."""

    access_token: str
    session_id: UUID
    until: float


class Sessions:
    """Asks people, remembers by the secret's SHA-256 (the secret itself is kept nowhere), asks once for a crowd."""

    def __init__(self, people: Upstream, *, internal_key: str, now: Callable[[], float] = time.monotonic) -> None:
        self._people, self._now = people, now
        self._key = {INTERNAL_KEY_HEADER: internal_key}
        self._held: OrderedDict[bytes, Held] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[Held]] = {}
        self._ended: OrderedDict[UUID, None] = OrderedDict()

    def known(self, secret: str) -> str:
        """The token that is at hand for the secret; empty: ask `token`."""
        held = self._held.get(_fingerprint(secret))
        return held.access_token if held is not None and held.until > self._now() else ""

    async def token(self, secret: str) -> str:
        """An access token for the secret; raises SessionEnded when people does not know it (any more)."""
        fingerprint = _fingerprint(secret)
        asking = self._asking.get(fingerprint)
        if asking is None:
            asking = asyncio.create_task(self._exchange(secret, fingerprint))
            self._asking[fingerprint] = asking
            asking.add_done_callback(lambda task: self._asked(fingerprint, task))
        held = await asyncio.shield(asking)  # one caller who leaves must not take it away from the others
        return held.access_token

    async def begin(self, credentials: bytes, *, address: str, user_agent: str, language: str) -> CallAnswer:
        """people's answer to a sign-in; a successful one is remembered."""
        answer = await self._people.call(
            "POST",
            "/internal/sessions",
            content=credentials,
            headers={
                **self._key,
                "X-Client-Address": address,
                "User-Agent": user_agent,
                "Accept-Language": language,
            },
            repeatable=False,
        )
        if answer.status == 201:
            begun = answer.json()
            self._hold(_fingerprint(begun["secret"]), begun)
        return answer

    async def end(self, secret: str) -> None:
        """Sign out; raises the refusals of an upstream when people cannot be told."""
        answer = await self._tell("/internal/sessions/end", secret)
        if answer.status >= 500:
            raise Unavailable
        self._held.pop(_fingerprint(secret), None)

    def drop(self, session_id: UUID) -> None:
        """Forget the tokens of a session that was ended elsewhere."""
        self._ended[session_id] = None
        if len(self._ended) > MOST_ENDED:
            self._ended.popitem(last=False)
        for fingerprint in [key for key, held in self._held.items() if held.session_id == session_id]:
            del self._held[fingerprint]

    def _asked(self, fingerprint: bytes, task: asyncio.Task[Held]) -> None:
        del self._asking[fingerprint]
        if not task.cancelled():
            task.exception()  # retrieved, also when every caller has left

    async def _exchange(self, secret: str, fingerprint: bytes) -> Held:
        answer = await self._tell("/internal/sessions/token", secret)
        if answer.status == 200:
            return self._hold(fingerprint, answer.json())
        self._held.pop(fingerprint, None)
        if answer.status == 401:
            raise SessionEnded
        log.error("people refused to exchange a session", status=answer.status)
        raise Unavailable

    async def _tell(self, path: str, secret: str) -> CallAnswer:
        return await self._people.call("POST", path, content=json.dumps({"secret": secret}).encode(), headers=self._key)

    def _hold(self, fingerprint: bytes, answer: Mapping[str, Any]) -> Held:
        until = self._now() + float(answer["expires_in"]) - MARGIN_SECONDS
        held = Held(answer["access_token"], UUID(answer["session_id"]), until)
        if held.session_id not in self._ended:
            self._held[fingerprint] = held
            self._held.move_to_end(fingerprint)
            if len(self._held) > MOST_SESSIONS:
                self._held.popitem(last=False)
        return held


def _fingerprint(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
