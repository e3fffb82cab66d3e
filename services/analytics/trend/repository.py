"""What came and what went, by week or month."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, cast, func, literal, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.journal.repository import Selection, selected, todays
from services.analytics.models import JournalRecord as Record
from services.analytics.trend.schemas import Step
from shared.auth.principal import Scope
from shared.db.scope import in_scope

_UNITS: Final = {"week": "'week'", "month": "'month'"}


async def flow(
    session: AsyncSession, *, scope: Scope, selection: Selection, step: Step
) -> Sequence[Row[date, int, int, int]]:
    """(starts_on, filed, closed, ended) of every step in which anything happened, some twice: they add up.

    `ended` are those that are no longer open: closed, rejected, duplicates.
    """
    conditions = selected(selection, scope)
    came = (
        select(
            _start(step, Record.found_on).label("starts_on"),
            func.count().label("filed"),
            literal(0).label("closed"),
            literal(0).label("ended"),
        )
        .where(*conditions)
        .group_by(literal_column("1"))
    )
    went = (
        select(
            _start(step, Record.ended_on),
            literal(0),
            func.count().filter(Record.state == "closed"),
            func.count(),
        )
        .where(*conditions, Record.ended_on.is_not(None))
        .group_by(literal_column("1"))
    )
    return (await session.execute(union_all(came, went))).all()


async def today(session: AsyncSession, *, scope: Scope, branch_id: UUID | None) -> date | None:
    """The latest date that a branch has now, of those asked about; None when no such branch is known."""
    there = todays()
    statement = select(func.max(there.c.today)).where(in_scope(there.c.id, scope))
    if branch_id:
        statement = statement.where(there.c.id == branch_id)
    latest: date | None = await session.scalar(statement)
    return latest


def _start(step: Step, day: Any) -> ColumnElement[date]:
    return cast(func.date_trunc(literal_column(_UNITS[step]), day), Date)
