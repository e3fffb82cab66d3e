"""What the QR code of a card holds: the card's number, signed (JWS, EdDSA).

An access token never passes as a card nor a card as an access token: the header's `typ` differs and is checked on both
sides, and a card claims nothing that an access token must. A card has no expiry of its own: whether it is good is
asked of the register each time.
"""

import json
from pathlib import Path
from typing import Final

from joserfc import jws
from joserfc.errors import JoseError

from shared.auth.tokens import ALGORITHM, read_keys

TYPE: Final = "card"
_LONGEST: Final = 1000  #: characters; ours have about 150


class CardSigner:
    """Signs with the first key of a PEM file and accepts cards of all its keys: cards outlive a change of keys."""

    def __init__(self, key_file: Path) -> None:
        self._keys = read_keys(key_file)

    def sign(self, number: int) -> str:
        header = {"alg": ALGORITHM, "typ": TYPE}  # no `kid`: a QR code has no room to spare
        payload = json.dumps({"c": number}, separators=(",", ":"))
        return jws.serialize_compact(header, payload.encode(), self._keys[0], algorithms=[ALGORITHM])

    def read(self, token: str) -> int | None:
        """The card's number; None when we did not sign that. A whole link is read by what stands behind its #."""
        token = token.strip().rpartition("#")[2]
        if len(token) > _LONGEST or not token.isascii():
            return None
        for key in self._keys:
            try:
                verified = jws.deserialize_compact(token, key, algorithms=[ALGORITHM])
            except (JoseError, ValueError, TypeError, KeyError):
                continue
            return _number(verified.headers(), verified.payload)
        return None


def _number(header: object, payload: bytes) -> int | None:
    try:
        claims = json.loads(payload)
    except ValueError:
        return None
    is_card = isinstance(header, dict) and header.get("typ") == TYPE and isinstance(claims, dict)
    number = claims.get("c") if is_card else None
    return number if type(number) is int and 0 < number < 2**63 else None
