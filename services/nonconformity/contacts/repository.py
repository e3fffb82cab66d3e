"""SQL of contacts. Nothing here commits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import contacts


async def get(session: AsyncSession, record_id: UUID) -> Row[Any] | None:
    row: Row[Any] | None = (
        await session.execute(select(contacts).where(contacts.c.nonconformity_id == record_id))
    ).one_or_none()
    return row


async def is_given(session: AsyncSession, record_id: UUID) -> bool:
    statement = select(contacts.c.nonconformity_id).where(contacts.c.nonconformity_id == record_id)
    return await session.scalar(statement) is not None


async def keep(session: AsyncSession, record_id: UUID, *, name: str, contact: str | None, at: datetime) -> None:
    row = {"nonconformity_id": record_id, "name": name, "contact": contact, "consented_at": at}
    statement = upsert(contacts).values(row)
    await session.execute(statement.on_conflict_do_update(index_elements=[contacts.c.nonconformity_id], set_=row))


async def erase(session: AsyncSession, record_id: UUID) -> bool:
    """Whether there was one."""
    erased = await session.scalar(
        delete(contacts).where(contacts.c.nonconformity_id == record_id).returning(contacts.c.nonconformity_id)
    )
    return erased is not None
