"""SQL of segments: the saved ones, and the people who are in one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.domain.facts import facts_of
from services.people.models import Grant, Person, Role, Segment
from services.people.persons.repository import CARD
from services.people.segments import columns
from services.people.segments.policies import scope_of
from services.people.segments.schemas import SegmentQuery
from shared.auth.permissions import PEOPLE_READ
from shared.auth.principal import Principal
from shared.db.russian import fold
from shared.db.scope import in_scope
from shared.expressions.conditions import Condition
from shared.expressions.to_sql import to_sql
from shared.web.listing import ListQuery, Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]
"""Rows of a page, its next cursor, the total when asked."""

_OWNER = func.concat_ws(" ", Person.last_name, Person.first_name, Person.middle_name)
_SEGMENTS = (
    select(
        Segment.id, Segment.version, Segment.name, Segment.condition, Segment.visibility, Segment.branch_id,
        Segment.owner_id, func.nullif(_OWNER, "").label("owner_name"), Segment.created_at, Segment.updated_at,
    )
    .outerjoin(Person, Person.id == Segment.owner_id)
    .where(Segment.removed_at.is_(None))
)  # fmt: skip
_SORTING = Sorting(
    {"name": Segment.sort_key.expression, "created_at": Segment.created_at.expression}, Segment.id.expression, "name"
)
_BY_NAME = Sorting({"name": Person.sort_key.expression}, Person.id.expression, "name")


def visible(principal: Principal) -> ColumnElement[bool]:
    """One's own, and of the others' those that are shared with a reader of the register."""
    readable = principal.scope(PEOPLE_READ)
    shared = [and_(Segment.visibility == "branch", in_scope(Segment.branch_id, readable))]
    if not readable.is_empty:
        shared.append(Segment.visibility == "everyone")
    return or_(Segment.owner_id == principal.id, *shared)


async def segment(session: AsyncSession, segment_id: UUID, principal: Principal) -> AnyRow | None:
    statement = _SEGMENTS.where(Segment.id == segment_id, visible(principal))
    return (await session.execute(statement)).one_or_none()


async def listed(session: AsyncSession, query: SegmentQuery, principal: Principal) -> Found:
    statement = _SEGMENTS.where(visible(principal))
    if query.mine is not None:
        own = Segment.owner_id == principal.id
        statement = statement.where(own if query.mine else ~own)
    if query.branch_id is not None:
        statement = statement.where(Segment.branch_id == query.branch_id)
    if query.q:
        statement = statement.where(Segment.sort_key.contains(fold(query.q), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def locked(session: AsyncSession, segment_id: UUID, principal: Principal) -> Segment | None:
    statement = select(Segment).where(Segment.id == segment_id, Segment.removed_at.is_(None), visible(principal))
    return await session.scalar(statement.with_for_update())


async def count(session: AsyncSession, condition: Condition, principal: Principal, *, today: date) -> int:
    """Persons who meet the condition and whom the caller may see."""
    statement = select(func.count()).select_from(Person).where(*_meets(condition, principal, today))
    return (await session.execute(statement)).scalar_one()


async def people(
    session: AsyncSession, condition: Condition, principal: Principal, query: ListQuery, *, today: date
) -> Found:
    """A page of them, as `persons` shows cards."""
    statement: Select[*tuple[Any, ...]] = select(*CARD).where(*_meets(condition, principal, today))
    if query.q:
        statement = statement.where(Person.sort_key.contains(fold(query.q), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_BY_NAME)


async def facts(session: AsyncSession, person_id: UUID, *, today: date) -> Mapping[str, Any] | None:
    """What is known of a person, by the names of conditions; None when there is no such card."""
    statement = select(*CARD, columns.country().label("country"), columns.is_absent(today).label("is_absent"))
    card = (await session.execute(statement.where(Person.id == person_id, Person.removed_at.is_(None)))).one_or_none()
    if card is None:
        return None
    roles = columns.holders(today).with_only_columns(Role.code).where(Grant.person_id == person_id)
    return facts_of(
        card,
        today=today,
        country=card.country,
        roles=(await session.scalars(roles)).all(),
        consents=(await session.scalars(columns.given_consents(person_id))).all(),
        is_absent=card.is_absent,
    )


def _meets(condition: Condition, principal: Principal, today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Person.removed_at.is_(None),
        in_scope(Person.branch_id, scope_of(principal, condition)),
        to_sql(condition, columns.person_columns(today)),
    )
