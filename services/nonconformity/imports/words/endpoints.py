"""/api/v1/nonconformities/imports/statuses: what journals call the states."""

from services.nonconformity.deps import CanConfigure, CanImport, Session
from services.nonconformity.imports.words import service
from services.nonconformity.imports.words.schemas import StatusWords
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities/imports/statuses", tags=["nonconformities"])


@router.get("")
async def read_status_words(session: Session, _principal: CanImport) -> StatusWords:
    return await service.listed(session)


@router.put("", status_code=204)
async def write_status_words(words: StatusWords, session: Session, _principal: CanConfigure) -> None:
    """Replace the words that were taught; those known anyway stay."""
    await service.replace(session, words=words)
