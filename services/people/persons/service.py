"""Use cases of the register: register, edit, join, leave. Each change is written with its history and its event."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events, policies
from services.people import repository as common
from services.people.domain.persons import FIELDS, difference
from services.people.errors import AlreadyMember, NotMember, PersonnelNumberTaken
from services.people.errors.structure import BranchClosed, unusable
from services.people.models import Branch, Membership, Person, Site, Unit
from services.people.persons import repository
from shared import clock, outbox
from shared.auth.permissions import PEOPLE_EDIT
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput, NotFound
from shared.i18n import Text
from shared.importing import canonical_number
from shared.web.versions import check_version

_TAKEN = {"uq_persons_personnel_key": PersonnelNumberTaken}
_PLACES: Mapping[str, tuple[str, type[Branch] | type[Unit] | type[Site]]] = {
    "branch_id": ("branch", Branch),
    "unit_id": ("unit", Unit),
    "assignment_site_id": ("site", Site),
}
_BEFORE_JOINING = Text(ru="Дата раньше вступления ({joined}).", en="The date is before the joining ({joined}).")
_BEFORE_LEAVING = Text(ru="Дата раньше последнего выхода ({left}).", en="The date is before the last leaving ({left}).")
_BRANCH_NEEDED = Text(
    ru="Выберите отделение: вы ведёте карточки не во всех.",
    en="Choose a branch: you do not edit cards in all of them.",
)
_AFTER_LEAVING = Text(ru="Дата позже выхода ({left}).", en="The date is after the leaving ({left}).")


async def register(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Person:
    """A new card; of the caller's branch when they name none and edit in no other.

    Raises Forbidden, PersonnelNumberTaken, InvalidInput for an unknown or closed place, or a branch left out.
    """
    values = {**values, "branch_id": values["branch_id"] or _own_branch(principal)}
    policies.require_in(principal, PEOPLE_EDIT, values["branch_id"])
    await _require_places(session, values, values["branch_id"])
    person = Person(**values, left_on=None, personnel_key=_key(values["personnel_number"]), version=1)
    session.add(person)
    await common.flush(session, _TAKEN)
    if person.is_member or person.joined_on:
        session.add(
            Membership(person_id=person.id, joined_on=person.joined_on, left_on=None, ended=not person.is_member)
        )
    await _tell(session, person, "registered", {}, principal)
    return person


def _own_branch(principal: Principal) -> UUID | None:
    """The branch of a card that names none: nobody's for who edits everywhere, else the only one of the caller's."""
    branches = principal.scope(PEOPLE_EDIT).branches
    if branches is None:
        return None
    if len(branches) == 1:
        return next(iter(branches))
    raise InvalidInput(errors=[FieldError(("body", "branch_id"), "branch_needed", _BRANCH_NEEDED)])


async def edit(
    session: AsyncSession, *, principal: Principal, person_id: UUID, edits: Mapping[str, Any], expected: int
) -> Person:
    """Raises NotFound, Forbidden, StaleVersion, PersonnelNumberTaken, InvalidInput for an unknown or closed place."""
    person = await _locked(session, person_id, principal)
    check_version(person.version, expected)
    values = dict(edits)
    branch_id = values.get("branch_id", person.branch_id)
    if branch_id != person.branch_id:
        policies.require_in(principal, PEOPLE_EDIT, branch_id)
        values.setdefault("unit_id", None)  # a unit belongs to one branch: the old one is left behind
    await _require_places(session, values, branch_id, before=person)
    if "joined_on" in values:
        await _correct_joining(session, person, values["joined_on"])
    return await _change(session, person, values, principal)


async def join(
    session: AsyncSession, *, principal: Principal, person_id: UUID, joined_on: date, expected: int | None
) -> Person:
    """A new period of membership.

    Raises NotFound, Forbidden, StaleVersion, AlreadyMember, BranchClosed, InvalidInput.
    """
    person = await _locked(session, person_id, principal)
    check_version(person.version, expected)
    if person.is_member:
        raise AlreadyMember
    branch = await common.living(session, Branch, person.branch_id) if person.branch_id else None
    if branch is not None and branch.closed_at is not None:
        raise BranchClosed
    if person.left_on and joined_on < person.left_on:
        raise _refuse_date("joined_on", _BEFORE_LEAVING, left=person.left_on)
    session.add(Membership(person_id=person.id, joined_on=joined_on, left_on=None, ended=False))
    return await _change(session, person, {"is_member": True, "joined_on": joined_on, "left_on": None}, principal)


async def leave(
    session: AsyncSession, *, principal: Principal, person_id: UUID, left_on: date, expected: int | None
) -> Person:
    """The end of the present period. Raises NotFound, Forbidden, StaleVersion, NotMember, InvalidInput."""
    person = await _locked(session, person_id, principal)
    check_version(person.version, expected)
    if not person.is_member:
        raise NotMember
    if person.joined_on and left_on < person.joined_on:
        raise _refuse_date("left_on", _BEFORE_JOINING, joined=person.joined_on)
    period = await repository.latest_membership(session, person.id)
    assert period is not None
    period.left_on, period.ended = left_on, True
    return await _change(session, person, {"is_member": False, "left_on": left_on}, principal)


async def _locked(session: AsyncSession, person_id: UUID, principal: Principal) -> Person:
    person = await common.lock(session, Person, person_id)
    if person is None or person.removed_at is not None:
        raise NotFound
    policies.require_person_edit(principal, person.id, person.branch_id)
    return person


async def _require_places(
    session: AsyncSession, values: Mapping[str, Any], branch_id: UUID | None, before: Person | None = None
) -> None:
    """Every place that is named must stand and be open, and the unit must be of the branch.

    `before`: who was in a place before it was closed may stay there.
    """
    errors: list[FieldError] = []
    for name, (noun, kind) in _PLACES.items():
        if not values.get(name):
            continue
        place = await common.living(session, kind, values[name])
        if noun == "unit" and place is not None and place.branch_id != branch_id:
            place = None
        if place is None or before is None or getattr(before, name) != values[name]:
            errors += unusable(noun, place, name)
    if errors:
        raise InvalidInput(errors=errors)


async def _correct_joining(session: AsyncSession, person: Person, joined_on: date | None) -> None:
    period = await repository.latest_membership(session, person.id)
    if period is None:
        period = Membership(person_id=person.id, left_on=None, ended=True)
        session.add(period)
    if joined_on and period.left_on and joined_on > period.left_on:
        raise _refuse_date("joined_on", _AFTER_LEAVING, left=period.left_on)
    period.joined_on = joined_on


async def _change(session: AsyncSession, person: Person, values: Mapping[str, Any], principal: Principal) -> Person:
    changed = difference(common.values_of(person, list(values)), values)
    if not changed:
        return person
    for field, value in values.items():
        setattr(person, field, value)
    if "personnel_number" in changed:
        person.personnel_key = _key(person.personnel_number)
    person.updated_at = clock.now()
    await common.flush(session, _TAKEN)
    await _tell(session, person, "changed", changed, principal)
    return person


async def _tell(session: AsyncSession, person: Person, act: str, changed: Mapping[str, Any], by: Principal) -> None:
    common.add_history(
        session,
        noun="person",
        record_id=person.id,
        version=person.version,
        act=act,
        changed=changed,
        actor_id=by.id,
    )
    row = common.values_of(person, ("id", "version", *FIELDS))
    await outbox.add(session, events.person(act, row, actor=by.id, changed=changed))


def _key(personnel_number: str | None) -> str | None:
    return canonical_number(personnel_number) if personnel_number else None


def _refuse_date(field: str, message: Text, **dates: date) -> InvalidInput:
    params = {name: day.strftime("%d.%m.%Y") for name, day in dates.items()}
    return InvalidInput(errors=[FieldError(("body", field), "date_order", message, params)])
