"""What waits for whom."""

from datetime import timedelta
from enum import StrEnum

SOON = timedelta(days=3)  #: how near a due date is that somebody should look at


class Waiting(StrEnum):
    """Work waits for who is to do it: triage for those who hold it in the branch, the fix for who executes it."""

    TO_ASSIGN = "to_assign"  #: filed, and nobody is responsible yet
    TO_DO = "to_do"  #: assigned to the caller, as responsible person or co-executor, and not yet reported fixed
    OVERDUE = "overdue"  #: late: the caller's own, and all of the branches whose nonconformities the caller triages
    DUE_SOON = "due_soon"  #: as overdue, but due today or in the next three days
    TO_VERIFY = "to_verify"  #: reported fixed by another; the caller is its author or verifies in its branch


class WaitingMeasure(StrEnum):
    TO_DO = "to_do"  #: planned, and the caller owns it
    TO_VERIFY = "to_verify"  #: reported done by another; the caller is its record's author or verifies in its branch
    TO_HAND_OVER = "to_hand_over"  #: planned, but its owner was erased; the caller triages in its branch
