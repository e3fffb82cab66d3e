"""SQL of a record's past."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import (
    attachments,
    categories,
    due_date_moves,
    history,
    nonconformities,
    persons,
    sites,
)


async def entries(session: AsyncSession, record_id: UUID) -> Sequence[Row[Any]]:
    """The record's changes, oldest first."""
    statement = select(history).where(history.c.nonconformity_id == record_id).order_by(history.c.version)
    return (await session.execute(statement)).all()


async def moves(session: AsyncSession, record_id: UUID) -> Sequence[Row[Any]]:
    """The moves of the record's due date, oldest first."""
    table = due_date_moves
    statement = select(table).where(table.c.nonconformity_id == record_id).order_by(table.c.position)
    return (await session.execute(statement)).all()


async def names(session: AsyncSession, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """What persons, sites, categories and files of these ids are called."""
    wanted = sorted(set(ids))
    sources = (
        (persons, persons.c.full_name),
        (sites, sites.c.name),
        (categories, categories.c.name),
        (attachments, attachments.c.name),
    )
    statement = union_all(*(select(table.c.id, name).where(table.c.id.in_(wanted)) for table, name in sources))
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


async def name_parts(session: AsyncSession, ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Rows of id, full_name, last_name, first_name, middle_name."""
    p = persons.c
    columns = (p.id, p.full_name, p.last_name, p.first_name, p.middle_name)
    statement: Select[Any] = select(*columns).where(p.id.in_(sorted(set(ids))))
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def numbers(session: AsyncSession, ids: Iterable[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """(year, serial) of records."""
    n = nonconformities.c
    statement = select(n.id, n.year, n.serial).where(n.id.in_(sorted(set(ids))))
    return {row.id: (row.year, row.serial) for row in (await session.execute(statement)).all()}
