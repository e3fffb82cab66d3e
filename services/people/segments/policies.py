"""Who sees a saved segment, who may change it, and whose people it shows."""

from typing import Literal
from uuid import UUID

from shared.auth.permissions import PEOPLE_EDIT_SEGMENTS, PEOPLE_READ, PEOPLE_READ_PRIVATE
from shared.auth.principal import Principal, Scope
from shared.expressions.conditions import Condition, comparisons

#: own: the owner only; branch: readers of the register there; everyone: all readers of the register.
Visibility = Literal["own", "branch", "everyone"]


def is_private(condition: Condition) -> bool:
    """Whether the condition asks something private: then it is answered only where the caller may read that."""
    return any(comparison.name.is_private for comparison in comparisons(condition))


def scope_of(principal: Principal, condition: Condition) -> Scope:
    """The branches whose people may be counted and shown to the caller."""
    readable = principal.scope(PEOPLE_READ)
    if not is_private(condition):
        return readable
    private = principal.scope(PEOPLE_READ_PRIVATE)
    if readable.branches is None:
        return private
    return readable if private.branches is None else Scope(readable.branches & private.branches)


def may_ask(principal: Principal, condition: Condition) -> bool:
    """Private facts may be asked by whoever may read them somewhere."""
    return not is_private(condition) or principal.holds(PEOPLE_READ_PRIVATE)


def may_share(principal: Principal, visibility: str, branch_id: UUID | None) -> bool:
    """Whether the caller may make or change a segment that these people see."""
    scope = principal.scope(PEOPLE_EDIT_SEGMENTS)
    if visibility == "own":
        return not scope.is_empty
    return scope.is_everywhere if visibility == "everyone" else scope.includes(branch_id)


def may_edit(principal: Principal, owner_id: UUID, visibility: str, branch_id: UUID | None) -> bool:
    """The owner, and for a shared one whoever may share so. To share with fewer people is always possible."""
    if owner_id == principal.id:
        return may_share(principal, "own", None)
    return visibility != "own" and may_share(principal, visibility, branch_id)
