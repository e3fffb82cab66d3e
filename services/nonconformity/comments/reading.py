"""From comments to what a reader is shown of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import policies
from services.nonconformity.attachments import service as attachments
from services.nonconformity.attachments.schemas import AttachmentView
from services.nonconformity.comments import repository
from services.nonconformity.comments.schemas import CommentView, Removed, ReplyTo
from services.nonconformity.domain import Record
from services.nonconformity.domain.comments import Comment, Reader, allowed_actions, may_edit
from services.nonconformity.schemas import PersonRef
from shared import clock
from shared.auth.principal import Principal


def reader_of(principal: Principal, record: Record, window: timedelta) -> Reader:
    """The caller as the rules of the discussion see them; `window`: how long a comment may be changed."""
    return Reader(principal.id, editor=policies.caller(principal, record).edit, at=clock.now(), window=window)


async def views(
    session: AsyncSession, principal: Principal, record: Record, found: Sequence[Comment], *, window: timedelta
) -> list[CommentView]:
    """Comments of one record as its reader sees them, with names, answers and files."""
    answered = await repository.by_id(session, {one.reply_to_id for one in found if one.reply_to_id})
    persons = {person for one in (*found, *answered.values()) for person in _persons(one)}
    names = await repository.names(session, persons)
    files = await attachments.of_owners(
        session, principal=principal, record=record, owner_ids=[one.id for one in found]
    )
    reader = reader_of(principal, record, window)
    return [_view(one, reader, names, answered, files[one.id]) for one in found]


def _persons(comment: Comment) -> Iterator[UUID]:
    yield from comment.mention_ids
    for person in (comment.author_id, comment.removed_by_id):
        if person is not None:
            yield person


def _view(
    comment: Comment,
    reader: Reader,
    names: Mapping[UUID, str],
    answered: Mapping[UUID, Comment],
    files: list[AttachmentView],
) -> CommentView:
    reply = answered.get(comment.reply_to_id) if comment.reply_to_id else None
    return CommentView(
        id=comment.id,
        version=comment.version,
        author=_person(comment.author_id, names),
        audience=comment.audience,
        text=None if comment.is_removed else comment.text,
        mentions=[PersonRef(id=person, name=names.get(person)) for person in comment.mention_ids],
        reply_to=reply and ReplyTo(id=reply.id, author=_person(reply.author_id, names), removed=reply.is_removed),
        attachments=files,
        written_at=comment.written_at,
        edited_at=comment.edited_at,
        editable_until=comment.editable_until(reader.window) if may_edit(comment, reader) else None,
        removed=_removed(comment, names),
        allowed_actions=list(allowed_actions(comment, reader)),
    )


def _removed(comment: Comment, names: Mapping[UUID, str]) -> Removed | None:
    by = _person(comment.removed_by_id, names)
    if comment.removed_at is None or by is None:
        return None
    return Removed(at=comment.removed_at, by=by, reason=comment.removal_reason)


def _person(person_id: UUID | None, names: Mapping[UUID, str]) -> PersonRef | None:
    return None if person_id is None else PersonRef(id=person_id, name=names.get(person_id))
