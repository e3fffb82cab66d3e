"""Verification of bearer tokens against the published keys, with the keys and the verdicts remembered."""

import asyncio
import time
from collections import OrderedDict
from typing import Any

import httpx
from joserfc.jwk import KeySet

from shared import clock
from shared.auth.tokens import VerifiedToken, verify
from shared.errors import NotAuthenticated, Unavailable
from shared.logging import get_logger

log = get_logger(__name__)

_REMEMBERED = 2048  #: tokens; a signature check costs about 0.1 ms, a look-up nothing
_REFRESH_SECONDS = 10.0  #: keys are asked for again at most so often when a token does not verify
_RETRY_SECONDS = 0.5  #: and so often while there are none: a crowd of callers must not queue for a silent issuer


class TokenVerifier:
    """Knows the published keys. `jwks_url` is people's /.well-known/jwks.json.

    `jwks`: a JWK set that is known beforehand, by the issuer itself and in tests; nobody is asked for another then.
    """

    def __init__(self, jwks_url: str, *, issuer: str, jwks: dict[str, Any] | None = None) -> None:
        self._url, self._issuer = jwks_url, issuer
        self._keys = KeySet.import_key_set(jwks) if jwks else None  # type: ignore[arg-type]
        self._asked_at = float("inf") if jwks else float("-inf")
        self._asking = asyncio.Lock()
        self._verified: OrderedDict[str, VerifiedToken] = OrderedDict()

    async def verify(self, token: str) -> VerifiedToken:
        """The token's holder; raises NotAuthenticated, or Unavailable while the keys cannot be had."""
        return self.known(token) or self._remember(token, await self._check(token))

    def known(self, token: str) -> VerifiedToken | None:
        """The holder of a token that verified before and has not expired; None: ask `verify`."""
        known = self._verified.get(token)
        if known is None or known.expires_at > clock.now():
            return known
        del self._verified[token]
        return None

    async def _check(self, token: str) -> VerifiedToken:
        if self._keys is not None:
            try:
                return verify(token, self._keys, issuer=self._issuer)
            except NotAuthenticated:
                if time.monotonic() - self._asked_at < _REFRESH_SECONDS:
                    raise
        return verify(token, await self._ask_keys(), issuer=self._issuer)

    async def _ask_keys(self) -> KeySet:
        async with self._asking:
            pause = _REFRESH_SECONDS if self._keys else _RETRY_SECONDS
            if time.monotonic() - self._asked_at >= pause:
                self._asked_at = time.monotonic()
                try:
                    async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
                        answer = (await client.get(self._url)).raise_for_status()
                    self._keys = KeySet.import_key_set(answer.json())
                except (httpx.HTTPError, ValueError) as error:
                    log.warning("token keys cannot be had", reason=repr(error))
            if self._keys is None:
                raise Unavailable
            return self._keys

    def _remember(self, token: str, verified: VerifiedToken) -> VerifiedToken:
        self._verified[token] = verified
        if len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)
        return verified
