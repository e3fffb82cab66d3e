"""SQL of mentions: whose attention was asked for, and who can be asked. Nothing here commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.journal.repository import visible_to
from services.nonconformity.mentions.schemas import MentionQuery
from services.nonconformity.models import comments, mentions, nonconformities, persons
from shared.auth.principal import Principal
from shared.db.russian import fold, folded
from shared.web.listing import Sorting, paginate

MOST_SUGGESTED = 10
_MOST_WORDS = 5

_m, _c, _n, _p = mentions.c, comments.c, nonconformities.c, persons.c
_SORTING = Sorting(columns={"mentioned_at": _m.mentioned_at}, id=_m.comment_id, default="-mentioned_at")
_FROM = mentions.join(comments, _c.id == _m.comment_id).join(nonconformities, _n.id == _c.nonconformity_id)


async def listed(
    session: AsyncSession, principal: Principal, query: MentionQuery
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    """Mentions of the caller in records that the caller sees."""
    statement: Select[Any] = (
        select(
            _m.comment_id, _m.mentioned_at, _m.read_at, _c.author_id, _c.text,
            _n.id.label("record_id"), _n.year, _n.serial, _n.state, _n.place,
        )
        .select_from(_FROM)
        .where(_m.person_id == principal.id, visible_to(principal))
    )  # fmt: skip
    if query.unread is not None:
        statement = statement.where(_m.read_at.is_(None) if query.unread else _m.read_at.is_not(None))
    if query.q:
        statement = statement.where(folded(_c.text).contains(fold(query.q), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def unread(session: AsyncSession, principal: Principal) -> int:
    """How many of the caller's mentions, in records that the caller sees, are unread."""
    statement = select(func.count()).select_from(_FROM)
    statement = statement.where(_m.person_id == principal.id, _m.read_at.is_(None), visible_to(principal))
    return await session.scalar(statement) or 0


async def read(
    session: AsyncSession,
    person_id: UUID,
    *,
    at: datetime,
    comment_ids: Collection[UUID] = (),
    record_id: UUID | None = None,
) -> None:
    """Note that the person read these comments, or the whole discussion of a record."""
    meant = _m.comment_id.in_(comment_ids)
    if record_id is not None:
        meant = _m.comment_id.in_(select(_c.id).where(_c.nonconformity_id == record_id))
    await session.execute(
        update(mentions).where(_m.person_id == person_id, _m.read_at.is_(None), meant).values(read_at=at)
    )


async def mentionable(
    session: AsyncSession, *, branch_id: UUID, participant_ids: Collection[UUID], but: UUID, words: str
) -> Sequence[Row[Any]]:
    """Persons of the branch and participants whose name has words that begin so: id, name. No words: participants."""
    takes_part = _p.id.in_(participant_ids)
    typed = fold(words).split()[:_MOST_WORDS]
    within = or_(takes_part, _p.branch_id == branch_id) if typed else takes_part
    name: ColumnElement[str] = folded(_p.full_name)
    begins = [or_(name.startswith(word, autoescape=True), name.contains(f" {word}", autoescape=True)) for word in typed]
    statement: Select[Any] = (
        select(_p.id, _p.full_name.label("name"))
        .where(within, ~_p.removed, _p.id != but, and_(True, *begins))
        .order_by(case((takes_part, 0), else_=1), name, _p.id)
        .limit(MOST_SUGGESTED)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows
