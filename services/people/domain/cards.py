"""Why a membership card is worth nothing any more."""

from typing import Literal

#: replaced: another was issued; lost; withdrawn: taken back; erased: the person was forgotten.
Reason = Literal["replaced", "lost", "withdrawn", "erased"]
#: What people may give as a reason.
GivenReason = Literal["lost", "withdrawn"]
