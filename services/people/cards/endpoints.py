"""/api/v1/people/{id}/card, and the public check of a card: /api/v1/public/cards/check."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from services.people import policies
from services.people.cards import printing, qr, repository, service
from services.people.cards.schemas import CardAction, CardState, CardToCheck, Checked, FormerCard, HeldCard, Withdrawal
from services.people.deps import Cards, CurrentPrincipal, Language, Session, Settings
from services.people.errors.cards import CardsAreForMembers, NoCard
from services.people.persons import repository as persons
from services.people.persons.repository import AnyRow
from shared.auth.principal import Principal
from shared.errors import Forbidden, NotFound
from shared.web.downloads import PDF_FILE, document
from shared.web.refusals import refuses
from shared.web.routing import public, service_router

router = service_router(prefix="/api/v1/people", tags=["cards"])
checks = service_router(prefix="/api/v1/public/cards", tags=["cards"])

_SVG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/svg+xml": {}}, "description": "The QR code"}}


@router.get("/{person_id}/card")
async def get_card(
    person_id: UUID, session: Session, principal: CurrentPrincipal, cards: Cards, settings: Settings
) -> CardState:
    """The membership card of oneself, or of a person whose card one edits."""
    return await _state(session, person_id, principal, cards, settings)


@router.get("/{person_id}/card.svg", response_class=Response, responses=_SVG)
async def draw_card(
    person_id: UUID, session: Session, principal: CurrentPrincipal, cards: Cards, settings: Settings
) -> Response:
    """The QR code of the card, to show on a screen or to print."""
    state = await _state(session, person_id, principal, cards, settings)
    if state.card is None:
        raise NoCard
    picture = await asyncio.to_thread(qr.svg, state.card.link)
    return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})


@router.get("/{person_id}/card.pdf", response_class=Response, responses={200: PDF_FILE})
@refuses(CardsAreForMembers)
async def print_card(
    person_id: UUID,
    session: Session,
    principal: CurrentPrincipal,
    cards: Cards,
    settings: Settings,
    locale: Language,
) -> Response:
    """The card itself, of the size of a bank card: to print, or to carry in a telephone. Of a member only."""
    state = await _state(session, person_id, principal, cards, settings)
    if state.card is None:
        raise NoCard
    if not state.is_valid:
        raise CardsAreForMembers
    pdf = await service.print_held(session, person_id=person_id, card=state.card, settings=settings, locale=locale)
    return document(pdf, f"{printing.TITLE.render(locale)} {state.card.number}.pdf")


@router.post("/{person_id}/card/issue")
async def issue_card(
    person_id: UUID, session: Session, principal: CurrentPrincipal, cards: Cards, settings: Settings
) -> CardState:
    """Issue a card; the one held before is replaced and worth nothing any more."""
    await service.issue(session, principal=principal, person_id=person_id)
    return await _state(session, person_id, principal, cards, settings)


@router.post("/{person_id}/card/withdraw")
async def withdraw_card(
    person_id: UUID,
    body: Withdrawal,
    session: Session,
    principal: CurrentPrincipal,
    cards: Cards,
    settings: Settings,
) -> CardState:
    """Take the card back: lost, or not to be shown any more."""
    await service.withdraw(session, principal=principal, person_id=person_id, reason=body.reason)
    return await _state(session, person_id, principal, cards, settings)


@checks.post("/check")
@public
async def check_card(body: CardToCheck, session: Session, cards: Cards) -> Checked:
    """Whether a card is good, and then its holder's name; for anybody, and nothing more.

    The token comes in the body: an address would be written into logs on its way.
    """
    name = await service.name_behind(session, cards.read(body.token))
    return Checked(valid=name is not None, name=name)


async def _state(
    session: Session, person_id: UUID, principal: Principal, cards: Cards, settings: Settings
) -> CardState:
    person = await persons.card(session, person_id, principal)
    if person is None:
        raise NotFound
    if person_id != principal.id and not policies.may_edit_person(principal, person.branch_id):
        raise Forbidden  # who could print somebody's card could show it as theirs
    rows = await repository.of_person(session, person_id)
    held = next((row for row in rows if row.withdrawn_at is None), None)
    return CardState(
        person_id=person_id,
        card=_held(held, cards, settings.public_address) if held else None,
        is_valid=held is not None and person.is_member,
        former=[FormerCard.model_validate(row._mapping) for row in rows if row.withdrawn_at is not None],
        allowed_actions=_actions(person, held),
    )


def _held(row: AnyRow, cards: Cards, address: str) -> HeldCard:
    link = f"{address.rstrip('/')}/card#{cards.sign(row.number)}"
    return HeldCard(number=row.number, issued_at=row.issued_at, link=link)


def _actions(person: AnyRow, held: AnyRow | None) -> list[CardAction]:
    actions: list[CardAction] = ["issue_card"] if person.is_member else []
    return [*actions, "withdraw_card"] if held else actions
