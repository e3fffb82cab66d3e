"""SQL of the discussion. Nothing here commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.comments.schemas import CommentQuery
from services.nonconformity.domain.comments import Audience, Comment
from services.nonconformity.models import comment_texts, comments, mentions, persons
from shared.db.russian import fold, folded
from shared.web.listing import Sorting, paginate

_c = comments.c
_STORED = tuple(_c[field.name] for field in fields(Comment))
_SORTING = Sorting(columns={"written_at": _c.written_at}, id=_c.id, default="written_at")


async def listed(
    session: AsyncSession, record_id: UUID, query: CommentQuery
) -> tuple[list[Comment], str | None, int | None]:
    """(comments, next cursor, total when asked) of one page."""
    statement = select(*_STORED).where(_c.nonconformity_id == record_id)
    if query.q:
        statement = statement.where(folded(_c.text).contains(fold(query.q), autoescape=True))
    rows, next_cursor, total = await paginate(session, statement, query=query, sorting=_SORTING)
    return [_comment(row) for row in rows], next_cursor, total


async def all_of(session: AsyncSession, record_id: UUID, *, audience: Audience | None = None) -> list[Comment]:
    """The whole discussion, oldest first."""
    statement = select(*_STORED).where(_c.nonconformity_id == record_id).order_by(_c.written_at, _c.id)
    if audience is not None:
        statement = statement.where(_c.audience == audience)
    return [_comment(row) for row in (await session.execute(statement)).all()]


async def get(session: AsyncSession, record_id: UUID, comment_id: UUID, *, lock: bool = False) -> Comment | None:
    """A comment of this record's discussion."""
    statement = select(*_STORED).where(_c.id == comment_id, _c.nonconformity_id == record_id)
    row = (await session.execute(statement.with_for_update() if lock else statement)).one_or_none()
    return None if row is None else _comment(row)


async def by_id(session: AsyncSession, comment_ids: Collection[UUID]) -> dict[UUID, Comment]:
    if not comment_ids:
        return {}
    rows = (await session.execute(select(*_STORED).where(_c.id.in_(comment_ids)))).all()
    return {row.id: _comment(row) for row in rows}


async def add(session: AsyncSession, comment: Comment) -> None:
    await session.execute(insert(comments).values(asdict(comment)))


async def change(session: AsyncSession, comment: Comment) -> None:
    await session.execute(update(comments).where(_c.id == comment.id).values(asdict(comment)))


# Former texts


async def keep_text(session: AsyncSession, comment: Comment) -> None:
    """Put aside what the comment says now."""
    at = comment.edited_at or comment.written_at
    row = {"comment_id": comment.id, "version": comment.version, "text": comment.text, "written_at": at}
    await session.execute(insert(comment_texts).values(row))


async def texts(session: AsyncSession, comment_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Former texts of these comments: comment_id, version, text, written_at; oldest first."""
    t = comment_texts.c
    statement = select(comment_texts).where(t.comment_id.in_(comment_ids)).order_by(t.comment_id, t.version)
    return (await session.execute(statement)).all()


async def erase_texts(session: AsyncSession, comment_id: UUID) -> None:
    await session.execute(delete(comment_texts).where(comment_texts.c.comment_id == comment_id))


# Mentions


async def mention(session: AsyncSession, comment_id: UUID, person_ids: Collection[UUID], *, at: datetime) -> None:
    if person_ids:
        rows = [{"comment_id": comment_id, "person_id": person, "mentioned_at": at} for person in person_ids]
        await session.execute(insert(mentions), rows)


async def unmention(session: AsyncSession, comment_id: UUID, person_ids: Collection[UUID]) -> None:
    m = mentions.c
    if person_ids:
        await session.execute(delete(mentions).where(m.comment_id == comment_id, m.person_id.in_(person_ids)))


async def branches_of(session: AsyncSession, person_ids: Collection[UUID]) -> Mapping[UUID, UUID | None]:
    """{person of the register: their branch}."""
    p = persons.c
    statement = select(p.id, p.branch_id).where(p.id.in_(person_ids), ~p.removed)
    return {row.id: row.branch_id for row in (await session.execute(statement)).all()}


async def names(session: AsyncSession, person_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    wanted = set(person_ids)
    if not wanted:
        return {}
    statement = select(persons.c.id, persons.c.full_name).where(persons.c.id.in_(wanted))
    return {row.id: row.full_name for row in (await session.execute(statement)).all()}


def _comment(row: Row[Any]) -> Comment:
    stored = {field.name: getattr(row, field.name) for field in fields(Comment)}
    return Comment(**{**stored, "audience": Audience(stored["audience"])})
