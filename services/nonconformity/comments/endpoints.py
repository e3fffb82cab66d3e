"""/api/v1/nonconformities/{id}/comments: the discussion of a record, for whoever sees the record."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.nonconformity.comments import service
from services.nonconformity.comments.schemas import (
    CommentEdit,
    CommentPage,
    CommentQuery,
    CommentView,
    FormerTexts,
    NewComment,
    Removal,
)
from services.nonconformity.deps import CommentWindow, CurrentPrincipal, IfMatch, RequiredIfMatch, Session
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import tagged

PATH = "/api/v1/nonconformities/{record_id:uuid}/comments"
router = service_router(prefix=PATH, tags=["discussion"])


@router.get("", openapi_extra=documented(CommentQuery))
async def list_comments(
    record_id: UUID,
    query: Annotated[CommentQuery, query_of(CommentQuery)],
    session: Session,
    principal: CurrentPrincipal,
    window: CommentWindow,
) -> CommentPage:
    """The discussion, oldest first; `sort=-written_at` begins with the newest. A removed comment keeps its place."""
    return await service.listed(session, principal=principal, record_id=record_id, query=query, window=window)


@router.post("", status_code=201)
async def write(
    record_id: UUID,
    new: NewComment,
    session: Session,
    principal: CurrentPrincipal,
    window: CommentWindow,
    response: Response,
) -> CommentView:
    """Say something. You observe the record from now on, and so does whom you mention: people of its branch, and who
    takes part in it. It is no new version of the record.
    """
    comment = await service.write(session, principal=principal, record_id=record_id, new=new, window=window)
    response.headers["Location"] = f"/api/v1/nonconformities/{record_id}/comments/{comment.id}"
    return tagged(comment, response)


@router.get("/{comment_id:uuid}")
async def show_comment(
    record_id: UUID,
    comment_id: UUID,
    session: Session,
    principal: CurrentPrincipal,
    window: CommentWindow,
    response: Response,
) -> CommentView:
    """One comment; its `ETag` is what an edit sends as `If-Match`."""
    comment = await service.show(
        session, principal=principal, record_id=record_id, comment_id=comment_id, window=window
    )
    return tagged(comment, response)


@router.get("/{comment_id:uuid}/texts")
async def former_texts(record_id: UUID, comment_id: UUID, session: Session, principal: CurrentPrincipal) -> FormerTexts:
    """What a comment said before each edit."""
    return await service.texts(session, principal=principal, record_id=record_id, comment_id=comment_id)


@router.patch("/{comment_id:uuid}")
async def edit_comment(
    record_id: UUID,
    comment_id: UUID,
    changes: CommentEdit,
    session: Session,
    principal: CurrentPrincipal,
    expected: RequiredIfMatch,
    window: CommentWindow,
    response: Response,
) -> CommentView:
    """Say it otherwise: your own, for a short while, and never silently. Whom it newly mentions is told."""
    comment = await service.edit(
        session,
        principal=principal,
        record_id=record_id,
        comment_id=comment_id,
        expected=expected,
        changes=changes,
        window=window,
    )
    return tagged(comment, response)


@router.post("/{comment_id:uuid}/remove")
async def remove_comment(
    record_id: UUID,
    comment_id: UUID,
    session: Session,
    principal: CurrentPrincipal,
    expected: IfMatch,
    window: CommentWindow,
    response: Response,
    body: Removal | None = None,
) -> CommentView:
    """Erase a comment with its former texts and files. That it was there, and who removed it, stays for all to see.

    Its author may for a short while; an editor of the branch's journal always, and says why.
    """
    comment = await service.remove(
        session,
        principal=principal,
        record_id=record_id,
        comment_id=comment_id,
        expected=expected,
        reason=body.reason if body else None,
        window=window,
    )
    return tagged(comment, response)
