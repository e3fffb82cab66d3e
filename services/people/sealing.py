"""Secrets that must be read again, encrypted at rest: AES-256-GCM, bound to the record they belong to."""

import base64
import binascii
import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_FOR_CODES = b"recovery codes"


class Sealing:
    """`keys`: 32 bytes in URL-safe Base64, or several, separated by commas: the first seals, all of them open."""

    def __init__(self, keys: str) -> None:
        raw = [_key(text.strip()) for text in keys.split(",") if text.strip()]
        self._ciphers = [AESGCM(key) for key in raw]
        self._fingers = [hmac.digest(key, _FOR_CODES, hashlib.sha256) for key in raw]

    @property
    def is_possible(self) -> bool:
        """There is a key."""
        return bool(self._ciphers)

    def seal(self, secret: str, owner: UUID) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, secret.encode(), owner.bytes)

    def open(self, sealed: bytes, owner: UUID) -> str | None:
        """The secret; None: sealed with another key, or for another owner."""
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.bytes).decode()
            except InvalidTag:
                continue
        return None

    def fingerprints(self, code: str, owner: UUID) -> list[bytes]:
        """A short code as it is kept, by every key, the sealing one first: without the key nobody can try codes out."""
        return [hmac.digest(key, owner.bytes + code.encode(), hashlib.sha256) for key in self._fingers]


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise SystemExit("Profkom: SECOND_FACTOR_KEY must be 32 bytes in URL-safe Base64 (see deploy/env.example)")
    return key
