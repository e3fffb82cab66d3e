"""Reading the journal's figures: each is defined once, for its count and for the records behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Label,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.domain import (
    DURATIONS,
    FIGURES,
    OPEN_STATES,
    SET_ASIDE_STATES,
    SEVERITIES,
    STATES,
    UNFIXED_STATES,
    DurationFigure,
    Figure,
    Grouping,
    severity_id,
)
from services.analytics.models import JournalRecord as Record
from services.analytics.models import Name, Projection
from shared import clock
from shared.auth.principal import Scope
from shared.contracts.nonconformity import Source
from shared.db.scope import in_scope
from shared.i18n import Locale
from shared.web.listing import ListQuery, Sorting, paginate

_MEDIAN_AND_P90: Final = (0.5, 0.9)
_RECORDS: Final = Record.__table__
_SORTING: Final = Sorting(
    columns={"found_at": _RECORDS.c.found_at, "number": _RECORDS.c.number}, id=_RECORDS.c.id, default="-found_at"
)
_WEEK: Final = "'IYYY-\"W\"IW'"
_MONTH: Final = "'YYYY-MM'"
_CLOSED_ON: Final = case((_RECORDS.c.state == "closed", _RECORDS.c.ended_on))
#: What a group has in common, and the kind of name that its key has.
_KEYS: Final[Mapping[Grouping, tuple[ColumnElement[Any], str | None]]] = {
    "none": (literal(None, String), None),
    "week": (func.to_char(_RECORDS.c.found_on, literal_column(_WEEK)), None),
    "month": (func.to_char(_RECORDS.c.found_on, literal_column(_MONTH)), None),
    "closed_week": (func.to_char(_CLOSED_ON, literal_column(_WEEK)), None),
    "closed_month": (func.to_char(_CLOSED_ON, literal_column(_MONTH)), None),
    "branch": (_RECORDS.c.branch_id, "branch"),
    "site": (_RECORDS.c.site_id, "site"),
    "category": (_RECORDS.c.category_id, "category"),
    "responsible": (_RECORDS.c.responsible_id, "person"),
    "inspector": (_RECORDS.c.inspector_id, "person"),
    "severity": (_RECORDS.c.severity, None),
    "state": (_RECORDS.c.state, None),
    "source": (_RECORDS.c.source, None),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records count: found from `start` to `end` (inclusive, None: open), and equal to the given ids."""

    start: date | None = None
    end: date | None = None
    branch_id: UUID | None = None
    site_id: UUID | None = None
    category_id: UUID | None = None
    responsible_id: UUID | None = None
    co_executor_id: UUID | None = None
    inspector_id: UUID | None = None
    source: Source | None = None


async def figures(
    session: AsyncSession,
    *,
    scope: Scope,
    selection: Selection,
    group_by: Grouping,
    durations: Sequence[DurationFigure] = DURATIONS,
) -> Sequence[Row[Any]]:
    """A row for the total (`is_total`) and one a group: key, name, sort_key, every count, and of each of `durations`
    a pair of percentiles in seconds and one in working days: [median, p90], None where there is no record.
    """
    today = todays()
    counts = [func.count().filter(condition).label(figure) for figure, condition in _conditions(today).items()]
    measures = [*counts, *_percentiles(durations)]
    key, kind = _KEYS[group_by]
    is_total = literal(1) if group_by == "none" else func.grouping(key)
    counted: Select[Any] = select(key.label("key"), is_total.label("is_total"), *measures)
    if group_by != "none":
        counted = counted.group_by(func.grouping_sets(tuple_(key), text("()")))
    counted = _from(today, counted).where(*selected(selection, scope))
    rows: Sequence[Row[Any]] = (await session.execute(_named(counted, kind))).all()
    return rows


async def severity_names(session: AsyncSession, locale: Locale) -> Mapping[str, str]:
    """{code: name} of the severities that an administrator named."""
    codes = {severity_id(code): code for code in SEVERITIES}
    named = select(Name.id, Name.name).where(Name.generation == _generation(), Name.kind == f"severity.{locale}")
    return {codes[row.id]: row.name for row in (await session.execute(named)).all() if row.id in codes}


async def records(
    session: AsyncSession,
    *,
    scope: Scope,
    selection: Selection,
    figure: Figure,
    group: tuple[Grouping, Any] | None,
    page: ListQuery,
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    """One page of the records that `figure` counts in the group (its key's value; None for nobody) or in all."""
    today = todays()
    found: Select[Any] = select(_RECORDS.c.id, _RECORDS.c.number)
    statement = _from(today, found).where(*selected(selection, scope))
    statement = statement.where(_conditions(today)[figure])
    if group is not None:
        key, value = _KEYS[group[0]][0], group[1]
        statement = statement.where(key.is_(None) if value is None else key == value)
    return await paginate(session, statement, query=page, sorting=_SORTING)


def _conditions(today: CTE) -> Mapping[Figure, ColumnElement[bool]]:
    """When a record counts in each figure."""
    closed = Record.state == "closed"
    due_first = and_(closed, Record.first_due_on.is_not(None), Record.fixed_on.is_not(None))
    due_last = and_(closed, Record.due_on.is_not(None), Record.fixed_on.is_not(None))
    here_and_now = func.coalesce(today.c.today, clock.now().astimezone(UTC).date())
    conditions: dict[str, ColumnElement[bool]] = {
        "filed": true(),
        "open": Record.state.in_(OPEN_STATES),
        "overdue": and_(Record.state.in_(UNFIXED_STATES), Record.due_on < here_and_now),
        "closed": closed,
        "rejected": Record.state == "rejected",
        "duplicate": Record.state == "duplicate",
        "due_first": due_first,
        "on_time_first": and_(due_first, Record.fixed_on <= Record.first_due_on),
        "due_last": due_last,
        "on_time_last": and_(due_last, Record.fixed_on <= Record.due_on),
        "repeats": and_(Record.repeat_of_id.is_not(None), Record.state.not_in(SET_ASIDE_STATES)),
        "returned": Record.returns > 0,
        "cycle": Record.cycle_seconds.is_not(None),
        "fixing": _FIXING,
        **{f"time_{state}": _seconds_in(state).is_not(None) for state in STATES},
    }
    return {figure: conditions[figure] for figure in FIGURES}


def _percentiles(durations: Sequence[DurationFigure]) -> list[Label[Any]]:
    wanted = func.percentile_cont(array(_MEDIAN_AND_P90))
    return [
        wanted.within_group(column).label(f"{name}_{unit}")
        for name in durations
        for unit, column in zip(("seconds", "working"), _spent(name), strict=True)
    ]


def _spent(name: DurationFigure) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """(seconds, working days) of a record."""
    if name == "cycle":
        return _RECORDS.c.cycle_seconds, _RECORDS.c.working_cycle
    if name == "fixing":
        seconds = _seconds_in("assigned"), _seconds_in("in_progress")
        days = _RECORDS.c.working_assigned, _RECORDS.c.working_in_progress
        return case((_FIXING, _sum(*seconds))), case((_FIXING, _sum(*days)))
    state = name.removeprefix("time_")
    return _seconds_in(state), _RECORDS.c[f"working_{state}"]


def _sum(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(first, 0) + func.coalesce(second, 0)


def _seconds_in(state: str) -> ColumnElement[Any]:
    return _RECORDS.c[f"seconds_{state}"]


#: Somebody was at it, and it was reported fixed.
_FIXING: Final = and_(
    Record.fixed_on.is_not(None), or_(_seconds_in("assigned").is_not(None), _seconds_in("in_progress").is_not(None))
)


def _generation() -> Any:
    """Read in the statement itself: a rebuild that ends between two statements cannot leave it with no rows."""
    return select(Projection.generation).scalar_subquery()


def todays() -> CTE:
    """The date that each branch has now: computed once a branch, not once a record."""
    date_there = cast(func.timezone(Name.time_zone, literal(clock.now())), Date).label("today")
    branches = select(Name.id, date_there).where(Name.generation == _generation(), Name.kind == "branch")
    return branches.cte("today").prefix_with("MATERIALIZED")


def _from(today: CTE, statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Record).outerjoin(today, today.c.id == Record.branch_id)


def selected(selection: Selection, scope: Scope) -> list[ColumnElement[bool]]:
    """The scope comes first and always: a filter can only narrow it."""
    conditions = [Record.generation == _generation(), Record.withdrawn.is_(False), in_scope(Record.branch_id, scope)]
    if selection.start:
        conditions.append(Record.found_on >= selection.start)
    if selection.end:
        conditions.append(Record.found_on <= selection.end)
    if selection.co_executor_id:
        conditions.append(Record.co_executor_ids.contains([selection.co_executor_id]))
    for field in ("branch_id", "site_id", "category_id", "responsible_id", "inspector_id", "source"):
        wanted = getattr(selection, field)
        if wanted is not None:
            conditions.append(getattr(Record, field) == wanted)
    return conditions


def _named(counted: Select[Any], kind: str | None) -> Select[Any]:
    """The counted groups with the names of their keys."""
    groups = counted.subquery("groups")
    if kind is None:
        return select(*groups.c, literal(None, String).label("name"), literal(None, String).label("sort_key"))
    named = and_(Name.generation == _generation(), Name.kind == kind, Name.id == groups.c.key)
    return select(*groups.c, Name.name, Name.sort_key).select_from(groups.outerjoin(Name, named))
