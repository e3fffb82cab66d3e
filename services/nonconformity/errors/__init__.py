"""What the journal refuses, and what the caller can do about it: in Russian and in English.

One file a noun.
"""

from services.nonconformity.errors.exports import TooManyRows
from services.nonconformity.errors.merging import merge_across_branches, merge_into_itself, merge_into_set_aside
from services.nonconformity.errors.records import (
    AuthorOnly,
    CallerUnknown,
    CategoryNameTaken,
    EditorsOnly,
    ExecutorsOnly,
    FilingElsewhere,
    NoDueDate,
    OwnFix,
    PersonsOnly,
    TriageOnly,
    VerifiersOnly,
    WrongState,
    branch_needed,
    due_date_far,
    due_date_needed,
    due_date_past,
    due_date_same,
    evidence_needed,
    found_in_future,
    inactive_category,
    move_reason_needed,
    two_parts,
    unknown,
)

__all__ = [
    "AuthorOnly",
    "CallerUnknown",
    "CategoryNameTaken",
    "EditorsOnly",
    "ExecutorsOnly",
    "FilingElsewhere",
    "NoDueDate",
    "OwnFix",
    "PersonsOnly",
    "TooManyRows",
    "TriageOnly",
    "VerifiersOnly",
    "WrongState",
    "branch_needed",
    "due_date_far",
    "due_date_needed",
    "due_date_past",
    "due_date_same",
    "evidence_needed",
    "found_in_future",
    "inactive_category",
    "merge_across_branches",
    "merge_into_itself",
    "merge_into_set_aside",
    "move_reason_needed",
    "two_parts",
    "unknown",
]
