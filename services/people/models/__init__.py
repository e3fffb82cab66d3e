"""The tables of people. Rules of the columns that only the database can hold are here: uniqueness, generated keys.

One file a noun; a new one is imported here, so that the migrations see its tables.
"""

from services.people.models.access import Account, Grant, Role, SignInSession
from services.people.models.base import Base
from services.people.models.register import Branch, HistoryEntry, Membership, NameWord, Person, Site, Unit

__all__ = [
    "Account",
    "Base",
    "Branch",
    "Grant",
    "HistoryEntry",
    "Membership",
    "NameWord",
    "Person",
    "Role",
    "SignInSession",
    "Site",
    "Unit",
]
