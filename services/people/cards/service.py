"""Use cases of membership cards: issue, withdraw, check."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import policies
from services.people import repository as common
from services.people.cards import printing, repository
from services.people.cards.schemas import HeldCard
from services.people.domain.cards import Reason
from services.people.domain.persons import display_name
from services.people.errors.cards import CardsAreForMembers, NoCard
from services.people.events import cards as events
from services.people.models import Card, Person
from services.people.settings import PeopleSettings
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.db.database import give_back
from shared.errors import NotFound
from shared.i18n import Locale
from shared.ids import new_id


async def issue(session: AsyncSession, *, principal: Principal, person_id: UUID) -> Card:
    """A new card; the one held before is worth nothing from now on. For oneself or by whoever edits the card.

    Raises NotFound, Forbidden, CardsAreForMembers.
    """
    person = await _locked(session, person_id, principal)
    if not person.is_member:
        raise CardsAreForMembers
    former = await repository.held(session, person_id)
    if former is not None:
        await take_back(session, former, person, reason="replaced", by=principal.id)
    card = Card(id=new_id(), person_id=person_id, issued_at=clock.now(), issued_by=principal.id)
    session.add(card)
    await session.flush()
    await _tell(session, card, person, by=principal.id)
    return card


async def withdraw(session: AsyncSession, *, principal: Principal, person_id: UUID, reason: Reason) -> None:
    """Raises NotFound, Forbidden, NoCard."""
    person = await _locked(session, person_id, principal)
    card = await repository.held(session, person_id)
    if card is None:
        raise NoCard
    await take_back(session, card, person, reason=reason, by=principal.id)


async def take_back(session: AsyncSession, card: Card, person: Person, *, reason: Reason, by: UUID) -> None:
    """The card is worth nothing from now on; the caller has decided that it may be."""
    card.withdrawn_at, card.withdrawn_by, card.reason = clock.now(), by, reason
    await session.flush()
    await _tell(session, card, person, by=by)


async def name_behind(session: AsyncSession, number: int | None) -> str | None:
    """The member's name when the card is good; None for every other card, whatever is wrong with it."""
    holder = await repository.holder(session, number) if number is not None else None
    return display_name(*holder) if holder else None


async def print_held(
    session: AsyncSession, *, person_id: UUID, card: HeldCard, settings: PeopleSettings, locale: Locale
) -> bytes:
    """The card that a person holds as a PDF; who may have it was decided."""
    person = await repository.printed_holder(session, person_id)
    name = tuple(part for part in (person.last_name, person.first_name, person.middle_name) if part)
    printed = printing.PrintedCard(
        name=name,
        branch=person.branch,
        number=card.number,
        issued_at=card.issued_at,
        link=card.link,
        union=settings.union_name,
        zone=settings.home_time_zone,
    )
    await give_back(session)
    return await printing.print_card(printed, locale)


async def _tell(session: AsyncSession, card: Card, person: Person, *, by: UUID) -> None:
    issued = card.withdrawn_at is None
    common.add_history(
        session,
        noun="person",
        record_id=person.id,
        version=person.version,
        act="card_issued" if issued else "card_withdrawn",
        changed={"card": [None, card.number] if issued else [card.number, card.number]},
        actor_id=by,
    )
    await outbox.add(session, events.card(card, branch=person.branch_id, actor=by))


async def _locked(session: AsyncSession, person_id: UUID, principal: Principal) -> Person:
    person = await common.lock(session, Person, person_id)
    if person is None or person.removed_at is not None:
        raise NotFound
    if person_id != principal.id:
        policies.require_person_edit(principal, person.id, person.branch_id)
    return person
