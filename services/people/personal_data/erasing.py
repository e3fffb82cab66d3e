"""The use case of forgetting a person: what names them goes, what they did stays with an id that names nobody.

One transaction empties the register and tells everybody (`people.person.erased`); `purging.py` then takes the earlier
events out of the stream. See docs/adr/0011-forgetting-a-person.md.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events as register_events
from services.people import policies
from services.people import repository as common
from services.people.absences import service as absences
from services.people.accounts.service import revoke_links
from services.people.cards import repository as cards
from services.people.cards import service as card_service
from services.people.domain.erasures import BLOCKERS, LAST_NAME, Blocker, Reason, first_name, is_confirmed
from services.people.domain.persons import FIELDS
from services.people.errors.personal_data import NOT_CONFIRMED, CannotErase
from services.people.events import erasures as events
from services.people.models import Account, Erasure, Person
from services.people.personal_data import repository
from shared import clock, outbox
from shared.auth.permissions import PEOPLE_ERASE
from shared.auth.principal import Principal
from shared.errors import FieldError, Forbidden, InvalidInput, NotFound
from shared.ids import new_id
from shared.web.versions import check_version

_EMPTIED: dict[str, Any] = dict.fromkeys(set(FIELDS) - {"last_name", "first_name", "is_member", "branch_id"})


async def outlook(
    session: AsyncSession, *, principal: Principal, person_id: UUID, today: date
) -> tuple[Person, list[Blocker]]:
    """The person and what stands in the way of forgetting them. Raises NotFound, Forbidden."""
    person = await session.get(Person, person_id)
    _require(principal, person)
    assert person is not None
    return person, await _blockers(session, person, principal, today)


async def erase(
    session: AsyncSession,
    *,
    principal: Principal,
    person_id: UUID,
    reason: Reason,
    confirmation: str,
    expected: int | None,
    today: date,
) -> Erasure:
    """Forget a person for good. Raises NotFound, Forbidden, StaleVersion, CannotErase, InvalidInput."""
    person = await common.lock(session, Person, person_id)
    _require(principal, person)
    assert person is not None
    check_version(person.version, expected)
    for blocker in await _blockers(session, person, principal, today):
        raise CannotErase(blocker=BLOCKERS[blocker])
    if not is_confirmed(confirmation, person.last_name):
        raise InvalidInput(errors=[FieldError(("body", "confirmation"), "not_confirmed", NOT_CONFIRMED)])
    erasure = Erasure(
        id=new_id(), person_id=person_id, reason=reason, requested_by=principal.id, erased_at=clock.now(), purged={}
    )
    session.add(erasure)
    await session.flush()
    await _forget(session, person, erasure, principal, today)
    return erasure


def _require(principal: Principal, person: Person | None) -> None:
    if person is None or person.removed_at is not None:
        raise NotFound
    if not principal.may(PEOPLE_ERASE, person.branch_id):
        raise Forbidden if policies.may_see_person(principal, person.id, person.branch_id) else NotFound


async def _blockers(session: AsyncSession, person: Person, principal: Principal, today: date) -> list[Blocker]:
    found: list[Blocker] = ["oneself"] if person.id == principal.id else []
    if person.is_member:
        found.append("member")
    if await repository.holds_roles(session, person.id, today):
        found.append("roles")
    return found


async def _forget(session: AsyncSession, person: Person, erasure: Erasure, principal: Principal, today: date) -> None:
    now, by = clock.now(), principal.id
    card = await cards.held(session, person.id)
    if card is not None:
        await card_service.take_back(session, card, person, reason="erased", by=by)
    await absences.forget(session, person, by=by, today=today)
    account = await repository.account_of(session, person.id)
    if account is not None:
        await _close(session, account, person, by)
    await repository.remove_own_segments(session, person.id, now)
    await repository.drop_files(session, person.id)
    await repository.forget_memberships(session, person.id)
    await repository.forget_answers(session, person.id)
    words = list(person.search_words)
    _empty(person, erasure.number)
    await session.flush()
    await repository.forget_words(session, words)
    common.add_history(
        session,
        noun="person",
        record_id=person.id,
        version=person.version,
        act="erased",
        changed={},
        actor_id=by,
    )
    await session.flush()
    await repository.redact_history(session, [person.id, *([account.id] if account else [])])
    await outbox.add(session, events.erased(person, actor=by))


def _empty(person: Person, number: int) -> None:
    for name, value in _EMPTIED.items():
        setattr(person, name, value)
    person.last_name, person.first_name = LAST_NAME, first_name(number)
    person.personnel_key, person.is_member = None, False
    person.removed_at = person.updated_at = clock.now()


async def _close(session: AsyncSession, account: Account, person: Person, by: UUID) -> None:
    """Nobody can sign in with it, and its login, often a name, is gone."""
    await revoke_links(session, account, branch=person.branch_id, actor=by)
    account.login = account.login_key = f"erased-{account.id}"
    account.password_hash, account.disabled = None, True
    account.updated_at = clock.now()
    await session.flush()
    await repository.forget_keys(session, account.id)
    ended = await repository.end_sessions(session, person.id, clock.now())
    told = [register_events.session("ended", row, branch=person.branch_id, actor=by) for row in ended]
    changed = {"disabled": (False, True)}
    await outbox.add(
        session,
        register_events.account("changed", account, branch=person.branch_id, actor=by, changed=changed),
        *told,
    )
