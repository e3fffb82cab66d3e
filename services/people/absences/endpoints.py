"""/api/v1/absences, /api/v1/people/{id}/substitute."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi.responses import Response

from services.people import policies
from services.people import repository as common
from services.people.absences import repository, service
from services.people.absences.repository import AnyRow
from services.people.absences.schemas import (
    AbsenceAction,
    AbsenceCard,
    AbsenceEdit,
    AbsenceIn,
    AbsenceQuery,
    PersonRef,
    Substitute,
)
from services.people.deps import CurrentPrincipal, Session, Today
from services.people.domain.absences import acting_for
from services.people.persons import repository as persons
from shared.auth.principal import Principal
from shared.errors import NotFound
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import IfMatch, RequiredIfMatch, tagged

router = service_router(prefix="/api/v1/absences", tags=["absences"])
substitutes = service_router(prefix="/api/v1/people", tags=["absences"])


@router.get("", openapi_extra=documented(AbsenceQuery))
async def list_absences(
    session: Session, principal: CurrentPrincipal, query: Annotated[AbsenceQuery, query_of(AbsenceQuery)]
) -> Page[AbsenceCard]:
    """One's own absences, those one stands in for, and those of people whom one may read."""
    rows, cursor, total = await repository.listed(session, query, principal)
    return Page(items=[_card(row, principal) for row in rows], next_cursor=cursor, total=total)


@router.post("", status_code=201)
async def plan_absence(
    body: AbsenceIn, session: Session, principal: CurrentPrincipal, response: Response
) -> AbsenceCard:
    """Enter an absence, one's own or that of a person whose card one edits."""
    absence = await service.plan(session, principal=principal, values=body.model_dump())
    return await _answer(session, absence.id, principal, response)


@router.get("/{absence_id}")
async def get_absence(
    absence_id: UUID, session: Session, principal: CurrentPrincipal, response: Response
) -> AbsenceCard:
    return await _answer(session, absence_id, principal, response)


@router.patch("/{absence_id}")
async def edit_absence(
    absence_id: UUID,
    body: AbsenceEdit,
    session: Session,
    principal: CurrentPrincipal,
    expected: RequiredIfMatch,
    response: Response,
) -> AbsenceCard:
    edits = body.model_dump(exclude_unset=True)
    await service.edit(session, principal=principal, absence_id=absence_id, edits=edits, expected=expected)
    return await _answer(session, absence_id, principal, response)


@router.post("/{absence_id}/cancel")
async def cancel_absence(
    absence_id: UUID, session: Session, principal: CurrentPrincipal, expected: IfMatch, response: Response
) -> AbsenceCard:
    await service.cancel(session, principal=principal, absence_id=absence_id, expected=expected)
    return await _answer(session, absence_id, principal, response)


@substitutes.get("/{person_id}/substitute")
async def get_substitute(
    person_id: UUID, session: Session, principal: CurrentPrincipal, today: Today, on: date | None = None
) -> Substitute:
    """Who acts for a person on a day (today when left out)."""
    if await persons.card(session, person_id, principal) is None:
        raise NotFound
    day = on or today
    away = await repository.away_on(session, day)
    own = next((one for one in away if one.person_id == person_id), None)
    acting = acting_for(person_id, away)
    named = own.substitute_id if own else None
    names = await common.person_names(session, [one for one in (acting, named) if one])
    return Substitute(
        on=day,
        is_absent=own is not None,
        absent_until=own.last_day if own else None,
        substitute=PersonRef(id=named, name=names[named]) if named else None,
        acting=PersonRef(id=acting, name=names[acting]) if acting else None,
    )


async def _answer(session: Session, absence_id: UUID, principal: Principal, response: Response) -> AbsenceCard:
    row = await repository.absence(session, absence_id, principal)
    if row is None:
        raise NotFound
    return _card(tagged(row, response), principal)


def _card(row: AnyRow, principal: Principal) -> AbsenceCard:
    private = policies.may_see_private(principal, row.person_id, row.branch_id)
    may_edit = row.person_id == principal.id or policies.may_edit_person(principal, row.branch_id)
    actions: list[AbsenceAction] = ["edit", "cancel"] if may_edit and row.cancelled_at is None else []
    return AbsenceCard(
        id=row.id,
        version=row.version,
        person=PersonRef(id=row.person_id, name=row.person_name),
        branch_id=row.branch_id,
        first_day=row.first_day,
        last_day=row.last_day,
        kind=row.kind if private else None,
        substitute=PersonRef(id=row.substitute_id, name=row.substitute_name) if row.substitute_id else None,
        cancelled=row.cancelled_at is not None,
        created_at=row.created_at,
        updated_at=row.updated_at,
        allowed_actions=actions,
    )
