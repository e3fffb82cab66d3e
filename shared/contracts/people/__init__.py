"""Events of the member register: what `people` says to the others.

Phones, e-mails, dates of birth and children stay in `people`: no consumer needs them. `private_changed` names such
fields when they change, without their values.


One file a noun.
"""

from shared.contracts.people.register import (
    AccountChanged,
    AccountCreated,
    AccountData,
    AccountLocked,
    BranchChanged,
    BranchCreated,
    BranchData,
    BranchRemoved,
    GrantChanged,
    GrantData,
    GrantGiven,
    GrantWithdrawn,
    PersonChanged,
    PersonData,
    PersonRegistered,
    PersonRemoved,
    RoleChanged,
    RoleCreated,
    RoleData,
    SessionData,
    SessionEnded,
    SessionStarted,
    SiteChanged,
    SiteCreated,
    SiteData,
    SiteRemoved,
    UnitChanged,
    UnitCreated,
    UnitData,
    UnitRemoved,
)

__all__ = [
    "AccountChanged",
    "AccountCreated",
    "AccountData",
    "AccountLocked",
    "BranchChanged",
    "BranchCreated",
    "BranchData",
    "BranchRemoved",
    "GrantChanged",
    "GrantData",
    "GrantGiven",
    "GrantWithdrawn",
    "PersonChanged",
    "PersonData",
    "PersonRegistered",
    "PersonRemoved",
    "RoleChanged",
    "RoleCreated",
    "RoleData",
    "SessionData",
    "SessionEnded",
    "SessionStarted",
    "SiteChanged",
    "SiteCreated",
    "SiteData",
    "SiteRemoved",
    "UnitChanged",
    "UnitCreated",
    "UnitData",
    "UnitRemoved",
]
