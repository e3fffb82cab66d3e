"""/api/v1/nonconformities/mentions: where the caller was mentioned; and whom a comment can mention."""

from typing import Annotated
from uuid import UUID

from services.nonconformity.deps import CurrentPrincipal, Session
from services.nonconformity.mentions import service
from services.nonconformity.mentions.schemas import (
    MentionableQuery,
    MentionPage,
    MentionQuery,
    ReadBody,
    Suggestions,
    Unread,
)
from shared.web.queries import documented, query_of
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["discussion"])


@router.get("/mentions", openapi_extra=documented(MentionQuery))
async def list_mentions(
    query: Annotated[MentionQuery, query_of(MentionQuery)], session: Session, principal: CurrentPrincipal
) -> MentionPage:
    """Where others mentioned the caller, newest first, in records that the caller sees."""
    return await service.listed(session, principal=principal, query=query)


@router.post("/mentions/read")
async def read_mentions(body: ReadBody, session: Session, principal: CurrentPrincipal) -> Unread:
    """Mark the mentions in these comments as read."""
    return await service.read(session, principal=principal, comment_ids=body.comment_ids)


@router.post("/{record_id:uuid}/mentions/read")
async def read_discussion(record_id: UUID, session: Session, principal: CurrentPrincipal) -> Unread:
    """Mark all mentions of the caller in the discussion of a record as read: it was opened."""
    return await service.read_discussion(session, principal=principal, record_id=record_id)


@router.get("/{record_id:uuid}/mentionable", openapi_extra=documented(MentionableQuery))
async def mentionable(
    record_id: UUID,
    query: Annotated[MentionableQuery, query_of(MentionableQuery)],
    session: Session,
    principal: CurrentPrincipal,
) -> Suggestions:
    """Whom a comment on this record can mention, while typing: people of its branch, and who takes part in it."""
    return await service.mentionable(session, principal=principal, record_id=record_id, words=query.q)
