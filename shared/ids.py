"""Identifiers: UUIDv7, so that a primary key grows with time and its index stays compact."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh UUIDv7 as the standard library's type."""
    return uuid_utils.compat.uuid7()
