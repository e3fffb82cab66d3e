"""Events that could not take effect: recorded, listed, replayed or discarded by an operator."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.ids import new_id
from shared.messaging.tables import dead_letters as table

MAX_ATTEMPTS = 5
LISTED = ("dead", "retrying")  #: the states of those that an operator sees


async def record(session: AsyncSession, *, event_id: UUID, topic: str, body: bytes, error: Exception) -> int:
    """Count one more failed attempt; the number of attempts so far. The fifth makes the event dead."""
    reason = f"{type(error).__name__}: {error}"[:2000]
    attempts = table.c.attempts + 1
    statement = (
        insert(table)
        .values(event_id=event_id, topic=topic, body=body, attempts=1, error=reason, state="retrying")
        .on_conflict_do_update(
            index_elements=[table.c.event_id],
            set_={
                "attempts": attempts,
                "error": reason,
                "last_failed_at": func.now(),
                "state": case((attempts >= MAX_ATTEMPTS, "dead"), else_="retrying"),
            },
        )
        .returning(table.c.attempts)
    )
    attempts_so_far: int = (await session.execute(statement)).scalar_one()
    return attempts_so_far


async def bury(session: AsyncSession, *, topic: str, body: bytes, error: Exception) -> None:
    """Put away a message that is not even an event."""
    await session.execute(
        insert(table).values(
            event_id=new_id(), topic=topic, body=body, attempts=1, error=f"not an event: {error}"[:2000], state="dead"
        )
    )


async def overcome(session: AsyncSession, event_ids: Sequence[UUID]) -> None:
    """Forget the failed attempts of events that took effect in the end: nobody has to look at them any more."""
    await session.execute(delete(table).where(table.c.event_id.in_(event_ids), table.c.state == "retrying"))


async def listed(session: AsyncSession, *, limit: int) -> Sequence[Row[Any]]:
    """The newest dead letters, without their bodies."""
    columns = [column for column in table.c if column.name != "body"]
    statement = select(*columns).where(table.c.state.in_(LISTED))
    return (await session.execute(statement.order_by(table.c.last_failed_at.desc()).limit(limit))).all()


async def find(session: AsyncSession, event_id: UUID) -> Row[Any] | None:
    """One of those that are listed, with its body."""
    statement = select(table).where(table.c.event_id == event_id, table.c.state.in_(LISTED))
    return (await session.execute(statement)).one_or_none()


async def take(session: AsyncSession, event_id: UUID) -> Row[Any] | None:
    """One dead letter, locked, so that two operators cannot replay it at once."""
    statement = select(table).where(table.c.event_id == event_id, table.c.state == "dead").with_for_update()
    return (await session.execute(statement)).one_or_none()


async def settle(session: AsyncSession, event_id: UUID, state: str) -> None:
    await session.execute(update(table).where(table.c.event_id == event_id).values(state=state))


async def forget(session: AsyncSession, subjects: Sequence[str]) -> None:
    """Delete the letters about these aggregates: a person who was erased stands in none of them."""
    found = [func.strpos(func.convert_from(table.c.body, "LATIN1"), subject) > 0 for subject in subjects]
    await session.execute(delete(table).where(table.c.topic.like("events.people.person.%"), or_(*found)))
