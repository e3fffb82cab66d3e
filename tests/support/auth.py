"""Tokens for tests of every service: signed by a key of the test's own, verified without any HTTP."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.auth import permissions
from shared.auth.principal import EVERYWHERE, Grant, Kind, Principal, Scope
from shared.auth.tokens import TokenSigner
from shared.auth.verifier import TokenVerifier
from shared.ids import new_id

ISSUER = "profkom"


def write_key_file(path: Path) -> Path:
    """A fresh Ed25519 key as PEM (PKCS 8), as TOKEN_KEY_FILE wants it."""
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def principal(
    *held: str,
    branches: Iterable[UUID] | None = None,
    person_id: UUID | None = None,
    name: str = "Тестова Анна",
    kind: Kind = "person",
) -> Principal:
    """Somebody who holds these permissions in these branches (None: everywhere)."""
    scope = EVERYWHERE if branches is None else Scope(frozenset(branches))
    return Principal(
        id=person_id or new_id(), kind=kind, name=name, grants=(Grant(frozenset(held), scope),), session_id=None
    )


def administrator(person_id: UUID | None = None) -> Principal:
    """Somebody who may do everything everywhere."""
    return principal(*permissions.ALL, person_id=person_id, name="Админова Ольга")


class Tokens:
    """The issuer of a test run. `app.state.verifier = tokens.verifier()` makes a service's app accept its tokens."""

    def __init__(self, folder: Path, *, issuer: str = ISSUER) -> None:
        self.key_file = write_key_file(folder / "token_key.pem")
        self._issuer = issuer
        self._signer = self._make_signer(timedelta(hours=1))

    def sign(self, holder: Principal, *, lifetime: timedelta | None = None) -> str:
        """The holder's bearer token; a negative `lifetime` gives one that has expired."""
        signer = self._signer if lifetime is None else self._make_signer(lifetime)
        return signer.sign(holder)

    def headers(self, holder: Principal) -> dict[str, str]:
        """The Authorization header of a request that the holder makes."""
        return {"Authorization": f"Bearer {self.sign(holder)}"}

    def verifier(self) -> TokenVerifier:
        return TokenVerifier("", issuer=self._issuer, jwks=self._signer.jwks())

    def _make_signer(self, lifetime: timedelta) -> TokenSigner:
        return TokenSigner(self.key_file, issuer=self._issuer, lifetime=lifetime)
