"""/api/v1/people/{id}/erase, /api/v1/people/erasures, /api/v1/people/{id}/data-file."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response

from services.people.deps import CanErase, CurrentPrincipal, Language, Session, Today
from services.people.domain.erasures import BLOCKERS, LAST_NAME, first_name
from services.people.models import Erasure
from services.people.personal_data import erasing, files, repository
from services.people.personal_data.repository import AnyRow
from services.people.personal_data.schemas import (
    BlockerCard,
    DataFileCard,
    DataFiles,
    EraseIn,
    ErasureCard,
    ErasureOutlook,
    Erasures,
)
from shared.auth.permissions import PEOPLE_ERASE
from shared.i18n import Text
from shared.web.routing import service_router
from shared.web.versions import IfMatch

router = service_router(prefix="/api/v1/people", tags=["personal data"])

_ZIP: dict[int | str, dict[str, Any]] = {200: {"content": {"application/zip": {}}, "description": "The file"}}
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


@router.post("/{person_id}/data-file", status_code=202)
async def request_data_file(person_id: UUID, session: Session, principal: CurrentPrincipal) -> DataFiles:
    """Ask for a file of all that is held on oneself, or on a person whom one may erase. It takes some seconds."""
    await files.request(session, principal=principal, person_id=person_id)
    return await _files(session, person_id)


@router.get("/{person_id}/data-file")
async def list_data_files(person_id: UUID, session: Session, principal: CurrentPrincipal) -> DataFiles:
    """The files that were asked for, by whom and when; a ready one can be taken for a week."""
    await files.require_person(session, principal, person_id)
    return await _files(session, person_id)


@router.post("/{person_id}/data-file/{file_id}/take", response_class=Response, responses=_ZIP)
async def take_data_file(person_id: UUID, file_id: UUID, session: Session, principal: CurrentPrincipal) -> Response:
    """The ZIP with data.html for people and data.json for programs. A POST, because each taking is counted."""
    content = await files.take(session, principal=principal, person_id=person_id, file_id=file_id)
    disposition = f'attachment; filename="personal-data-{file_id}.zip"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/zip", headers=headers)


async def _files(session: Session, person_id: UUID) -> DataFiles:
    rows = await repository.files(session, person_id)
    return DataFiles(items=[DataFileCard.model_validate(row._mapping) for row in rows])


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
