"""The rules of the journal, pure: `states` is the table, `records` what it is about, `acts` what is done to it."""

from services.nonconformity.domain.acts import (
    FARTHEST_DUE,
    absorb,
    allowed_actions,
    assign,
    dispute,
    edit,
    follow,
    merge,
    move_due_date,
    reject,
    report_fixed,
    send_back,
    standing,
    start,
    unmerge,
    verify,
    withdraw,
)
from services.nonconformity.domain.numbers import format_number, parse_number
from services.nonconformity.domain.records import Assignment, Caller, Change, Now, Record, Step
from services.nonconformity.domain.states import (
    RULES,
    SET_ASIDE,
    STATE_NAMES,
    UNFIXED,
    Act,
    Rule,
    Severity,
    Source,
    Standing,
    State,
    is_overdue,
    is_repeat,
    refusal,
)

__all__ = [
    "FARTHEST_DUE", "RULES", "SET_ASIDE", "STATE_NAMES", "UNFIXED", "Act", "Assignment", "Caller", "Change", "Now",
    "Record", "Rule", "Severity", "Source", "Standing", "State", "Step", "absorb", "allowed_actions", "assign",
    "dispute", "edit", "follow", "format_number", "is_overdue", "is_repeat", "merge", "move_due_date", "parse_number",
    "refusal", "reject", "report_fixed", "send_back", "standing", "start", "unmerge", "verify", "withdraw",
]  # fmt: skip
