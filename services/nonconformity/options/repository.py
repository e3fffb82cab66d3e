"""SQL of the journal's options: one row, made by the migration."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import options


async def get(session: AsyncSession, *, lock: bool = False) -> Row[Any]:
    statement: Select[Any] = select(options)
    row: Row[Any] = (await session.execute(statement.with_for_update() if lock else statement)).one()
    return row


async def change(session: AsyncSession, values: Mapping[str, Any]) -> None:
    await session.execute(update(options).values(values))
