"""Passwords and the token key of a local installation: made once, kept in a folder closed to others."""

import base64
import os
import secrets
from pathlib import Path

ED25519_PKCS8_PREFIX = bytes.fromhex("302e020100300506032b657004220420")
"""RFC 8410: what stands before the 32 bytes of an Ed25519 private key; any 32 random bytes are a key."""


class Secrets:
    """A folder with one secret a file, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        """Make the folder when it is missing, and close it to others when it is not."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self.folder = folder

    def password(self, name: str) -> str:
        """The password of this name, generated on first use (256 bits, safe in a URL)."""
        return self._once(name, secrets.token_urlsafe(32)).read_text().strip()

    def readable_password(self, name: str) -> str:
        """Like `password`, but short enough to type: four groups of five letters and digits (about 100 bits)."""
        alphabet = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1
        groups = ["".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4)]
        return self._once(name, "-".join(groups)).read_text().strip()

    def token_key(self) -> Path:
        """The file with the Ed25519 private key (PEM, PKCS 8) that signs access tokens."""
        return self._signing_key("token-key.pem")

    def card_key(self) -> Path:
        """The file with the key that signs membership cards."""
        return self._signing_key("card-key.pem")

    def _signing_key(self, name: str) -> Path:
        body = base64.b64encode(ED25519_PKCS8_PREFIX + secrets.token_bytes(32)).decode()
        return self._once(name, f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----")

    def _once(self, name: str, value: str) -> Path:
        """Write a secret unless it is there; the rename leaves either all of it or nothing after a crash."""
        path = self.folder / name
        if not path.exists():
            unfinished = path.with_name(f"{name}.new")
            unfinished.unlink(missing_ok=True)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(value + "\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        return path
