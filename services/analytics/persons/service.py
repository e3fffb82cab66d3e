"""Tables of the people of the journal: who finds, and who has to mend."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import policies
from services.analytics.freshness import service as freshness
from services.analytics.journal import labels, repository
from services.analytics.journal.schemas import JournalFilter
from services.analytics.journal.service import duration, on_time, selection_of
from services.analytics.persons.schemas import Inspector, Inspectors, Responsible, Responsibles
from shared.auth.principal import Principal
from shared.i18n import Locale

RANKED_FROM: Final = 5  #: findings; fewer say more of chance than of the inspector


async def inspectors(
    *, session: AsyncSession, principal: Principal, query: JournalFilter, locale: Locale
) -> Inspectors:
    """Everybody who found something that the principal may see."""
    rows = await repository.figures(
        session,
        scope=policies.readable(principal),
        selection=selection_of(query),
        group_by="inspector",
        durations=("cycle",),
    )
    known, nameless = _split(rows)
    ranks = _ranks(known)
    items = [_inspector(row, ranks.get(row.key), locale) for row in known]
    items.sort(key=lambda item: (item.rank is None, item.rank or 0, -item.filed, item.name))
    return Inspectors(as_of=await freshness.as_of(session=session), nameless=nameless, items=items)


async def responsibles(
    *, session: AsyncSession, principal: Principal, query: JournalFilter, locale: Locale
) -> Responsibles:
    """Everybody who is responsible for something that the principal may see."""
    rows = await repository.figures(
        session,
        scope=policies.readable(principal),
        selection=selection_of(query),
        group_by="responsible",
        durations=("fixing",),
    )
    known, unassigned = _split(rows)
    items = [_responsible(row, locale) for row in known]
    items.sort(key=lambda item: (-item.overdue, -item.open, item.name))
    return Responsibles(as_of=await freshness.as_of(session=session), unassigned=unassigned, items=items)


def _split(rows: Sequence[Row[Any]]) -> tuple[list[Row[Any]], int]:
    """(rows of persons, records of nobody)."""
    groups = [row for row in rows if not row.is_total]
    return [row for row in groups if row.key is not None], sum(row.filed for row in groups if row.key is None)


def _ranks(rows: Sequence[Row[Any]]) -> dict[Any, int]:
    """Places by verified findings: 1, 2, 2, 4."""
    ranked = sorted((row for row in rows if row.filed >= RANKED_FROM), key=lambda row: -row.closed)
    verified = [row.closed for row in ranked]
    return {row.key: verified.index(row.closed) + 1 for row in ranked}


def _inspector(row: Row[Any], rank: int | None, locale: Locale) -> Inspector:
    decided = row.closed + row.rejected + row.duplicate
    return Inspector(
        id=row.key,
        name=labels.label("inspector", str(row.key), row.name, locale),
        rank=rank,
        filed=row.filed,
        open=row.open,
        verified=row.closed,
        rejected=row.rejected,
        duplicate=row.duplicate,
        confirmed_share=row.closed / decided if decided else None,
        repeats=row.repeats,
        cycle=duration(row, "cycle"),
    )


def _responsible(row: Row[Any], locale: Locale) -> Responsible:
    return Responsible(
        id=row.key,
        name=labels.label("responsible", str(row.key), row.name, locale),
        assigned=row.filed,
        open=row.open,
        overdue=row.overdue,
        closed=row.closed,
        on_time_first=on_time(row.due_first, row.on_time_first),
        on_time_last=on_time(row.due_last, row.on_time_last),
        returned=row.returned,
        fixing=duration(row, "fixing"),
    )
