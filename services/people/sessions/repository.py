"""SQL of sessions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import Person, SignInSession
from shared.web.listing import ListQuery, Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]

_LAST_SEEN = func.coalesce(SignInSession.last_seen_at, SignInSession.started_at)
_SESSION = (
    SignInSession.id, SignInSession.person_id, SignInSession.started_at, SignInSession.expires_at,
    _LAST_SEEN.label("last_seen_at"), SignInSession.user_agent, SignInSession.address,
)  # fmt: skip
_SORTING = Sorting(
    {"started_at": SignInSession.started_at.expression, "last_seen_at": _LAST_SEEN},
    SignInSession.id.expression,
    "-started_at",
)


async def live(session: AsyncSession, query: ListQuery, person_id: UUID, now: datetime) -> Found:
    """The sessions of a person that could be used now."""
    statement = select(*_SESSION).where(
        SignInSession.person_id == person_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > now
    )
    if query.q:
        statement = statement.where(func.lower(SignInSession.user_agent).contains(query.q.lower(), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def lock(session: AsyncSession, session_id: UUID) -> SignInSession | None:
    """A session that has not been ended."""
    statement = select(SignInSession).where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
    return await session.scalar(statement.with_for_update())


async def end_all(
    session: AsyncSession, person_id: UUID, *, now: datetime, besides: UUID | None = None
) -> Sequence[SignInSession]:
    """End the person's sessions, all or all but one; those that were ended."""
    statement = (
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignInSession)
    )
    if besides is not None:
        statement = statement.where(SignInSession.id != besides)
    return (await session.scalars(statement)).all()


async def note_seen(session: AsyncSession, session_id: UUID, *, now: datetime, unless_since: datetime) -> None:
    """The session was used now; nothing is written when it was seen after `unless_since`."""
    statement = update(SignInSession).where(SignInSession.id == session_id, unless_since > _LAST_SEEN)
    await session.execute(statement.values(last_seen_at=now))


async def forget(session: AsyncSession, over_before: datetime) -> None:
    await session.execute(
        delete(SignInSession).where(or_(SignInSession.ended_at < over_before, SignInSession.expires_at < over_before))
    )


async def branch_of(session: AsyncSession, person_id: UUID) -> AnyRow | None:
    """(branch_id,) of a person in the register, or None."""
    statement = select(Person.branch_id).where(Person.id == person_id, Person.removed_at.is_(None))
    return (await session.execute(statement)).one_or_none()
