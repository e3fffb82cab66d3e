"""SQL of severities and their terms. Nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Severity
from services.nonconformity.models import categories, severities, severity_terms
from shared.i18n import Text

_s, _t = severities.c, severity_terms.c

#: Calendar days for a record whose severity and category `of_kind` joins; null: there is no term.
DUE_DAYS: ColumnElement[Any] = func.coalesce(_t.due_days, _s.due_days)


def of_kind(severity: ColumnElement[Any], category_id: ColumnElement[Any]) -> tuple[Any, Any]:
    """The conditions that join `severities` and, as an outer join, `severity_terms`."""
    return _s.code == severity, and_(_t.severity == severity, _t.category_id == category_id)


async def every(session: AsyncSession) -> Sequence[Row[Any]]:
    """The four, from the mildest."""
    statement: Select[Any] = select(severities).order_by(_s.position)
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def get(session: AsyncSession, code: Severity, *, lock: bool = False) -> Row[Any]:
    statement: Select[Any] = select(severities).where(_s.code == code)
    row: Row[Any] = (await session.execute(statement.with_for_update() if lock else statement)).one()
    return row


async def terms(session: AsyncSession) -> Sequence[Row[Any]]:
    """Rows of severity, category_id, category, due_days, by the category's name."""
    statement: Select[Any] = (
        select(_t.severity, _t.category_id, categories.c.name.label("category"), _t.due_days)
        .join(categories, categories.c.id == _t.category_id)
        .order_by(categories.c.sort_key)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def change(session: AsyncSession, code: Severity, values: Mapping[str, Any]) -> None:
    await session.execute(update(severities).where(_s.code == code).values(values))


async def set_terms(session: AsyncSession, code: Severity, days: Mapping[UUID, int]) -> None:
    """These categories, and no others, have terms of their own at this severity."""
    await session.execute(delete(severity_terms).where(_t.severity == code))
    if days:
        rows = [{"severity": code, "category_id": one, "due_days": count} for one, count in days.items()]
        await session.execute(insert(severity_terms), rows)


async def known_categories(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    statement = select(categories.c.id).where(categories.c.id.in_(set(ids)))
    return set((await session.scalars(statement)).all())


async def names(session: AsyncSession) -> Mapping[str, Text]:
    """{code: what the union calls it}."""
    rows = await session.execute(select(_s.code, _s.name_ru, _s.name_en))
    return {row.code: Text(ru=row.name_ru, en=row.name_en) for row in rows}
