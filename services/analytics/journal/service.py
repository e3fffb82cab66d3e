"""The journal's figures as an answer: shares, days, names of groups."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import policies
from services.analytics.domain import SECONDS_A_DAY, SEVERITIES, SOURCES, STATES, Grouping
from services.analytics.errors import GROUP_WITHOUT_GROUPING, UNKNOWN_GROUP
from services.analytics.freshness import service as freshness
from services.analytics.journal import labels, repository
from services.analytics.journal.schemas import (
    Duration,
    Figures,
    Group,
    JournalFigures,
    JournalFilter,
    JournalQuery,
    OnTime,
    RecordRef,
    RecordsQuery,
)
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput
from shared.i18n import Locale, Text
from shared.web.listing import ListQuery, Page

_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_WEEK: Final = re.compile(r"[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])")
_PERIODS: Final = {"month": _MONTH, "closed_month": _MONTH, "week": _WEEK, "closed_week": _WEEK}
_CODES: Final[Mapping[Grouping, tuple[str, ...]]] = {"severity": SEVERITIES, "state": STATES, "source": SOURCES}


async def journal_figures(
    *, session: AsyncSession, principal: Principal, query: JournalQuery, locale: Locale
) -> JournalFigures:
    """Figures of the records that the principal may see: the total, and a group for each key that has any."""
    rows = await repository.figures(
        session, scope=policies.readable(principal), selection=selection_of(query), group_by=query.group_by
    )
    groups = sorted(
        (row for row in rows if not row.is_total),
        key=lambda row: labels.place(query.group_by, row.key and str(row.key), row.filed, row.sort_key),
    )
    total = next(row for row in rows if row.is_total)
    named = await repository.severity_names(session, locale) if query.group_by == "severity" else {}
    return JournalFigures(
        as_of=await freshness.as_of(session=session),
        total=Figures(**_figures(total)),
        groups=[_group(row, query.group_by, named, locale) for row in groups],
    )


async def records_behind(*, session: AsyncSession, principal: Principal, query: RecordsQuery) -> Page[RecordRef]:
    """One page of the records that a figure counts; with `total`, their number, which equals the figure."""
    rows, next_cursor, total = await repository.records(
        session,
        scope=policies.readable(principal),
        selection=selection_of(query),
        figure=query.figure,
        group=_asked_group(query),
        page=ListQuery(limit=query.limit, cursor=query.cursor, sort=query.sort, total=query.total),
    )
    items = [RecordRef(id=row.id, number=row.number) for row in rows]
    return Page(items=items, next_cursor=next_cursor, total=total)


def selection_of(query: JournalFilter) -> repository.Selection:
    """The query as the repository takes it."""
    return repository.Selection(
        start=query.from_,
        end=query.to,
        branch_id=query.branch_id,
        site_id=query.site_id,
        category_id=query.category_id,
        responsible_id=query.responsible_id,
        co_executor_id=query.co_executor_id,
        inspector_id=query.inspector_id,
        source=query.source,
    )


def _asked_group(query: RecordsQuery) -> tuple[Grouping, Any] | None:
    """The group's key as the database compares it; raises InvalidInput when there can be no such group."""
    if query.group is None:
        return None
    if query.group_by == "none":
        raise _refused("group_without_group_by", GROUP_WITHOUT_GROUPING)
    return query.group_by, _key_value(query.group_by, query.group)


def _key_value(group_by: Grouping, key: str) -> Any:
    if key == labels.NOBODY_KEY and group_by in labels.NOBODY:
        return None
    if group_by in _PERIODS:
        known = _PERIODS[group_by].fullmatch(key) is not None
    elif group_by in _CODES:
        known = key in _CODES[group_by]
    else:
        try:
            return UUID(key)
        except ValueError:
            known = False
    if not known:
        raise _refused("unknown_group", UNKNOWN_GROUP)
    return key


def _refused(code: str, text: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(("query", "group"), code, text)])


def _group(row: Row[Any], group_by: Grouping, named: Mapping[str, str], locale: Locale) -> Group:
    """`named`: names of keys that are not in the row."""
    key = None if row.key is None else str(row.key)
    label = labels.label(group_by, key, named.get(key or "", row.name), locale)
    return Group(key=key or labels.NOBODY_KEY, label=label, **_figures(row))


def _figures(row: Row[Any]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("filed", "open", "overdue", "closed", "rejected", "duplicate")},
        "on_time_first": on_time(row.due_first, row.on_time_first),
        "on_time_last": on_time(row.due_last, row.on_time_last),
        "repeats": row.repeats,
        "repeat_share": row.repeats / row.filed if row.filed else None,
        "returned": row.returned,
        "cycle": duration(row, "cycle"),
        "fixing": duration(row, "fixing"),
        "states": {state: duration(row, f"time_{state}") for state in STATES},
    }


def on_time(n: int, kept: int) -> OnTime:
    """How many of n due dates were kept."""
    return OnTime(n=n, on_time=kept, share=kept / n if n else None)


def duration(row: Row[Any], figure: str) -> Duration:
    """A time of a row of figures, by the clock and in working days."""
    median, p90 = getattr(row, f"{figure}_seconds") or (None, None)
    working_median, working_p90 = getattr(row, f"{figure}_working") or (None, None)
    return Duration(
        n=getattr(row, figure),
        median_days=_days(median),
        p90_days=_days(p90),
        median_working_days=_rounded(working_median),
        p90_working_days=_rounded(working_p90),
    )


def _days(seconds: float | None) -> float | None:
    """Days to a ten-thousandth, which is nine seconds: finer than anybody types a time."""
    return None if seconds is None else round(seconds / SECONDS_A_DAY, 4)


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 4)
