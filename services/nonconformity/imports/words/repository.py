"""SQL of the words for states."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import status_words


async def listed(session: AsyncSession) -> Sequence[Row[Any]]:
    statement: Select[Any] = select(status_words.c.word, status_words.c.state).order_by(status_words.c.key)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def replace(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    await session.execute(delete(status_words))
    if rows:
        await session.execute(insert(status_words), list(rows))
