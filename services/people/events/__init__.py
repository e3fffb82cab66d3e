"""From rows to contracts: the only builder of people's outgoing events.

One file a noun.
"""

from services.people.events.register import (
    NOTHING,
    Changed,
    account,
    account_locked,
    branch,
    grant,
    person,
    role,
    session,
    site,
    unit,
)

__all__ = [
    "NOTHING",
    "Changed",
    "account",
    "account_locked",
    "branch",
    "grant",
    "person",
    "role",
    "session",
    "site",
    "unit",
]
