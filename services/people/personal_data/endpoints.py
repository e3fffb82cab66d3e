"""/api/v1/people/{id}/erase, /api/v1/people/erasures."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.people.deps import CanErase, Language, Session, Today
from services.people.domain.erasures import BLOCKERS, LAST_NAME, first_name
from services.people.models import Erasure
from services.people.personal_data import erasing, repository
from services.people.personal_data.repository import AnyRow
from services.people.personal_data.schemas import BlockerCard, EraseIn, ErasureCard, ErasureOutlook, Erasures
from shared.auth.permissions import PEOPLE_ERASE
from shared.i18n import Text
from shared.web.routing import service_router
from shared.web.versions import IfMatch

router = service_router(prefix="/api/v1/people", tags=["personal data"])

_KEPT = (
    Text(
        ru="Записи журнала, где человек автор или исполнитель: вместо имени — «Удалённый участник № …».",
        en="Records of the journal: in place of the name they say «Удалённый участник № …».",
    ),
    Text(
        ru="Отметки о согласиях и их отзыве, без имени.", en="That consents were given and withdrawn, without a name."
    ),
    Text(
        ru="Тексты, которые человек написал сам: если в них есть личные данные, поправьте их отдельно.",
        en="What the person wrote: when it holds personal data, correct it there.",
    ),
    Text(
        ru="Резервные копии, сделанные раньше: имя уйдёт из них с окончанием срока хранения копий.",
        en="Backups made before: the name goes when they expire.",
    ),
)


@router.get("/erasures")
async def list_erasures(
    session: Session, principal: CanErase, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Erasures:
    """Who was forgotten, the newest first: numbers, reasons and who asked; no names."""
    rows = await repository.erasures(session, principal.scope(PEOPLE_ERASE), limit=limit)
    return Erasures(items=[_card(row) for row in rows])


@router.get("/{person_id}/erasure")
async def look_before_erasing(
    person_id: UUID, session: Session, principal: CanErase, locale: Language, today: Today
) -> ErasureOutlook:
    """What stands in the way, what must be typed to confirm, and what stays."""
    person, blockers = await erasing.outlook(session, principal=principal, person_id=person_id, today=today)
    return ErasureOutlook(
        possible=not blockers,
        blockers=[BlockerCard(code=code, text=BLOCKERS[code].render(locale)) for code in blockers],
        confirmation=person.last_name,
        kept=[text.render(locale) for text in _KEPT],
    )


@router.post("/{person_id}/erase")
async def erase_person(
    person_id: UUID, body: EraseIn, session: Session, principal: CanErase, today: Today, expected: IfMatch
) -> ErasureCard:
    """Forget a person for good. It cannot be taken back; a later import of them makes a new card."""
    erasure = await erasing.erase(
        session,
        principal=principal,
        person_id=person_id,
        reason=body.reason,
        confirmation=body.confirmation,
        expected=expected,
        today=today,
    )
    return _card(erasure)


def _card(row: AnyRow | Erasure) -> ErasureCard:
    return ErasureCard(
        id=row.id,
        person_id=row.person_id,
        number=row.number,
        name=f"{LAST_NAME} {first_name(row.number)}",
        reason=row.reason,
        requested_by=row.requested_by,
        erased_at=row.erased_at,
        purged_at=row.purged_at,
    )
