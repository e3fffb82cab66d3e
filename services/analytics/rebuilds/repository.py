"""Rebuilds and generations in the database."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.models import JournalRecord, Name, Projection, Rebuild
from shared.ids import new_id

_ACTIVE: Final = ("waiting", "running")
_CHUNK: Final = 5_000  #: rows a statement deletes, so that none holds its locks for long


async def add(session: AsyncSession, *, requested_by: UUID | None) -> None:
    """Ask for a rebuild, unless one is waiting or running: then that one is as good."""
    row = {"id": new_id(), "state": "waiting", "requested_by": requested_by}
    await session.execute(upsert(Rebuild).values(row).on_conflict_do_nothing())


async def latest(session: AsyncSession) -> Rebuild | None:
    statement = select(Rebuild).order_by(Rebuild.requested_at.desc(), Rebuild.id.desc()).limit(1)
    return (await session.scalars(statement)).first()


async def active(session: AsyncSession, *, lock: bool = False) -> Rebuild | None:
    """The one that is waiting or running; `lock` holds it until the transaction ends."""
    statement = select(Rebuild).where(Rebuild.state.in_(_ACTIVE))
    return (await session.scalars(statement.with_for_update() if lock else statement)).first()


async def change(session: AsyncSession, rebuild_id: UUID, **values: Any) -> None:
    await session.execute(update(Rebuild).where(Rebuild.id == rebuild_id).values(**values))


async def advance(session: AsyncSession, rebuild_id: UUID, *, read: int, last: int, events: int, skipped: int) -> None:
    """Move the progress on, in the transaction of the events' effect."""
    await change(
        session,
        rebuild_id,
        read_sequence=read,
        last_sequence=last,
        events=Rebuild.events + events,
        skipped=Rebuild.skipped + skipped,
    )


async def show_generation(session: AsyncSession, generation: int) -> None:
    """From the commit on, readers and consumers use this generation."""
    await session.execute(update(Projection).values(generation=generation))


async def forget_unused(session: AsyncSession, *, in_use: Sequence[int]) -> int:
    """Delete some rows of the generations that nobody uses; the number deleted, 0 when none is left."""
    deleted = 0
    for table in (JournalRecord, Name):
        unused: ColumnElement[bool] = table.generation.not_in(in_use)
        some = select(*table.__table__.primary_key).where(unused).limit(_CHUNK)
        key = tuple_(*table.__table__.primary_key)
        result = await session.execute(delete(table).where(key.in_(some)).execution_options(synchronize_session=False))
        deleted += result.rowcount  # type: ignore[attr-defined]
    return deleted
