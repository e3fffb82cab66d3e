"""What people refuses, in words that say what to do next.

One file a noun.
"""

from services.people.errors.register import (
    LAST_DAY_FIRST,
    AccountExists,
    AlreadyMember,
    BeyondOwnRights,
    CodeTaken,
    GrantExists,
    LastAdministrator,
    LoginTaken,
    NameTaken,
    NotMember,
    OwnAccess,
    PersonnelNumberTaken,
    ProtectedRole,
    WrongCredentials,
    unknown,
)

__all__ = [
    "LAST_DAY_FIRST",
    "AccountExists",
    "AlreadyMember",
    "BeyondOwnRights",
    "CodeTaken",
    "GrantExists",
    "LastAdministrator",
    "LoginTaken",
    "NameTaken",
    "NotMember",
    "OwnAccess",
    "PersonnelNumberTaken",
    "ProtectedRole",
    "WrongCredentials",
    "unknown",
]
