"""Use cases of the discussion. The record is locked first: who observes it may change, and comments get an order.

A comment is no version of the record: an edit of the record that somebody is writing meanwhile is not refused for it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import repository as stored
from services.nonconformity import service as records
from services.nonconformity.attachments import service as attachments
from services.nonconformity.comments import checks, repository
from services.nonconformity.comments.reading import reader_of, views
from services.nonconformity.comments.schemas import (
    CommentEdit,
    CommentPage,
    CommentQuery,
    CommentView,
    FormerText,
    FormerTexts,
    NewComment,
)
from services.nonconformity.domain import Record
from services.nonconformity.domain.attachments import Purpose
from services.nonconformity.domain.comments import (
    Audience,
    Comment,
    Reader,
    may_edit,
    may_remove,
    mentioned,
    with_names,
)
from services.nonconformity.domain.observers import Cause
from services.nonconformity.errors import comments as errors
from services.nonconformity.events import comments as events
from services.nonconformity.observers.joining import involve
from services.nonconformity.schemas import PersonRef
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import InvalidInput, NotFound
from shared.i18n import Locale, plural
from shared.ids import new_id
from shared.web.versions import check_version


async def listed(
    session: AsyncSession, *, principal: Principal, record_id: UUID, query: CommentQuery, window: timedelta
) -> CommentPage:
    """A page of the discussion of a record that the caller sees."""
    record = (await records.visible(session, principal, record_id)).record
    found, next_cursor, total = await repository.listed(session, record_id, query)
    items = await views(session, principal, record, found, window=window)
    return CommentPage(items=items, next_cursor=next_cursor, total=total)


async def show(
    session: AsyncSession, *, principal: Principal, record_id: UUID, comment_id: UUID, window: timedelta
) -> CommentView:
    record = (await records.visible(session, principal, record_id)).record
    return await _view(session, principal, record, await _present(session, record_id, comment_id), window=window)


async def texts(session: AsyncSession, *, principal: Principal, record_id: UUID, comment_id: UUID) -> FormerTexts:
    """What a comment said before it was edited, for whoever may read the record."""
    await records.visible(session, principal, record_id)
    comment = await _present(session, record_id, comment_id)
    rows = await repository.texts(session, [comment.id])
    names = await repository.names(session, {person for row in rows for person in mentioned(row.text)})
    return FormerTexts(
        items=[FormerText(version=row.version, text=row.text, written_at=row.written_at) for row in rows],
        mentions=[PersonRef(id=person, name=name) for person, name in names.items()],
    )


async def write(
    session: AsyncSession, *, principal: Principal, record_id: UUID, new: NewComment, window: timedelta
) -> CommentView:
    """Say something. Raises InvalidInput at the mention, the answer or the audience that will not do."""
    record = await _locked(session, principal, record_id)
    wrong = checks.wrong_audience(principal, record, new.audience)
    wrong += await checks.wrong_mentions(session, record, text=new.text, ids=new.mention_ids)
    wrong += await checks.wrong_reply(session, record, new.reply_to_id)
    if wrong:
        raise InvalidInput(errors=wrong)
    comment = Comment(
        id=new_id(),
        nonconformity_id=record_id,
        author_id=principal.id,
        audience=new.audience,
        reply_to_id=new.reply_to_id,
        text=new.text,
        written_at=clock.now(),
    )
    record = await _add(session, record, comment, attachment_ids=new.attachment_ids)
    return await _view(session, principal, record, comment, window=window)


async def write_as_author(
    session: AsyncSession, *, record: Record, text: str, attachment_ids: Sequence[UUID] = ()
) -> Comment:
    """A message of the anonymous author, who has shown the record's secret code. The caller holds the record's lock.

    They mention nobody: raises InvalidInput at `text` for what looks like a mention.
    """
    wrong = await checks.wrong_mentions(session, record, text=text, ids=())
    if wrong:
        raise InvalidInput(errors=wrong)
    comment = Comment(
        id=new_id(),
        nonconformity_id=record.id,
        author_id=None,
        audience=Audience.AUTHOR,
        text=text,
        written_at=clock.now(),
    )
    await _add(session, record, comment, attachment_ids=attachment_ids)
    return comment


async def for_author(session: AsyncSession, *, record_id: UUID) -> list[Comment]:
    """What an anonymous author reads on the status page, oldest first, with names in place of mentions.

    The caller has checked the record's secret code.
    """
    found = await repository.all_of(session, record_id, audience=Audience.AUTHOR)
    names = await repository.names(session, {person for one in found for person in one.mention_ids})
    return [replace(one, text=with_names(one.text, names)) for one in found]


async def edit(
    session: AsyncSession,
    *,
    principal: Principal,
    record_id: UUID,
    comment_id: UUID,
    expected: int,
    changes: CommentEdit,
    window: timedelta,
) -> CommentView:
    """Say it otherwise, while it is fresh. What it said before is kept; the same text again changes nothing."""
    record = await _locked(session, principal, record_id)
    before = await _present(session, record_id, comment_id)
    if before.is_removed:
        raise errors.CommentRemoved
    check_version(before.version, expected)
    _permit_edit(before, reader_of(principal, record, window))
    wrong = await checks.wrong_mentions(
        session, record, text=changes.text, ids=changes.mention_ids, before=before.mention_ids
    )
    if wrong:
        raise InvalidInput(errors=wrong)
    if changes.text == before.text:
        return await _view(session, principal, record, before, window=window)
    at = clock.now()
    after = replace(before, text=changes.text, edited_at=at, version=before.version + 1)
    await repository.keep_text(session, before)
    await repository.change(session, after)
    await repository.unmention(session, comment_id, set(before.mention_ids) - set(after.mention_ids))
    new = [person for person in after.mention_ids if person not in before.mention_ids]
    record = await _mention(session, record, after, new)
    attached = await attachments.of_owners(session, principal=principal, record=record, owner_ids=[comment_id])
    ids = [attachment.id for attachment in attached[comment_id]]
    await outbox.add(session, events.edited(record, before, after, attachment_ids=ids))
    return await _view(session, principal, record, after, window=window)


async def remove(
    session: AsyncSession,
    *,
    principal: Principal,
    record_id: UUID,
    comment_id: UUID,
    expected: int | None,
    reason: str | None,
    window: timedelta,
) -> CommentView:
    """Erase a comment with its former texts, mentions and files; who removed it, when and why stays in its place.

    Its author may while it is fresh; an editor of the branch's journal always, and says why.
    """
    record = await _locked(session, principal, record_id)
    before = await _present(session, record_id, comment_id)
    if before.is_removed:
        raise errors.CommentRemoved
    check_version(before.version, expected)
    reader = reader_of(principal, record, window)
    if not may_remove(before, reader):
        _permit_edit(before, reader)
    if reason is None and not may_edit(before, reader):
        raise InvalidInput(errors=[errors.removal_reason_needed()])
    after = replace(
        before,
        text="",
        version=before.version + 1,
        removed_at=reader.at,
        removed_by_id=principal.id,
        removal_reason=reason,
    )
    await repository.change(session, after)
    await repository.erase_texts(session, comment_id)
    await repository.unmention(session, comment_id, before.mention_ids)
    await attachments.remove_owned(session, record=record, owner_id=comment_id, actor_id=principal.id)
    await outbox.add(session, events.removed(record, after))
    return await _view(session, principal, record, after, window=window)


async def _locked(session: AsyncSession, principal: Principal, record_id: UUID) -> Record:
    await stored.lock(session, [record_id])
    return (await records.visible(session, principal, record_id)).record


async def _present(session: AsyncSession, record_id: UUID, comment_id: UUID) -> Comment:
    comment = await repository.get(session, record_id, comment_id)
    if comment is None:
        raise NotFound
    return comment


def _permit_edit(comment: Comment, reader: Reader) -> None:
    if comment.author_id != reader.id:
        raise errors.NotYourComment
    if not may_edit(comment, reader):
        minutes = int(reader.window.total_seconds() // 60)

        def counted(locale: Locale) -> str:
            if locale == "en":
                return f"{minutes} minute" + ("" if minutes == 1 else "s")
            return f"{minutes} {plural(minutes, 'минуты', 'минут', 'минут')}"

        raise errors.CommentIsSettled(minutes=counted)


async def _add(session: AsyncSession, record: Record, comment: Comment, *, attachment_ids: Sequence[UUID]) -> Record:
    """Store a new comment and tell of it; the record with those who observe it now."""
    await repository.add(session, comment)
    await attachments.claim(
        session,
        ids=attachment_ids,
        uploader_id=comment.author_id,
        record=record,
        purpose=Purpose.COMMENT,
        owner_id=comment.id,
    )
    record = await involve(
        session, record=record, person_ids=[comment.author_id], cause=Cause.COMMENT, actor_id=comment.author_id
    )
    record = await _mention(session, record, comment, comment.mention_ids)
    await outbox.add(session, events.added(record, comment, attachment_ids=attachment_ids))
    return record


async def _mention(session: AsyncSession, record: Record, comment: Comment, person_ids: Sequence[UUID]) -> Record:
    """Note who has to read it, and let them observe the record. Nobody has to read what they wrote themselves."""
    others = [person for person in person_ids if person != comment.author_id]
    await repository.mention(session, comment.id, others, at=comment.edited_at or comment.written_at)
    return await involve(session, record=record, person_ids=others, cause=Cause.MENTION, actor_id=comment.author_id)


async def _view(
    session: AsyncSession, principal: Principal, record: Record, comment: Comment, *, window: timedelta
) -> CommentView:
    return (await views(session, principal, record, [comment], window=window))[0]
