"""/api/v1/people/{id}/consents."""

from uuid import UUID

from services.people import policies
from services.people.consents import repository, service
from services.people.consents.schemas import ConsentIn, Consents, ConsentState, Statement
from services.people.deps import CurrentPrincipal, Language, Session
from services.people.domain.consents import KINDS
from services.people.persons import repository as persons
from shared.auth.principal import Principal
from shared.errors import NotFound
from shared.i18n import Locale
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/people", tags=["consents"])


@router.get("/{person_id}/consents")
async def list_consents(person_id: UUID, session: Session, principal: CurrentPrincipal, locale: Language) -> Consents:
    """What a person agrees to now, and everything they ever said about it: for oneself, and who reads private facts."""
    person = await persons.card(session, person_id, principal)
    if person is None:
        raise NotFound
    policies.require_private(principal, person.id, person.branch_id)
    return await _consents(session, person.id, person.branch_id, principal, locale)


@router.post("/{person_id}/consents", status_code=201)
async def record_consent(
    person_id: UUID, body: ConsentIn, session: Session, principal: CurrentPrincipal, locale: Language
) -> Consents:
    """Record that a person gave or withdrew a consent; for oneself, or for whoever edits the card."""
    person = await service.record(session, principal=principal, person_id=person_id, values=body.model_dump())
    return await _consents(session, person_id, person.branch_id, principal, locale)


async def _consents(
    session: Session, person_id: UUID, branch: UUID | None, principal: Principal, locale: Locale
) -> Consents:
    rows = await repository.statements(session, person_id)
    items = []
    for kind, label in KINDS.items():
        last = next((row for row in rows if row.kind == kind), None)
        items.append(
            ConsentState(
                kind=kind,
                label=label.render(locale),
                given=bool(last and last.given),
                text_version=last.text_version if last else None,
                since=last.stated_at if last else None,
            )
        )
    return Consents(
        items=items,
        statements=[Statement.model_validate(row._mapping) for row in rows],
        may_record=person_id == principal.id or policies.may_edit_person(principal, branch),
    )
