"""Use cases of roles and grants. Nobody gives, changes or takes more than they hold, nor anything of their own."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events, policies
from services.people import repository as common
from services.people.access import repository
from services.people.access.schemas import GrantEdit, GrantIn
from services.people.domain.persons import difference
from services.people.domain.roles import ADMINISTRATOR
from services.people.errors import (
    LAST_DAY_FIRST,
    BeyondOwnRights,
    CodeTaken,
    GrantExists,
    LastAdministrator,
    OwnAccess,
    ProtectedRole,
    unknown,
)
from services.people.errors.access import GrantBegun, GrantWithdrawn
from services.people.errors.structure import unusable
from services.people.models import Branch, Grant, Role
from shared import clock, outbox
from shared.auth import permissions
from shared.auth.principal import EVERYWHERE, Principal, Scope
from shared.errors import FieldError, InvalidInput, NotFound
from shared.ids import new_id
from shared.web.versions import check_version

_TAKEN = {"uq_grants_standing": GrantExists, "uq_roles_code": CodeTaken}


async def create_role(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Role:
    """Raises Forbidden, BeyondOwnRights, CodeTaken, InvalidInput for an unknown permission."""
    policies.require_everywhere(principal, permissions.ACCESS_MANAGE)
    _require_permissions(principal, values["permissions"])
    role = Role(id=new_id(), **{**values, "permissions": sorted(set(values["permissions"]))})
    session.add(role)
    await common.flush(session, _TAKEN)
    await _tell_role(session, role, "created", {}, principal)
    return role


async def edit_role(
    session: AsyncSession, *, principal: Principal, role_id: UUID, edits: Mapping[str, Any], expected: int
) -> Role:
    """Raises NotFound, Forbidden, ProtectedRole, BeyondOwnRights, StaleVersion, InvalidInput."""
    policies.require_everywhere(principal, permissions.ACCESS_MANAGE)
    role = await common.lock(session, Role, role_id)
    if role is None:
        raise NotFound
    if role.code == ADMINISTRATOR:
        raise ProtectedRole
    check_version(role.version, expected)
    values = dict(edits)
    if "permissions" in values:
        values["permissions"] = sorted(set(values["permissions"]))
        _require_permissions(principal, set(values["permissions"]) ^ set(role.permissions))
    changed = difference(common.values_of(role, list(values)), values)
    if changed:
        for field, value in {**values, "updated_at": clock.now()}.items():
            setattr(role, field, value)
        await common.flush(session, _TAKEN)
        await _tell_role(session, role, "changed", changed, principal)
    return role


async def give(session: AsyncSession, *, principal: Principal, grant: GrantIn, today: date) -> Grant:
    """A role for a person.

    Raises Forbidden, OwnAccess, BeyondOwnRights, GrantExists, InvalidInput for an unknown person or role, or a branch
    that is unknown or closed.
    """
    policies.require_in(principal, permissions.ACCESS_MANAGE, grant.branch_id)
    role = await _require_known(session, grant, principal)
    if grant.person_id == principal.id:
        raise OwnAccess
    _require_covered(principal, role, grant.branch_id)
    record = Grant(
        id=new_id(),
        person_id=grant.person_id,
        role_id=role.id,
        branch_id=grant.branch_id,
        valid_from=grant.valid_from or today,
        valid_to=grant.valid_to,
        granted_by=principal.id,
        granted_at=clock.now(),
    )
    session.add(record)
    await common.flush(session, _TAKEN)
    await _tell_grant(session, record, role.code, "given", {}, principal)
    return record


async def set_dates(
    session: AsyncSession, *, principal: Principal, grant_id: UUID, edits: GrantEdit, expected: int, today: date
) -> Grant:
    """Set or lift the last day, or move the first one of a grant that has not begun.

    Raises NotFound, OwnAccess, BeyondOwnRights, LastAdministrator, GrantWithdrawn, GrantBegun, StaleVersion,
    InvalidInput.
    """
    grant, role = await _locked(session, grant_id, principal)
    check_version(grant.version, expected)
    given = edits.model_dump(exclude_unset=True)
    changed = difference(common.values_of(grant, list(given)), given)
    if "valid_from" in changed and (grant.valid_from <= today or edits.valid_from < today):
        raise GrantBegun
    first, last = given.get("valid_from", grant.valid_from), given.get("valid_to", grant.valid_to)
    if last is not None and last < first:
        raise InvalidInput(errors=[FieldError(("body", "valid_to"), "date_order", LAST_DAY_FIRST)])
    if changed:
        if last is not None or first > today:
            await _keep_an_administrator(session, grant, role, today)
        grant.valid_from, grant.valid_to = first, last
        await session.flush()
        await _tell_grant(session, grant, role.code, "changed", changed, principal)
    return grant


async def withdraw(
    session: AsyncSession, *, principal: Principal, grant_id: UUID, expected: int | None, today: date
) -> Grant:
    """Raises NotFound, OwnAccess, BeyondOwnRights, LastAdministrator, GrantWithdrawn, StaleVersion."""
    grant, role = await _locked(session, grant_id, principal)
    check_version(grant.version, expected)
    await _keep_an_administrator(session, grant, role, today)
    grant.withdrawn_at, grant.withdrawn_by = clock.now(), principal.id
    await session.flush()
    await _tell_grant(session, grant, role.code, "withdrawn", {}, principal)
    return grant


async def _locked(session: AsyncSession, grant_id: UUID, principal: Principal) -> tuple[Grant, Role]:
    grant = await common.lock(session, Grant, grant_id)
    if grant is None or not principal.may(permissions.ACCESS_MANAGE, grant.branch_id):
        raise NotFound
    if grant.withdrawn_at:
        raise GrantWithdrawn
    if grant.person_id == principal.id:
        raise OwnAccess
    role = await repository.role_of(session, grant)
    _require_covered(principal, role, grant.branch_id)
    return grant, role


async def _require_known(session: AsyncSession, grant: GrantIn, principal: Principal) -> Role:
    errors = []
    role = await repository.role_by_code(session, grant.role)
    if role is None:
        errors.append(unknown("role", "role"))
    if grant.branch_id:
        errors += unusable("branch", await common.living(session, Branch, grant.branch_id), "branch_id")
    person = await repository.person(session, grant.person_id)
    if person is None or not (
        principal.may(permissions.ACCESS_MANAGE, person.branch_id)
        or policies.may_see_person(principal, person.id, person.branch_id)
    ):
        errors.append(unknown("person", "person_id"))
    if errors or role is None:
        raise InvalidInput(errors=errors)
    return role


def _require_permissions(principal: Principal, named: Iterable[str]) -> None:
    """Permissions that a role gains or loses must exist and be held everywhere by who changes it."""
    unheard = [permission for permission in named if permission not in permissions.ALL]
    if unheard:
        raise InvalidInput(errors=[unknown("permission", "permissions")])
    if not policies.covers(principal, named, EVERYWHERE):
        raise BeyondOwnRights


def _require_covered(principal: Principal, role: Role, branch_id: UUID | None) -> None:
    scope = EVERYWHERE if branch_id is None else Scope(frozenset({branch_id}))
    if not policies.covers(principal, role.permissions, scope):
        raise BeyondOwnRights


async def _keep_an_administrator(session: AsyncSession, grant: Grant, role: Role, today: date) -> None:
    is_one = role.code == ADMINISTRATOR and grant.branch_id is None
    if is_one and not await repository.other_administrators(session, besides=grant.person_id, today=today):
        raise LastAdministrator


async def _tell_role(
    session: AsyncSession, role: Role, act: str, changed: Mapping[str, Any], principal: Principal
) -> None:
    common.add_history(
        session, noun="role", record_id=role.id, version=role.version, act=act, changed=changed, actor_id=principal.id
    )
    await outbox.add(session, events.role(act, role, actor=principal.id, changed=changed))


async def _tell_grant(
    session: AsyncSession, grant: Grant, code: str, act: str, changed: Mapping[str, Any], principal: Principal
) -> None:
    common.add_history(
        session,
        noun="grant",
        record_id=grant.id,
        version=grant.version,
        act=act,
        changed=changed,
        actor_id=principal.id,
    )
    await outbox.add(session, events.grant(act, grant, code, actor=principal.id, changed=changed))
