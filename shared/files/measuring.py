"""A file's size and what is in it, read piece by piece: call it off the event loop."""

import hashlib
from typing import BinaryIO

_CHUNK = 256 * 1024


def measure(file: BinaryIO) -> tuple[bytes, int]:
    """(SHA-256, size in bytes) of the whole file."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.digest(), size
