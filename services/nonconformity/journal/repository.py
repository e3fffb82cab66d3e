"""SQL of the journal's list: what the caller may see, filters, sorting."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Row, Select, Text, and_, cast, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import SET_ASIDE
from services.nonconformity.domain.measures import MeasureState
from services.nonconformity.journal.schemas import JournalQuery
from services.nonconformity.journal.waiting import is_overdue, waiting_for
from services.nonconformity.models import branches, categories, measures, nonconformities, participants, persons, sites
from shared.auth.permissions import NONCONFORMITY_READ
from shared.auth.principal import Principal
from shared.db.scope import in_scope
from shared.web.listing import Sorting, paginate

_n = nonconformities.c
_author, _responsible = persons.alias("author"), persons.alias("responsible")

SORTING = Sorting(
    columns={
        "registered_at": _n.registered_at,
        "number": _n.number_order,
        "found_at": _n.found_at,
        "due_on": _n.due_order,
    },
    id=_n.id,
    default="-registered_at",
)


def _written(column: Column[Any]) -> ColumnElement[str]:
    return cast(column, Text).label(column.name)


# `journal.service` unpacks the rows in this order.
_ROWS: Select[Any] = (
    select(
        _written(_n.id),
        _n.version,
        _n.year,
        _n.serial,
        _n.external_number,
        _n.state,
        _written(_n.branch_id),
        branches.c.name.label("branch"),
        branches.c.time_zone,
        _written(_n.site_id),
        sites.c.name.label("site"),
        _n.place,
        _written(_n.category_id),
        categories.c.name.label("category"),
        _n.severity,
        _n.description,
        _n.found_at,
        _n.registered_at,
        _written(_n.author_id),
        _author.c.full_name.label("author"),
        _n.source,
        _written(_n.responsible_id),
        _responsible.c.full_name.label("responsible"),
        _n.first_due_on,
        _n.due_on,
        _n.due_date_moves,
        _n.fixed_at,
        _n.closed_at,
        _n.repeat_of_id.is_not(None).label("repeat"),
    )
    .join(branches, branches.c.id == _n.branch_id)
    .join(sites, sites.c.id == _n.site_id)
    .join(categories, categories.c.id == _n.category_id)
    .outerjoin(_author, _author.c.id == _n.author_id)
    .outerjoin(_responsible, _responsible.c.id == _n.responsible_id)
)


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """The records of `policies.may_see`, as a condition."""
    scope = principal.scope(NONCONFORMITY_READ)
    return visible(None if scope.is_everywhere else in_scope(_n.branch_id, scope), principal.id)


def visible(in_branches: ColumnElement[bool] | None, person_id: Any) -> ColumnElement[bool]:
    """As `visible_to`, for statements that are built once; `in_branches` None: the caller reads everywhere."""
    if in_branches is None:
        return not_(_n.withdrawn)
    return and_(not_(_n.withdrawn), or_(in_branches, _takes_part(person_id)))


def _takes_part(person_id: Any) -> ColumnElement[bool]:
    part = select(participants.c.nonconformity_id).where(participants.c.person_id == person_id)
    owned = measures.c.owner_id == person_id, measures.c.state != MeasureState.CANCELLED
    named = part.union_all(select(measures.c.nonconformity_id).where(*owned))
    return or_(_n.author_id == person_id, _n.responsible_id == person_id, _n.id.in_(named))


async def listed(
    session: AsyncSession,
    *,
    principal: Principal,
    query: JournalQuery,
    searched: ColumnElement[bool] | None,
    now: datetime,
) -> tuple[Sequence[Row[Any]], str | None, int | None]:
    """(rows, next cursor, total when asked) of one page. `searched`: the condition that the search words make."""
    conditions = [visible_to(principal), *_filters(query, principal, now)]
    if searched is not None:
        conditions.append(searched)
    return await paginate(session, _ROWS.where(*conditions), query=query, sorting=SORTING)


async def counted(
    session: AsyncSession,
    *,
    principal: Principal,
    query: JournalQuery,
    searched: ColumnElement[bool] | None,
    now: datetime,
) -> int:
    """How many records the list has; parameters as of `listed`."""
    conditions = [visible_to(principal), *_filters(query, principal, now)]
    if searched is not None:
        conditions.append(searched)
    found = _ROWS.where(*conditions).order_by(None).with_only_columns(_n.id).subquery()
    return await session.scalar(select(func.count()).select_from(found)) or 0


def _filters(query: JournalQuery, principal: Principal, now: datetime) -> Iterator[ColumnElement[bool]]:
    if query.ids:
        yield _n.id.in_(query.ids)
    if query.state:
        yield _n.state.in_(query.state) if len(query.state) > 1 else _n.state == query.state[0]
    if query.severity:
        yield _n.severity.in_(query.severity)
    for name in ("branch_id", "site_id", "category_id", "responsible_id", "author_id", "source"):
        wanted = getattr(query, name)
        if wanted is not None:
            yield _n[name] == wanted
    if query.overdue is not None:
        late = is_overdue(now)
        yield late if query.overdue else not_(func.coalesce(late, False))
    if query.repeat is not None:
        repeats = and_(_n.repeat_of_id.is_not(None), _n.state.not_in(SET_ASIDE))
        yield repeats if query.repeat else not_(repeats)
    if query.due_before:
        yield _n.due_on < query.due_before
    if query.waiting is not None:
        yield waiting_for(principal, query.waiting, now)
    if query.mine is not None:
        yield _takes_part(principal.id) if query.mine else not_(_takes_part(principal.id))
    yield from _found_between(query.found_from, query.found_to)


def _found_between(first: date | None, last: date | None) -> Iterator[ColumnElement[bool]]:
    """Days of the branch's zone. The wider bounds in UTC beside them are what an index can use."""
    day = cast(func.timezone(branches.c.time_zone, _n.found_at), Date)
    if first:
        yield and_(day >= first, _n.found_at >= _midnight(first) - timedelta(days=1))
    if last:
        yield and_(day <= last, _n.found_at < _midnight(last) + timedelta(days=2))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
