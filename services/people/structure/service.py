"""Use cases of branches, units and sites. Each change is written with its history and its event."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events, policies, repository
from services.people.domain.persons import difference
from services.people.domain.structure import branch_key, name_key
from services.people.errors import NameTaken
from services.people.errors.structure import AlreadyClosed, BranchClosed, NotClosed, PlaceInUse, unusable
from services.people.models import Branch, Site, Unit
from services.people.structure.repository import held
from shared import clock, outbox
from shared.auth.permissions import STRUCTURE_EDIT
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.errors import InvalidInput, NotFound
from shared.ids import new_id
from shared.web.versions import check_version

Place = TypeVar("Place", Branch, Unit, Site)

_TAKEN = dict.fromkeys(("uq_branches_name_key", "uq_units_name_key", "uq_sites_name_key"), NameTaken)
_NOUNS: Mapping[type, str] = {Branch: "branch", Unit: "unit", Site: "site"}
_EVENTS: Mapping[type, Callable[..., Event]] = {Branch: events.branch, Unit: events.unit, Site: events.site}


async def create_branch(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Branch:
    """Raises Forbidden, NameTaken."""
    policies.require_everywhere(principal, STRUCTURE_EDIT)
    return await _create(session, Branch(id=new_id(), name_key=branch_key(values["name"]), **values), principal)


async def create_unit(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Unit:
    """Raises Forbidden, NameTaken, InvalidInput for an unknown or closed branch."""
    policies.require_in(principal, STRUCTURE_EDIT, values["branch_id"])
    await _require_branch(session, values["branch_id"])
    return await _create(session, Unit(id=new_id(), name_key=name_key(values["name"]), **values), principal)


async def create_site(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Site:
    """Raises Forbidden, NameTaken, InvalidInput for an unknown or closed branch."""
    policies.require_in(principal, STRUCTURE_EDIT, values["branch_id"])
    await _require_branch(session, values["branch_id"])
    return await _create(session, Site(id=new_id(), name_key=name_key(values["name"]), **values), principal)


async def edit_branch(
    session: AsyncSession, *, principal: Principal, branch_id: UUID, edits: Mapping[str, Any], expected: int
) -> Branch:
    """Raises NotFound, Forbidden, StaleVersion, NameTaken."""
    record = await _locked(session, Branch, branch_id)
    policies.require_in(principal, STRUCTURE_EDIT, record.id)
    keys = {"name_key": branch_key(edits["name"])} if "name" in edits else {}
    return await _edit(session, record, edits, keys, expected, principal)


async def edit_unit(
    session: AsyncSession, *, principal: Principal, unit_id: UUID, edits: Mapping[str, Any], expected: int
) -> Unit:
    """Raises NotFound, Forbidden, StaleVersion, NameTaken."""
    record = await _locked(session, Unit, unit_id)
    policies.require_in(principal, STRUCTURE_EDIT, record.branch_id)
    return await _edit(session, record, edits, _key_of(edits), expected, principal)


async def edit_site(
    session: AsyncSession, *, principal: Principal, site_id: UUID, edits: Mapping[str, Any], expected: int
) -> Site:
    """Raises NotFound, Forbidden, StaleVersion, NameTaken, InvalidInput for an unknown or closed branch."""
    record = await _locked(session, Site, site_id)
    policies.require_in(principal, STRUCTURE_EDIT, record.branch_id)
    if edits.get("branch_id", record.branch_id) != record.branch_id:
        policies.require_in(principal, STRUCTURE_EDIT, edits["branch_id"])
        await _require_branch(session, edits["branch_id"])
    return await _edit(session, record, edits, _key_of(edits), expected, principal)


async def close(
    session: AsyncSession, *, kind: type[Place], principal: Principal, record_id: UUID, expected: int
) -> Place:
    """It takes nothing new from now on, and keeps its history, its former people and its figures.

    Raises NotFound, Forbidden, StaleVersion, AlreadyClosed, PlaceInUse with what must leave it first.
    """
    record = await _locked(session, kind, record_id)
    _require_keeper(principal, record)
    check_version(record.version, expected)
    if record.closed_at is not None:
        raise AlreadyClosed
    in_the_way = await held(session, record)
    if in_the_way:
        raise PlaceInUse(in_the_way)
    return await _set_closed(session, record, clock.now(), principal)


async def reopen(
    session: AsyncSession, *, kind: type[Place], principal: Principal, record_id: UUID, expected: int
) -> Place:
    """Raises NotFound, Forbidden, StaleVersion, NotClosed, BranchClosed for what belongs to a closed branch."""
    record = await _locked(session, kind, record_id)
    _require_keeper(principal, record)
    check_version(record.version, expected)
    if record.closed_at is None:
        raise NotClosed
    if not isinstance(record, Branch) and record.branch_id is not None:
        branch = await repository.living(session, Branch, record.branch_id)
        if branch is not None and branch.closed_at is not None:
            raise BranchClosed
    return await _set_closed(session, record, None, principal)


def _require_keeper(principal: Principal, record: Branch | Unit | Site) -> None:
    if isinstance(record, Branch):
        policies.require_everywhere(principal, STRUCTURE_EDIT)
    else:
        policies.require_in(principal, STRUCTURE_EDIT, record.branch_id)


async def _set_closed(session: AsyncSession, record: Place, at: datetime | None, principal: Principal) -> Place:
    told = {"closed_at": [moment and moment.isoformat() for moment in (record.closed_at, at)]}
    record.closed_at, record.updated_at = at, clock.now()
    await session.flush()
    await _tell(session, record, "changed", told, principal, act="reopened" if at is None else "closed")
    return record


def _key_of(edits: Mapping[str, Any]) -> Mapping[str, str]:
    return {"name_key": name_key(edits["name"])} if "name" in edits else {}


async def _locked(session: AsyncSession, kind: type[Place], record_id: UUID) -> Place:
    record = await repository.lock(session, kind, record_id)
    if record is None or record.removed_at is not None:
        raise NotFound
    return record


async def _require_branch(session: AsyncSession, branch_id: UUID | None) -> None:
    if branch_id is None:
        return
    errors = unusable("branch", await repository.living(session, Branch, branch_id), "branch_id")
    if errors:
        raise InvalidInput(errors=errors)


async def _create(session: AsyncSession, record: Place, principal: Principal) -> Place:
    session.add(record)
    await repository.flush(session, _TAKEN)
    await _tell(session, record, "created", {}, principal)
    return record


async def _edit(
    session: AsyncSession,
    record: Place,
    edits: Mapping[str, Any],
    keys: Mapping[str, str],
    expected: int,
    principal: Principal,
) -> Place:
    check_version(record.version, expected)
    changed = difference(repository.values_of(record, list(edits)), edits)
    if not changed:
        return record
    for field, value in {**edits, **keys, "updated_at": clock.now()}.items():
        setattr(record, field, value)
    await repository.flush(session, _TAKEN)
    await _tell(session, record, "changed", changed, principal)
    return record


async def _tell(
    session: AsyncSession,
    record: Place,
    verb: str,
    changed: Mapping[str, Any],
    principal: Principal,
    *,
    act: str | None = None,
) -> None:
    """`verb`: of the event; `act`: what history calls it, when that says more."""
    noun, build = _NOUNS[type(record)], _EVENTS[type(record)]
    repository.add_history(
        session,
        noun=noun,
        record_id=record.id,
        version=record.version,
        act=act or verb,
        changed=changed,
        actor_id=principal.id,
    )
    await outbox.add(session, build(verb, record, actor=principal.id, changed=changed))
