"""Events of the electronic journal: the whole record after each act, persons by id.

One file a noun.
"""

from shared.contracts.nonconformity.records import (
    STATE_NAMES,
    Assigned,
    CategoryChanged,
    CategoryCreated,
    CategoryData,
    CategoryRef,
    Disputed,
    DueDateMoved,
    Edited,
    FixReported,
    Imported,
    MarkedDuplicate,
    NonconformityData,
    Registered,
    Rejected,
    Returned,
    Severity,
    Started,
    State,
    StateEntered,
    Verified,
    Withdrawn,
)

__all__ = [
    "STATE_NAMES",
    "Assigned",
    "CategoryChanged",
    "CategoryCreated",
    "CategoryData",
    "CategoryRef",
    "Disputed",
    "DueDateMoved",
    "Edited",
    "FixReported",
    "Imported",
    "MarkedDuplicate",
    "NonconformityData",
    "Registered",
    "Rejected",
    "Returned",
    "Severity",
    "Started",
    "State",
    "StateEntered",
    "Verified",
    "Withdrawn",
]
