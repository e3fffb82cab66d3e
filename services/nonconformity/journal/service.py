"""The journal as a list."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import UNFIXED, Severity, State, format_number
from services.nonconformity.journal import repository
from services.nonconformity.journal.schemas import Item, JournalPage, JournalQuery, Named, NamedPerson
from services.nonconformity.search import repository as search
from shared import clock
from shared.auth.principal import Principal


async def listed(session: AsyncSession, *, principal: Principal, query: JournalQuery) -> JournalPage:
    """The records that the caller may see: those of their branches, and those they take part in."""
    now = clock.now()
    searched = await search.condition(session, principal=principal, text=query.q) if query.q else None
    rows, next_cursor, total = await repository.listed(
        session, principal=principal, query=query, searched=searched, now=now
    )
    return JournalPage.model_construct(items=[_item(row, now) for row in rows], next_cursor=next_cursor, total=total)


def _item(row: Row[Any], now: datetime) -> Item:
    state = State(row.state)
    today = now.astimezone(ZoneInfo(row.time_zone)).date()
    return Item(
        id=row.id,
        version=row.version,
        number=format_number(row.year, row.serial),
        external_number=row.external_number,
        state=state,
        branch=Named(id=row.branch_id, name=row.branch),
        site=Named(id=row.site_id, name=row.site),
        place=row.place,
        category=Named(id=row.category_id, name=row.category),
        severity=Severity(row.severity),
        description=row.description,
        found_at=row.found_at,
        registered_at=row.registered_at,
        author=NamedPerson(id=row.author_id, name=row.author),
        responsible=NamedPerson(id=row.responsible_id, name=row.responsible) if row.responsible_id else None,
        first_due_on=row.first_due_on,
        due_on=row.due_on,
        due_date_moves=row.due_date_moves,
        overdue=row.due_on is not None and row.due_on < today and state in UNFIXED,
        fixed_at=row.fixed_at,
        closed_at=row.closed_at,
    )
