"""/api/v1/nonconformities/news: what others did that concerns the caller."""

from services.nonconformity.deps import CurrentPrincipal, Session
from services.nonconformity.news import service
from services.nonconformity.news.schemas import News, NewsRead
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


@router.get("/news")
async def list_news(session: Session, principal: CurrentPrincipal) -> News:
    """Assigned, returned, reported fixed, mentioned, ...: by others, in the last thirty days, newest first."""
    return await service.news(session, principal=principal)


@router.post("/news/read")
async def read_news(body: NewsRead, session: Session, principal: CurrentPrincipal) -> News:
    """Mark news as read, of one record or all; mentions among them are read in `/mentions` too."""
    return await service.read(session, principal=principal, body=body)
