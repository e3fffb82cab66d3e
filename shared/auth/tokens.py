"""Access tokens: EdDSA JWTs (RFC 8037). `people` signs them, every service verifies them itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from shared import clock
from shared.auth.principal import Grant, Principal
from shared.errors import NotAuthenticated

ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    principal: Principal
    expires_at: datetime


class TokenSigner:
    """Signs with the first private key of a PEM file; all of its keys are published, so that keys can be rotated."""

    def __init__(self, key_file: Path, *, issuer: str, lifetime: timedelta) -> None:
        self._issuer, self.lifetime = issuer, lifetime
        self._keys = read_keys(key_file)

    def sign(self, principal: Principal, *, lifetime: timedelta | None = None) -> str:
        """A token that lives for the signer's lifetime, or for a shorter one."""
        issued = clock.now()
        claims = {
            "iss": self._issuer,
            "sub": str(principal.id),
            "kind": principal.kind,
            "name": principal.name,
            "sid": str(principal.session_id) if principal.session_id else None,
            "grants": [grant.to_claim() for grant in principal.grants],
            "iat": int(issued.timestamp()),
            "exp": int((issued + (lifetime or self.lifetime)).timestamp()),
            **({"enrol": True} if principal.must_enrol else {}),
        }
        header = {"alg": ALGORITHM, "kid": self._keys[0].kid, "typ": "at+jwt"}
        return jwt.encode(header, claims, self._keys[0], algorithms=[ALGORITHM])

    def jwks(self) -> dict[str, Any]:
        """The public keys as a JWK set (RFC 7517)."""
        return {"keys": [key.as_dict(private=False) | {"use": "sig", "alg": ALGORITHM} for key in self._keys]}


def read_keys(key_file: Path) -> list[OKPKey]:
    """The private keys of a PEM file, each with the thumbprint that names it. Raises OSError."""
    return [_with_thumbprint(OKPKey.import_key(pem)) for pem in _split_pem(key_file.read_text())]


def verify(token: str, keys: KeySet, *, issuer: str) -> VerifiedToken:
    """Check signature, issuer, expiry and shape; raises NotAuthenticated whatever is wrong."""
    try:
        decoded = jwt.decode(token, keys, algorithms=[ALGORITHM])
        claims = decoded.claims
        if claims["iss"] != issuer or claims["exp"] <= clock.now().timestamp() or decoded.header["typ"] != "at+jwt":
            raise NotAuthenticated
        return VerifiedToken(_principal(claims), datetime.fromtimestamp(claims["exp"], tz=clock.now().tzinfo))
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAuthenticated from error


def _principal(claims: Mapping[str, Any]) -> Principal:
    return Principal(
        id=UUID(claims["sub"]),
        kind=claims["kind"],
        name=claims["name"],
        grants=tuple(Grant.from_claim(claim) for claim in claims["grants"]),
        session_id=UUID(claims["sid"]) if claims.get("sid") else None,
        must_enrol=bool(claims.get("enrol")),
    )


def _with_thumbprint(key: OKPKey) -> OKPKey:
    key.ensure_kid()
    return key


def _split_pem(text: str) -> list[str]:
    end = "-----END PRIVATE KEY-----"
    return [part.strip() + "\n" + end for part in text.split(end) if part.strip()]
