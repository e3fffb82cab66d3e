"""Mentions of the caller, read and unread, and whom the caller can mention."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import service as records
from services.nonconformity.comments.repository import names as names_of
from services.nonconformity.domain import Record, State, format_number
from services.nonconformity.domain.comments import mentioned
from services.nonconformity.mentions import repository
from services.nonconformity.mentions.schemas import (
    Mention,
    Mentionable,
    MentionedIn,
    MentionPage,
    MentionQuery,
    Suggestions,
    Unread,
)
from services.nonconformity.schemas import PersonRef
from shared import clock
from shared.auth.principal import Principal


async def listed(session: AsyncSession, *, principal: Principal, query: MentionQuery) -> MentionPage:
    rows, next_cursor, total = await repository.listed(session, principal, query)
    persons = {row.author_id for row in rows if row.author_id} | {one for row in rows for one in mentioned(row.text)}
    names = await names_of(session, persons)
    items = [
        Mention(
            comment_id=row.comment_id,
            nonconformity=MentionedIn(
                id=row.record_id, number=format_number(row.year, row.serial), state=State(row.state), place=row.place
            ),
            author=None if row.author_id is None else PersonRef(id=row.author_id, name=names.get(row.author_id)),
            text=row.text,
            mentions=[PersonRef(id=person, name=names.get(person)) for person in mentioned(row.text)],
            mentioned_at=row.mentioned_at,
            read_at=row.read_at,
        )
        for row in rows
    ]
    return MentionPage(items=items, next_cursor=next_cursor, total=total)


async def read(session: AsyncSession, *, principal: Principal, comment_ids: Sequence[UUID]) -> Unread:
    """Mark the caller's mentions in these comments as read; others and unknown ones change nothing."""
    await repository.read(session, principal.id, at=clock.now(), comment_ids=comment_ids)
    return Unread(unread=await repository.unread(session, principal))


async def read_discussion(session: AsyncSession, *, principal: Principal, record_id: UUID) -> Unread:
    """Mark all of the caller's mentions in the discussion of a record as read."""
    await records.visible(session, principal, record_id)
    await repository.read(session, principal.id, at=clock.now(), record_id=record_id)
    return Unread(unread=await repository.unread(session, principal))


async def mentionable(
    session: AsyncSession, *, principal: Principal, record_id: UUID, words: str | None
) -> Suggestions:
    """Whom a comment on this record may mention, by the beginnings of their names."""
    record = (await records.visible(session, principal, record_id)).record
    rows = await repository.mentionable(
        session,
        branch_id=record.branch_id,
        participant_ids=record.participants,
        but=principal.id,
        words=words or "",
    )
    return Suggestions(items=[Mentionable(id=row.id, name=row.name, role=_role(record, row.id)) for row in rows])


def _role(record: Record, person_id: UUID) -> str | None:
    if person_id == record.author_id:
        return "author"
    if person_id == record.responsible_id:
        return "responsible"
    if person_id in record.co_executor_ids:
        return "co_executor"
    return "observer" if person_id in record.observer_ids else None
