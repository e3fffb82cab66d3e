"""The journal's way through time: how many came, how many went, how many are left."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import policies
from services.analytics.freshness import service as freshness
from services.analytics.journal import labels
from services.analytics.journal.service import selection_of
from services.analytics.trend import repository
from services.analytics.trend.schemas import Step, Trend, TrendPoint, TrendQuery
from shared import clock
from shared.auth.principal import Principal
from shared.i18n import Locale

MOST_POINTS: Final = 520  #: ten years of weeks


async def trend(*, session: AsyncSession, principal: Principal, query: TrendQuery, locale: Locale) -> Trend:
    """A point for each step of the period, quiet ones too; without a period, from the first finding until today."""
    scope = policies.readable(principal)
    selection = replace(selection_of(query), start=None, end=None)
    rows = await repository.flow(session, scope=scope, selection=selection, step=query.step)
    today = await repository.today(session, scope=scope, branch_id=query.branch_id) or clock.now().date()
    filed: dict[date, int] = defaultdict(int)
    closed: dict[date, int] = defaultdict(int)
    left: dict[date, int] = defaultdict(int)
    for row in rows:
        filed[row.starts_on] += row.filed
        closed[row.starts_on] += row.closed
        left[row.starts_on] += row.filed - row.ended
    items = []
    if left or query.from_:
        first = _start(query.step, query.from_ or min(left))
        last = _start(query.step, query.to or max([today, *left]))
        steps = list(_steps(query.step, first, last))[-MOST_POINTS:]
        shown_from = steps[0] if steps else first
        open_now = sum(count for start, count in left.items() if start < shown_from)
        for start in steps:
            open_now += left[start]
            items.append(_point(query.step, start, filed[start], closed[start], open_now, locale))
    return Trend(as_of=await freshness.as_of(session=session), items=items)


def _point(step: Step, start: date, filed: int, closed: int, open_at_end: int, locale: Locale) -> TrendPoint:
    key = f"{start:%G}-W{start:%V}" if step == "week" else f"{start:%Y-%m}"
    return TrendPoint(
        key=key,
        label=labels.period(key, locale),
        starts_on=start,
        ends_on=_next(step, start) - timedelta(days=1),
        filed=filed,
        closed=closed,
        open_at_end=open_at_end,
    )


def _steps(step: Step, first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = _next(step, first)


def _start(step: Step, day: date) -> date:
    return day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)


def _next(step: Step, start: date) -> date:
    return start + timedelta(days=7) if step == "week" else (start + timedelta(days=31)).replace(day=1)
