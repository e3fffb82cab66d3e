"""/api/v1/people."""

from typing import Annotated
from uuid import UUID

from fastapi.responses import Response

from services.people.deps import CanEdit, CanRead, CurrentPrincipal, Session
from services.people.models import Person
from services.people.persons import repository, service
from services.people.persons.answers import card_of
from services.people.persons.repository import AnyRow
from services.people.persons.schemas import (
    JoinIn,
    LeaveIn,
    MembershipPeriod,
    Memberships,
    PersonCard,
    PersonEdit,
    PersonIn,
    PersonQuery,
)
from shared.auth.principal import Principal
from shared.errors import NotFound
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import IfMatch, RequiredIfMatch, tagged

router = service_router(prefix="/api/v1/people", tags=["people"])


@router.get("", openapi_extra=documented(PersonQuery))
async def list_people(
    session: Session, principal: CanRead, query: Annotated[PersonQuery, query_of(PersonQuery)]
) -> Page[PersonCard]:
    rows, cursor, total = await repository.found(session, query, principal)
    return Page(items=[card_of(row, principal) for row in rows], next_cursor=cursor, total=total)


@router.post("", status_code=201)
async def register_person(body: PersonIn, session: Session, principal: CanEdit, response: Response) -> PersonCard:
    person = await service.register(session, principal=principal, values=body.model_dump())
    return _answer(person, principal, response)


@router.get("/{person_id}")
async def get_person(person_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> PersonCard:
    """A person of a branch that the caller may read, or the caller."""
    return _answer(await _visible(session, person_id, principal), principal, response)


@router.patch("/{person_id}")
async def edit_person(
    person_id: UUID,
    body: PersonEdit,
    session: Session,
    principal: CanEdit,
    expected: RequiredIfMatch,
    response: Response,
) -> PersonCard:
    edits = body.model_dump(exclude_unset=True)
    person = await service.edit(session, principal=principal, person_id=person_id, edits=edits, expected=expected)
    return _answer(person, principal, response)


@router.post("/{person_id}/join")
async def join_union(
    person_id: UUID, body: JoinIn, session: Session, principal: CanEdit, expected: IfMatch, response: Response
) -> PersonCard:
    """Begin a new period of membership."""
    person = await service.join(
        session, principal=principal, person_id=person_id, joined_on=body.joined_on, expected=expected
    )
    return _answer(person, principal, response)


@router.post("/{person_id}/leave")
async def leave_union(
    person_id: UUID, body: LeaveIn, session: Session, principal: CanEdit, expected: IfMatch, response: Response
) -> PersonCard:
    """End the present period of membership."""
    person = await service.leave(
        session, principal=principal, person_id=person_id, left_on=body.left_on, expected=expected
    )
    return _answer(person, principal, response)


@router.get("/{person_id}/memberships")
async def list_memberships(person_id: UUID, session: Session, principal: CurrentPrincipal) -> Memberships:
    await _visible(session, person_id, principal)
    rows = await repository.memberships(session, person_id)
    return Memberships(items=[MembershipPeriod.model_validate(row._mapping) for row in rows])


async def _visible(session: Session, person_id: UUID, principal: Principal) -> AnyRow:
    row = await repository.card(session, person_id, principal)
    if row is None:
        raise NotFound
    return row


def _answer(person: AnyRow | Person, principal: Principal, response: Response) -> PersonCard:
    return card_of(tagged(person, response), principal)
