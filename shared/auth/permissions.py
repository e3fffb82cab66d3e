"""The vocabulary of permissions: `<service>:<act>`. Roles, which are data in `people`, are sets of these."""

from typing import Final

PEOPLE_READ: Final = "people:read"  #: names, positions, branches
PEOPLE_READ_PRIVATE: Final = "people:read_private"  #: phones, e-mails, dates of birth
PEOPLE_EDIT: Final = "people:edit"
PEOPLE_IMPORT: Final = "people:import"
PEOPLE_EDIT_SEGMENTS: Final = "people:edit_segments"  #: make segments and share them
PEOPLE_ERASE: Final = "people:erase"  #: forget a person, hand out all that is held on one
STRUCTURE_EDIT: Final = "people:edit_structure"  #: branches, units, sites
ACCESS_MANAGE: Final = "people:manage_access"  #: accounts, roles, grants

NONCONFORMITY_READ: Final = "nonconformity:read"
NONCONFORMITY_FILE: Final = "nonconformity:file"
NONCONFORMITY_EDIT: Final = "nonconformity:edit"
NONCONFORMITY_ASSIGN: Final = "nonconformity:assign"  #: triage: assign, reject, move a due date, mark a duplicate
NONCONFORMITY_VERIFY: Final = "nonconformity:verify"
NONCONFORMITY_IMPORT: Final = "nonconformity:import"
NONCONFORMITY_READ_CONTACTS: Final = "nonconformity:read_contacts"  #: who a nameless author says they are
NONCONFORMITY_CONFIGURE: Final = "nonconformity:configure"  #: categories, headings of imports

ANALYTICS_READ: Final = "analytics:read"
OPERATIONS_MANAGE: Final = "operations:manage"  #: dead letters, rebuilds

ALL: Final = frozenset(
    {
        PEOPLE_READ,
        PEOPLE_READ_PRIVATE,
        PEOPLE_EDIT,
        PEOPLE_IMPORT,
        PEOPLE_EDIT_SEGMENTS,
        PEOPLE_ERASE,
        STRUCTURE_EDIT,
        ACCESS_MANAGE,
        NONCONFORMITY_READ,
        NONCONFORMITY_FILE,
        NONCONFORMITY_EDIT,
        NONCONFORMITY_ASSIGN,
        NONCONFORMITY_VERIFY,
        NONCONFORMITY_IMPORT,
        NONCONFORMITY_CONFIGURE,
        NONCONFORMITY_READ_CONTACTS,
        ANALYTICS_READ,
        OPERATIONS_MANAGE,
    }
)
