"""Who may do what to which row. No reading: whoever asks has the rows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.people.errors import BeyondOwnRights, OwnAccess
from services.people.schemas import Action
from shared.auth import permissions
from shared.auth.principal import EVERYWHERE, Grant, Principal, Scope
from shared.errors import Forbidden, NotFound


def require_in(principal: Principal, permission: str, branch: UUID | None) -> None:
    """The permission in this branch (None: everywhere), or Forbidden. For records that everybody may see."""
    if not principal.may(permission, branch):
        raise Forbidden


def require_everywhere(principal: Principal, permission: str) -> None:
    if not principal.scope(permission).is_everywhere:
        raise Forbidden


def may_see_person(principal: Principal, person_id: UUID, branch: UUID | None) -> bool:
    return person_id == principal.id or principal.may(permissions.PEOPLE_READ, branch)


def may_see_private(principal: Principal, person_id: UUID, branch: UUID | None) -> bool:
    return person_id == principal.id or principal.may(permissions.PEOPLE_READ_PRIVATE, branch)


def require_private(principal: Principal, person_id: UUID, branch: UUID | None) -> None:
    """To read what is private of a person whom the caller sees, or Forbidden."""
    if not may_see_private(principal, person_id, branch):
        raise Forbidden


def may_edit_person(principal: Principal, branch: UUID | None) -> bool:
    return principal.may(permissions.PEOPLE_EDIT, branch)


def require_person_edit(principal: Principal, person_id: UUID, branch: UUID | None) -> None:
    """To edit the person's card; a person whom the caller may not even see does not exist for them."""
    if principal.may(permissions.PEOPLE_EDIT, branch):
        return
    raise Forbidden if may_see_person(principal, person_id, branch) else NotFound


def person_actions(principal: Principal, person_id: UUID, branch: UUID | None, *, is_member: bool) -> list[Action]:
    actions: list[Action] = []
    if principal.may(permissions.PEOPLE_EDIT, branch):
        actions += ["edit", "leave" if is_member else "join"]
    if principal.may(permissions.ACCESS_MANAGE, branch) and person_id != principal.id:
        actions += ["grant", "create_account"]
    return actions


def structure_actions(principal: Principal, branch: UUID | None, *, closed: bool) -> list[Action]:
    """What the caller may do with a unit or a site of the branch."""
    return ["edit", "reopen" if closed else "close"] if principal.may(permissions.STRUCTURE_EDIT, branch) else []


def branch_actions(principal: Principal, branch: UUID, *, closed: bool) -> list[Action]:
    """A branch is opened and closed by who keeps the structure everywhere."""
    actions = structure_actions(principal, branch, closed=closed)
    return actions if principal.scope(permissions.STRUCTURE_EDIT).is_everywhere else actions[:1]


def covers(principal: Principal, held: Iterable[str], scope: Scope) -> bool:
    """Whether the principal holds all of these permissions wherever the scope reaches."""
    return all(_includes(principal.scope(permission), scope) for permission in held)


def may_manage_access_of(principal: Principal, person_id: UUID, branch: UUID | None, grants: Iterable[Grant]) -> bool:
    """Whether the caller may set this person's password: nobody takes over an account that may do more than theirs."""
    return (
        person_id != principal.id
        and principal.may(permissions.ACCESS_MANAGE, branch)
        and all(covers(principal, grant.permissions, grant.scope) for grant in grants)
    )


def may_change_grant(principal: Principal, grant: Any) -> bool:
    """Whether the caller may change or take back a grant, a row with its role's `permissions`."""
    scope = EVERYWHERE if grant.branch_id is None else Scope(frozenset({grant.branch_id}))
    return (
        grant.withdrawn_at is None and grant.person_id != principal.id and covers(principal, grant.permissions, scope)
    )


def require_access_of(principal: Principal, person_id: UUID, branch: UUID | None, grants: Iterable[Grant]) -> None:
    if not principal.may(permissions.ACCESS_MANAGE, branch):
        raise NotFound
    if person_id == principal.id:
        raise OwnAccess
    if not may_manage_access_of(principal, person_id, branch, grants):
        raise BeyondOwnRights


def _includes(outer: Scope, inner: Scope) -> bool:
    if outer.branches is None:
        return True
    return inner.branches is not None and inner.branches <= outer.branches
