"""The discussion in the record's timeline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.comments import repository
from services.nonconformity.domain.comments import Audience, Comment
from services.nonconformity.history.sentences import by_actor
from services.nonconformity.history.timeline import Entry, Phrase
from services.nonconformity.repository import Found
from shared.i18n import Text

_COMMENT = Text(ru="Комментарий", en="Comment")
_TO_AUTHOR = Text(ru="Сообщение автору", en="Message to the author")
_FROM_AUTHOR = Text(ru="Сообщение", en="Message")
_GONE = Text(ru="{what} (удалено позже)", en="{what} (removed later)")
_EDITED = Text(ru="Комментарий изменён", en="Comment edited")
_REMOVED = Text(ru="Комментарий удалён", en="Comment removed")


async def entries(session: AsyncSession, found: Found) -> Sequence[Entry]:
    discussion = await repository.all_of(session, found.record.id)
    edits: dict[UUID, list[datetime]] = defaultdict(list)
    if edited := [comment.id for comment in discussion if comment.edited_at and not comment.is_removed]:
        for row in await repository.texts(session, edited):
            edits[row.comment_id].append(row.written_at)
    told = [entry for comment in discussion for entry in _of(comment, edits[comment.id])]
    return sorted(told, key=lambda entry: entry.at)


def _of(comment: Comment, written: Sequence[datetime]) -> Iterator[Entry]:
    """`written`: when each former text was; the first is the comment's own moment, the others are edits of it."""
    yield _entry(comment, "add", comment.written_at, comment.author_id, _added(comment))
    edits = [*written[1:], comment.edited_at] if comment.edited_at and not comment.is_removed else []
    for at in edits:
        if at is not None:
            yield _entry(comment, "edit", at, comment.author_id, by_actor(_EDITED))
    if comment.removed_at is not None:
        removed = by_actor(_REMOVED, comment.removal_reason)
        yield _entry(comment, "remove", comment.removed_at, comment.removed_by_id, removed)


def _added(comment: Comment) -> Phrase:
    what = _COMMENT
    if comment.audience is Audience.AUTHOR:
        what = _FROM_AUTHOR if comment.author_id is None else _TO_AUTHOR
    if comment.is_removed:
        return by_actor(Phrase(_GONE, {"what": what}))
    return by_actor(what, comment.text)


def _entry(comment: Comment, act: str, at: datetime, actor_id: UUID | None, phrase: Phrase) -> Entry:
    return Entry(at=at, actor_id=actor_id, noun="comment", act=act, subject_id=comment.id, phrase=phrase)
