"""SQL of the imports' table."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.auth.principal import EVERYWHERE, Scope
from shared.importing.flow.tables import import_headings, imports
from shared.importing.flow.target import ImportContext
from shared.importing.normalise import heading_key

UNDO_FOR = timedelta(hours=1)
UNAPPLIED_FOR = timedelta(days=1)  #: a checked file that nobody applied is forgotten after this

_CARD = [column for column in imports.c if column.name != "file"]


def undo_until(applied_at: datetime | None) -> datetime | None:
    return applied_at + UNDO_FOR if applied_at else None


def context_of(row: Row[Any]) -> ImportContext:
    """Who imports, as stored; the one who applies acts from then on."""
    scope = EVERYWHERE if row.scope == "*" else Scope(frozenset(UUID(branch) for branch in row.scope))
    return ImportContext(row.id, row.applied_by or row.created_by, scope)


async def take_time(session: AsyncSession) -> None:
    """Let this transaction last: reading a large file takes longer than any request may."""
    await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    await session.execute(text("SET LOCAL statement_timeout = '10min'"))
    await session.execute(text("SET LOCAL lock_timeout = '10min'"))


async def one_at_a_time(session: AsyncSession) -> None:
    """Wait until no other import of this service is being written: two could create the same branch."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('profkom.import'))"))


async def create(
    session: AsyncSession, *, import_id: UUID, file_name: str, content: bytes, actor: UUID, scope: Scope
) -> None:
    branches = scope.branches
    await session.execute(
        insert(imports).values(
            id=import_id,
            state="checking",
            file_name=file_name,
            file=content,
            created_by=actor,
            scope="*" if branches is None else sorted(str(branch) for branch in branches),
        )
    )


async def card(session: AsyncSession, import_id: UUID) -> Row[Any] | None:
    """Everything but the file."""
    return (await session.execute(select(*_CARD).where(imports.c.id == import_id))).one_or_none()


async def cards(session: AsyncSession, *, created_by: UUID | None, limit: int) -> Sequence[Row[Any]]:
    statement = select(*_CARD).order_by(imports.c.created_at.desc()).limit(limit)
    if created_by is not None:
        statement = statement.where(imports.c.created_by == created_by)
    return (await session.execute(statement)).all()


async def locked(session: AsyncSession, import_id: UUID) -> Row[Any] | None:
    """The import with its file; whoever else wants to move it on waits."""
    return (await session.execute(select(imports).where(imports.c.id == import_id).with_for_update())).one_or_none()


async def change(session: AsyncSession, import_id: UUID, **values: Any) -> None:
    if "state" in values:
        values = {"tries": 0, **values}
    await session.execute(update(imports).where(imports.c.id == import_id).values(**values))


async def begin_step(session: AsyncSession, import_id: UUID, state: str) -> int | None:
    """Count one more try of the step; which one it is, None when the import is not in this state any more."""
    statement = update(imports).where(imports.c.id == import_id, imports.c.state == state)
    tries: int | None = await session.scalar(statement.values(tries=imports.c.tries + 1).returning(imports.c.tries))
    return tries


async def note_progress(session: AsyncSession, import_id: UUID, done: int, total: int) -> bool:
    """Write how far the step is; whether somebody has cancelled it."""
    statement = update(imports).where(imports.c.id == import_id).values(done=done, total=total)
    cancelled: bool = (await session.execute(statement.returning(imports.c.cancelled))).scalar_one()
    return cancelled


async def expire(session: AsyncSession) -> None:
    """Forget the files that can be neither applied nor undone any more."""
    now = clock.now()
    await session.execute(
        update(imports)
        .where(imports.c.state == "applied", imports.c.file.is_not(None), imports.c.applied_at < now - UNDO_FOR)
        .values(file=None)
    )
    await session.execute(
        update(imports)
        .where(imports.c.state == "checked", imports.c.created_at < now - UNAPPLIED_FOR)
        .values(file=None, state="expired")
    )


async def headings(session: AsyncSession) -> Mapping[str, str]:
    """{heading: field}, the administrator's table."""
    rows = await session.execute(select(import_headings.c.heading, import_headings.c.field))
    return {row.heading: row.field for row in rows}


async def replace_headings(session: AsyncSession, taught: Mapping[str, str]) -> None:
    await session.execute(delete(import_headings))
    rows = {heading_key(heading): {"heading": heading, "field": field} for heading, field in taught.items()}
    if rows:
        await session.execute(insert(import_headings), [{"key": key, **row} for key, row in rows.items() if key])


async def content(session: AsyncSession, import_id: UUID) -> bytes | None:
    """The file; None when it was forgotten."""
    return await session.scalar(select(imports.c.file).where(imports.c.id == import_id))
