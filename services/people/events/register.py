"""From rows to contracts: the only builder of people's outgoing events."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.people.domain.persons import private_names, public
from services.people.models import Account, Branch, Grant, Role, SignInSession, Site, Unit
from shared import outbox
from shared.auth import permissions
from shared.contracts import people as contract
from shared.contracts.envelope import Event, EventData

Changed = Mapping[str, Any]
NOTHING: Changed = {}

_BRANCH = {"created": contract.BranchCreated, "changed": contract.BranchChanged, "removed": contract.BranchRemoved}
_UNIT = {"created": contract.UnitCreated, "changed": contract.UnitChanged, "removed": contract.UnitRemoved}
_SITE = {"created": contract.SiteCreated, "changed": contract.SiteChanged, "removed": contract.SiteRemoved}
_PERSON = {
    "registered": contract.PersonRegistered,
    "changed": contract.PersonChanged,
    "removed": contract.PersonRemoved,
}
_ROLE = {"created": contract.RoleCreated, "changed": contract.RoleChanged}
_GRANT = {"given": contract.GrantGiven, "changed": contract.GrantChanged, "withdrawn": contract.GrantWithdrawn}
_ACCOUNT = {"created": contract.AccountCreated, "changed": contract.AccountChanged}
_SESSION = {"started": contract.SessionStarted, "ended": contract.SessionEnded}


def branch(verb: str, row: Branch, *, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: created, changed or removed."""
    data = _BRANCH[verb](
        id=row.id,
        version=row.version,
        name=row.name,
        city=row.city,
        time_zone=row.time_zone,
        working_calendar=row.working_calendar,
        removed=row.removed_at is not None,
        closed_at=row.closed_at,
        changed=changed,
    )
    return outbox.build(data, subject=row.id, actor=actor, branch=row.id)


def unit(verb: str, row: Unit, *, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: created, changed or removed."""
    data = _UNIT[verb](
        id=row.id,
        version=row.version,
        branch_id=row.branch_id,
        name=row.name,
        removed=row.removed_at is not None,
        closed_at=row.closed_at,
        changed=changed,
    )
    return outbox.build(data, subject=row.id, actor=actor, branch=row.branch_id)


def site(verb: str, row: Site, *, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: created, changed or removed."""
    data = _SITE[verb](
        id=row.id,
        version=row.version,
        name=row.name,
        aliases=row.aliases,
        city=row.city,
        country=row.country,
        branch_id=row.branch_id,
        removed=row.removed_at is not None,
        closed_at=row.closed_at,
        changed=changed,
    )
    return outbox.build(data, subject=row.id, actor=actor, branch=row.branch_id)


def person(verb: str, row: Mapping[str, Any], *, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: registered, changed or removed; `row` has id, version and the fields of domain.persons."""
    data = _PERSON[verb](
        id=row["id"],
        version=row["version"],
        personnel_number=row["personnel_number"],
        last_name=row["last_name"],
        first_name=row["first_name"],
        middle_name=row["middle_name"],
        branch_id=row["branch_id"],
        unit_id=row["unit_id"],
        position=row["position"],
        city=row["city"],
        is_member=row["is_member"],
        joined_on=row["joined_on"],
        left_on=row["left_on"],
        assignment_site_id=row["assignment_site_id"],
        removed=verb == "removed",
        private_changed=private_names(changed),
        changed={field: (pair[0], pair[1]) for field, pair in public(changed).items()},
    )
    return outbox.build(
        data,
        subject=row["id"],
        actor=actor,
        branch=row["branch_id"],
        read_permission=permissions.PEOPLE_READ,
        readers=(row["id"],),
    )


def role(verb: str, row: Role, *, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: created or changed."""
    data = _ROLE[verb](
        code=row.code,
        permissions=row.permissions,
        version=row.version,
        name_ru=row.name_ru,
        name_en=row.name_en,
        changed=changed,
    )
    return outbox.build(data, subject=row.id, actor=actor, branch=None, read_permission=permissions.ACCESS_MANAGE)


def grant(verb: str, row: Grant, role_code: str, *, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: given, changed or withdrawn."""
    data = _GRANT[verb](
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        role=role_code,
        branch_id=row.branch_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        changed=changed,
    )
    return _about_access(data, subject=row.id, person_id=row.person_id, branch=row.branch_id, actor=actor)


def account(verb: str, row: Account, *, branch: UUID | None, actor: UUID | None, changed: Changed = NOTHING) -> Event:
    """`verb`: created or changed; `branch` is the person's."""
    data = _ACCOUNT[verb](
        id=row.id, version=row.version, person_id=row.person_id, disabled=row.disabled, changed=changed
    )
    return _about_access(data, subject=row.id, person_id=row.person_id, branch=branch, actor=actor)


def account_locked(row: Account, *, branch: UUID | None) -> Event:
    data = contract.AccountLocked(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        disabled=row.disabled,
        locked_until=row.locked_until,
        failed_attempts=row.failed_attempts,
    )
    return _about_access(data, subject=row.id, person_id=row.person_id, branch=branch, actor=None)


def session(verb: str, row: SignInSession, *, branch: UUID | None, actor: UUID | None) -> Event:
    """`verb`: started or ended."""
    data = _SESSION[verb](id=row.id, person_id=row.person_id)
    return _about_access(data, subject=row.id, person_id=row.person_id, branch=branch, actor=actor)


def _about_access(data: EventData, *, subject: UUID, person_id: UUID, branch: UUID | None, actor: UUID | None) -> Event:
    return outbox.build(
        data,
        subject=subject,
        actor=actor,
        branch=branch,
        read_permission=permissions.ACCESS_MANAGE,
        readers=(person_id,),
    )
