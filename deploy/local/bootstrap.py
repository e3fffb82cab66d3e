"""Telling whether a service was prepared for its first user by the code that runs now.

Preparing (`python -m services.<name>.bootstrap`) is safe to repeat but loads the whole service: a second start skips it
while neither the service's code nor its database is another one than the last time.
"""

import hashlib
from pathlib import Path

from deploy.local.migrations import ROOT


class Preparation:
    """What is remembered of the last preparation of one service, in a file of the data folder."""

    def __init__(self, service: str, *, database_url: str, data: Path, root: Path = ROOT) -> None:
        self._marker = data / f"{service}-prepared"
        self._fingerprint = _fingerprint(root / "services" / service, database_url)

    @property
    def is_due(self) -> bool:
        """Tell whether the code or the database has changed since."""
        return not self._marker.exists() or self._marker.read_text().strip() != self._fingerprint

    def remember(self) -> None:
        """Note that it was done."""
        self._marker.write_text(self._fingerprint + "\n")


def _fingerprint(folder: Path, database_url: str) -> str:
    digest = hashlib.sha256(database_url.encode())
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"\0{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
