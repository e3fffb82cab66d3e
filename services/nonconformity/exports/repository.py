"""SQL of what an export shows beside the list's own columns."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import CO_EXECUTOR, branches, nonconformities, participants, persons

_n = nonconformities.c


async def zones(session: AsyncSession) -> Mapping[UUID, str]:
    """The time zone of every branch."""
    return {row.id: row.time_zone for row in (await session.execute(select(branches.c.id, branches.c.time_zone))).all()}


async def details(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, Row[Any]]:
    """(id, proposal, co-executors' names) of records."""
    helping = (
        select(func.string_agg(persons.c.full_name, aggregate_order_by(literal(", "), persons.c.full_name)))
        .join(participants, participants.c.person_id == persons.c.id)
        .where(participants.c.nonconformity_id == _n.id, participants.c.role == CO_EXECUTOR)
        .scalar_subquery()
    )
    statement: Select[Any] = select(_n.id, _n.proposal, helping.label("co_executors")).where(_n.id.in_(ids))
    return {row.id: row for row in (await session.execute(statement)).all()}
