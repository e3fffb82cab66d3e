"""Use cases of absences: plan, change, cancel; for oneself, or by whoever edits the person's card."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import policies
from services.people import repository as common
from services.people.absences import repository
from services.people.domain.absences import LONGEST_DAYS, Away, closes_circle
from services.people.domain.persons import difference
from services.people.errors import LAST_DAY_FIRST, unknown
from services.people.errors.absences import AbsenceIsCancelled, AbsencesOverlap, OwnSubstitute, SubstitutesInACircle
from services.people.events import absences as events
from services.people.models import Absence, Person
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput, NotFound
from shared.ids import new_id
from shared.web.versions import check_version


async def plan(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Absence:
    """Raises NotFound, Forbidden, AbsencesOverlap, SubstitutesInACircle, OwnSubstitute, InvalidInput."""
    await repository.one_writer(session)
    person = await _person(session, values["person_id"] or principal.id, principal)
    absence = Absence(id=new_id(), version=1, **{**values, "person_id": person.id})
    await _require_room(session, absence, person, principal)
    session.add(absence)
    await session.flush()
    await _tell(session, "planned", absence, person, principal, {})
    return absence


async def edit(
    session: AsyncSession, *, principal: Principal, absence_id: UUID, edits: Mapping[str, Any], expected: int
) -> Absence:
    """Raises as `plan` does, and StaleVersion, AbsenceIsCancelled."""
    await repository.one_writer(session)
    absence, person = await _locked(session, absence_id, principal)
    check_version(absence.version, expected)
    changed = difference(common.values_of(absence, list(edits)), edits)
    if not changed:
        return absence
    for name, value in edits.items():
        setattr(absence, name, value)
    _require_days(absence)
    await _require_room(session, absence, person, principal)
    absence.updated_at = clock.now()
    await session.flush()
    await _tell(session, "changed", absence, person, principal, changed)
    return absence


async def cancel(session: AsyncSession, *, principal: Principal, absence_id: UUID, expected: int | None) -> Absence:
    """Raises NotFound, Forbidden, StaleVersion, AbsenceIsCancelled."""
    await repository.one_writer(session)
    absence, person = await _locked(session, absence_id, principal)
    check_version(absence.version, expected)
    absence.cancelled_at = absence.updated_at = clock.now()
    await session.flush()
    await _tell(session, "cancelled", absence, person, principal, {})
    return absence


async def forget(session: AsyncSession, person: Person, *, by: UUID, today: date) -> None:
    """Cancel what a person who is being forgotten has planned, forget why they were away, find them no more tasks."""
    await repository.one_writer(session)
    for absence in await repository.of(session, person.id):
        absence.kind = "other"
        if absence.cancelled_at is None and absence.last_day >= today:
            absence.cancelled_at = absence.updated_at = clock.now()
            await session.flush()
            event = events.absence("cancelled", absence, branch=person.branch_id, actor=by)
            await outbox.add(session, event)
    for absence in await repository.substituted_by(session, person.id, since=today):
        absence.substitute_id = None
        absence.updated_at = clock.now()
        await session.flush()
        away = await session.get(Person, absence.person_id)
        branch = away.branch_id if away else None
        changed = {"substitute_id": [str(person.id), None]}
        await outbox.add(session, events.absence("changed", absence, branch=branch, actor=by, changed=changed))
    await session.flush()


async def _person(session: AsyncSession, person_id: UUID, principal: Principal) -> Person:
    person = await session.get(Person, person_id)
    if person is None or person.removed_at is not None:
        raise NotFound
    if person.id != principal.id:
        policies.require_person_edit(principal, person.id, person.branch_id)
    return person


async def _locked(session: AsyncSession, absence_id: UUID, principal: Principal) -> tuple[Absence, Person]:
    if await repository.absence(session, absence_id, principal) is None:
        raise NotFound
    absence = await common.lock(session, Absence, absence_id)
    assert absence is not None
    person = await _person(session, absence.person_id, principal)
    if absence.cancelled_at is not None:
        raise AbsenceIsCancelled
    return absence, person


def _require_days(absence: Absence) -> None:
    days = (absence.last_day - absence.first_day).days
    if not 0 <= days <= LONGEST_DAYS:
        raise InvalidInput(errors=[FieldError(("body", "last_day"), "date_order", LAST_DAY_FIRST)])


async def _require_room(session: AsyncSession, absence: Absence, person: Person, principal: Principal) -> None:
    """No second absence on a day, a substitute who is somebody else and known, and no circle of them."""
    sharing = await repository.sharing_days(session, absence.first_day, absence.last_day, without=absence.id)
    own = next((other for other in sharing if other.person_id == absence.person_id), None)
    if own is not None:
        raise AbsencesOverlap(first=own.first_day.strftime("%d.%m.%Y"), last=own.last_day.strftime("%d.%m.%Y"))
    if absence.substitute_id is None:
        return
    if absence.substitute_id == absence.person_id:
        raise OwnSubstitute
    substitute = await session.get(Person, absence.substitute_id)
    if substitute is None or substitute.removed_at is not None or not _may_name(principal, person, substitute):
        raise InvalidInput(errors=[unknown("person", "substitute_id")])
    if closes_circle(_away(absence), [_away(other) for other in sharing]):
        raise SubstitutesInACircle


def _may_name(principal: Principal, person: Person, substitute: Person) -> bool:
    """A colleague of the person's branch, or somebody whom the caller may see."""
    together = person.branch_id is not None and substitute.branch_id == person.branch_id
    return together or policies.may_see_person(principal, substitute.id, substitute.branch_id)


def _away(absence: Absence) -> Away:
    return Away(absence.person_id, absence.first_day, absence.last_day, absence.substitute_id)


async def _tell(
    session: AsyncSession,
    verb: events.Verb,
    absence: Absence,
    person: Person,
    by: Principal,
    changed: Mapping[str, Any],
) -> None:
    common.add_history(
        session,
        noun="absence",
        record_id=absence.id,
        version=absence.version,
        act=verb,
        changed=changed,
        actor_id=by.id,
    )
    event = events.absence(verb, absence, branch=person.branch_id, actor=by.id, changed=changed)
    await outbox.add(session, event)
