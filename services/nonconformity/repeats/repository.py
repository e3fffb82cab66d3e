"""SQL of repeats: a finding at the same place and of the same category as an earlier one, within the days that count.

The days count from the earlier one's closure, or from its registration while it is not closed. Rejected findings,
duplicates and withdrawn records neither repeat nor are repeated.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Executable,
    Row,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import SET_ASIDE, Record
from services.nonconformity.journal.repository import visible
from services.nonconformity.models import nonconformities, options
from shared.auth.permissions import NONCONFORMITY_READ
from shared.auth.principal import Principal

MOST_SHOWN = 10  #: on a card, each of earlier and later ones

_n = nonconformities.c
_Moment = DateTime(timezone=True)


def _counted(table: Any) -> ColumnElement[bool]:
    # Not `not_in`: its list is written into the statement anew at every execution, an eighth of reading a card.
    return and_(*(table.state != state for state in SET_ASIDE), not_(table.withdrawn))


def _days() -> ColumnElement[Any]:
    return func.make_interval(0, 0, 0, select(options.c.repeat_days).scalar_subquery())


def _since_over(table: Any) -> ColumnElement[Any]:
    """The moment from which the days of a finding count."""
    return func.coalesce(table.closed_at, table.registered_at)


def _before(
    earlier: Any, *, site_id: Any, category_id: Any, place_key: Any, registered_at: Any, record_id: Any
) -> Sequence[ColumnElement[bool]]:
    """What makes `earlier` a finding that one with these values repeats."""
    return (
        earlier.site_id == site_id,
        earlier.category_id == category_id,
        earlier.place_key == place_key,
        tuple_(earlier.registered_at, earlier.id) < tuple_(registered_at, record_id),
        _since_over(earlier) >= registered_at - _days(),
        _counted(earlier),
    )


def latest_earlier() -> Select[Any]:
    """The id of the latest finding that one to be filed repeats.

    Parameters: site_id, category_id, place, registered_at, record_id.
    """
    earlier = nonconformities.alias("earlier").c
    before = _before(
        earlier,
        site_id=bindparam("site_id", type_=Uuid),
        category_id=bindparam("category_id", type_=Uuid),
        place_key=func.place_key(bindparam("place")),
        registered_at=bindparam("registered_at", type_=_Moment),
        record_id=bindparam("record_id", type_=Uuid),
    )
    return select(earlier.id).where(*before).order_by(earlier.registered_at.desc(), earlier.id.desc()).limit(1)


def is_repeated_or_repeats(table: Any) -> ColumnElement[bool]:
    """Whether another finding counts as repeated by this one, or as its repeat: two probes of the place's index."""
    other = nonconformities.alias("other").c
    earlier = _before(
        other,
        site_id=table.site_id,
        category_id=table.category_id,
        place_key=table.place_key,
        registered_at=table.registered_at,
        record_id=table.id,
    )
    later = _before(
        table,
        site_id=other.site_id,
        category_id=other.category_id,
        place_key=other.place_key,
        registered_at=other.registered_at,
        record_id=other.id,
    )
    return or_(exists().where(*earlier), exists().where(*later, _counted(other)))


def _marking() -> Any:
    later, earlier = nonconformities.alias("later").c, nonconformities.alias("earlier").c
    before = _before(
        earlier,
        site_id=later.site_id,
        category_id=later.category_id,
        place_key=later.place_key,
        registered_at=later.registered_at,
        record_id=later.id,
    )
    latest = select(earlier.id).where(*before).order_by(earlier.registered_at.desc(), earlier.id.desc()).limit(1)
    found = (
        select(later.id, latest.correlate(later.id.table).scalar_subquery().label("repeat_of_id"))
        .where(later.id == any_(bindparam("record_ids", type_=ARRAY(Uuid))))
        .subquery("found")
    )
    return (
        update(nonconformities)
        .values(repeat_of_id=found.c.repeat_of_id)
        .where(_n.id == found.c.id, _n.repeat_of_id.is_distinct_from(found.c.repeat_of_id))
        .returning(_n.id, _n.repeat_of_id)
    )


_MARKING = _marking()


async def mark(session: AsyncSession, record_ids: Sequence[UUID]) -> Mapping[UUID, UUID | None]:
    """Let stored records know what they repeat: {id of a record that now says something else: what it repeats}."""
    rows = await (await session.connection()).execute(_MARKING, {"record_ids": record_ids})
    return {row.id: row.repeat_of_id for row in rows}


Around = tuple[Sequence[Row[Any]], Sequence[Row[Any]]]
NO_REPEATS: Around = ((), ())


async def around(session: AsyncSession, principal: Principal, record: Record) -> Around:
    """(earlier, later) findings that the record repeats or is repeated by, the nearest first; those one may see."""
    if record.state in SET_ASIDE or record.withdrawn:
        return NO_REPEATS
    rows = await _asked(session, _around, principal, record)
    return [row for row in rows if row.earlier], [row for row in rows if not row.earlier]


async def before(session: AsyncSession, principal: Principal, record: Record) -> Around:
    """As `around` for a record about to be filed, which nothing can repeat yet."""
    return await _asked(session, _earlier, principal, record), ()


async def _asked(
    session: AsyncSession, statement: Callable[[bool], Executable], principal: Principal, record: Record
) -> Sequence[Row[Any]]:
    scope = principal.scope(NONCONFORMITY_READ)
    given = {
        "site_id": record.site_id,
        "category_id": record.category_id,
        "place": record.place,
        "registered_at": record.registered_at,
        "record_id": record.id,
        "over_at": record.closed_at or record.registered_at,
        "person_id": principal.id,
        "branch_ids": list(scope.branches or ()),
    }
    return (await session.execute(statement(scope.is_everywhere), given)).all()


# Built once for each of the two scopes: every card asks these, and building one costs more than the answer.


@cache
def _around(everywhere: bool) -> CompoundSelect[Any]:
    return union_all(*(part.subquery().select() for part in (_earlier(everywhere), _later(everywhere))))


@cache
def _earlier(everywhere: bool) -> Select[Any]:
    older = _since_over(_n) >= bindparam("registered_at", type_=_Moment) - _days()
    return (
        select(*_SHOWN, true().label("earlier"))
        .where(*_here(everywhere), _moment < _given_moment(), older)
        .order_by(_n.registered_at.desc(), _n.id.desc())
        .limit(MOST_SHOWN)
    )


def _later(everywhere: bool) -> Select[Any]:
    soon = _n.registered_at <= bindparam("over_at", type_=_Moment) + _days()
    return (
        select(*_SHOWN, not_(true()).label("earlier"))
        .where(*_here(everywhere), _moment > _given_moment(), soon)
        .order_by(_n.registered_at, _n.id)
        .limit(MOST_SHOWN)
    )


_SHOWN = (_n.id, _n.year, _n.serial, _n.state, _n.registered_at, _n.closed_at)
_moment = tuple_(_n.registered_at, _n.id)


def _given_moment() -> ColumnElement[Any]:
    return tuple_(bindparam("registered_at", type_=_Moment), bindparam("record_id", type_=Uuid))


def _here(everywhere: bool) -> Sequence[ColumnElement[bool]]:
    """Those at the record's place and of its category that count and that one may see."""
    in_branches = None if everywhere else _n.branch_id == any_(bindparam("branch_ids", type_=ARRAY(Uuid)))
    return (
        _n.site_id == bindparam("site_id", type_=Uuid),
        _n.category_id == bindparam("category_id", type_=Uuid),
        _n.place_key == func.place_key(bindparam("place")),
        _counted(_n),
        visible(in_branches, bindparam("person_id", type_=Uuid)),
    )
