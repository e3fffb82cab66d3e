"""What the public door keeps secret: one key of the installation, and from it a key for each use."""

import hmac

from pydantic import SecretStr

from services.nonconformity.errors.public import PublicDoorClosed


class PublicKeys:
    """`secret`: PUBLIC_FORM_KEY. Every use raises PublicDoorClosed when there is none."""

    def __init__(self, secret: SecretStr) -> None:
        self._secret = secret.get_secret_value().encode()

    def require(self) -> None:
        """Raises PublicDoorClosed when the installation has no key."""
        self._key("any")

    def of_code(self, code: str) -> bytes:
        """Under which a code is stored. A plain keyed digest is enough: a code is 56 bits of chance and no word that
        somebody chose, and who gets hold of the table lacks the key."""
        return self._digest("code", code)

    def of_household(self, address: str) -> bytes:
        """Under which a household's wrong codes are counted: the table tells nobody's address."""
        return self._digest("household", address)

    @property
    def proofs(self) -> tuple[bytes, bytes]:
        """Keys that sign a challenge and its solution."""
        return self._key("challenge"), self._key("solution")

    def _digest(self, use: str, value: str) -> bytes:
        return hmac.digest(self._key(use), value.encode(), "sha256")

    def _key(self, use: str) -> bytes:
        if not self._secret:
            raise PublicDoorClosed
        return hmac.digest(self._secret, f"profkom public {use}".encode(), "sha256")
