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
from shared.errors import AppError, Unavailable
from shared.logging import get_logger

log = get_logger(__name__)

MOST_SESSIONS = 20_000
MARGIN_SECONDS = 30.0  #: a token is replaced so long before it expires, so that none expires on its way
DEAF_SECONDS = 1.0  #: while the bus is away, how long a token may be used before people is asked again

INTERNAL_KEY_HEADER = "X-Internal-Key"


@dataclass(frozen=True, slots=True)
class Held:
    """A token, since when and until when (monotonic seconds) it may be used."""

    access_token: str
    session_id: UUID
    person_id: UUID
    since: float
    until: float


class Sessions:
    """Asks people, remembers by the secret's SHA-256 (the secret itself is kept nowhere), asks once for a crowd.

    `hears`: whether the bus would tell us now that a session ended or somebody's rights changed. While it would not, a
    token is good for `DEAF_SECONDS`.
    """

    def __init__(
        self,
        people: Upstream,
        *,
        internal_key: str,
        hears: Callable[[], bool],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._people, self._hears, self._now = people, hears, now
        self._key = {INTERNAL_KEY_HEADER: internal_key}
        self._held: OrderedDict[bytes, Held] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[Held]] = {}
        self._changes = 0  #: counts what was dropped: an answer that was asked for before a change is not kept

    def known(self, secret: str) -> str:
        """The token that is at hand for the secret; empty: ask `token`."""
        held = self._held.get(_fingerprint(secret))
        if held is None or held.until <= self._now():
            return ""
        return held.access_token if self._hears() or self._now() - held.since < DEAF_SECONDS else ""

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

    async def begin(self, path: str, credentials: bytes, *, address: str, user_agent: str, language: str) -> CallAnswer:
        """people's answer to a sign-in by the internal path; a successful one is remembered."""
        changes = self._changes
        answer = await self._people.call(
            "POST",
            path,
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
            self._hold(_fingerprint(begun["secret"]), begun, changes)
        return answer

    async def end(self, secret: str) -> None:
        """Sign out; raises the refusals of an upstream when people cannot be told."""
        answer = await self._tell("/internal/sessions/end", secret)
        if answer.status >= 500:
            raise Unavailable
        self._held.pop(_fingerprint(secret), None)

    def drop(self, session_id: UUID) -> None:
        """Forget the tokens of a session that was ended elsewhere."""
        self._drop([key for key, held in self._held.items() if held.session_id == session_id])

    def drop_person(self, person_id: UUID) -> None:
        """Forget the tokens of a person whose rights have changed."""
        self._drop([key for key, held in self._held.items() if held.person_id == person_id])

    def forget(self) -> None:
        """Forget every token: anything may have changed."""
        self._drop(list(self._held))

    def _drop(self, fingerprints: list[bytes]) -> None:
        self._changes += 1
        for fingerprint in fingerprints:
            del self._held[fingerprint]

    def _asked(self, fingerprint: bytes, task: asyncio.Task[Held]) -> None:
        del self._asking[fingerprint]
        if not task.cancelled():
            task.exception()  # retrieved, also when every caller has left

    async def _exchange(self, secret: str, fingerprint: bytes) -> Held:
        changes = self._changes
        try:
            answer = await self._tell("/internal/sessions/token", secret)
        except AppError:
            held = self._held.get(fingerprint)
            if held is None or held.until <= self._now():
                raise
            return held  # people is away: what it said last stands until it expires
        if answer.status == 200:
            return self._hold(fingerprint, answer.json(), changes)
        self._held.pop(fingerprint, None)
        if answer.status == 401:
            raise SessionEnded
        log.error("people refused to exchange a session", status=answer.status)
        raise Unavailable

    async def _tell(self, path: str, secret: str) -> CallAnswer:
        return await self._people.call("POST", path, content=json.dumps({"secret": secret}).encode(), headers=self._key)

    def _hold(self, fingerprint: bytes, answer: Mapping[str, Any], changes: int) -> Held:
        now = self._now()
        until = now + float(answer["expires_in"]) - MARGIN_SECONDS
        held = Held(answer["access_token"], UUID(answer["session_id"]), UUID(answer["person_id"]), now, until)
        if changes == self._changes:
            self._held[fingerprint] = held
            self._held.move_to_end(fingerprint)
            if len(self._held) > MOST_SESSIONS:
                self._held.popitem(last=False)
        return held


def _fingerprint(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
