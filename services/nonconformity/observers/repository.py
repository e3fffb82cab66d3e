"""SQL of who observes a record, and how they came to. Nothing here commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain.observers import Cause
from services.nonconformity.models import OBSERVER, observer_moves, participants, persons
from shared.ids import new_id

_m = observer_moves.c


async def known(session: AsyncSession, record_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, bool]:
    """{person: whether the last they did as an observer of the record was to leave it}.

    Without those whom the journal does not know as persons: programs act too, and observe nothing.
    """
    last = select(_m.cause).where(_m.nonconformity_id == record_id, _m.person_id == persons.c.id)
    last = last.order_by(_m.at.desc(), _m.id.desc()).limit(1)
    statement = select(persons.c.id, last.scalar_subquery().label("cause")).where(persons.c.id.in_(person_ids))
    return {row.id: row.cause == Cause.LEAVE for row in (await session.execute(statement)).all()}


async def add(session: AsyncSession, record_id: UUID, person_ids: Collection[UUID]) -> None:
    rows = [{"nonconformity_id": record_id, "person_id": person, "role": OBSERVER} for person in person_ids]
    await session.execute(upsert(participants).values(rows).on_conflict_do_nothing())


async def remove(session: AsyncSession, record_id: UUID, person_id: UUID) -> None:
    p = participants.c
    await session.execute(
        delete(participants).where(p.nonconformity_id == record_id, p.person_id == person_id, p.role == OBSERVER)
    )


async def note(
    session: AsyncSession,
    record_id: UUID,
    person_ids: Collection[UUID],
    *,
    cause: Cause,
    at: datetime,
    actor_id: UUID | None,
) -> None:
    """Keep how these persons came, or that they left."""
    rows = [
        {"id": new_id(), "nonconformity_id": record_id, "person_id": person, "cause": cause, "at": at}
        for person in person_ids
    ]
    await session.execute(insert(observer_moves), [{**row, "actor_id": actor_id} for row in rows])


async def moves(session: AsyncSession, record_id: UUID, causes: Collection[Cause]) -> Sequence[Row[Any]]:
    """How people came for one of these causes or left, in order."""
    statement: Select[Any] = select(_m.person_id, _m.cause, _m.at, _m.actor_id)
    statement = statement.where(_m.nonconformity_id == record_id, _m.cause.in_(causes)).order_by(_m.at, _m.id)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows
