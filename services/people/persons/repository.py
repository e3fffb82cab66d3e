"""Reading and locking persons. Every read takes the caller's scope; a removed card is nobody's."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.domain import search as rules
from services.people.models import Membership, Person
from services.people.persons import search
from services.people.persons.schemas import PersonQuery
from shared.auth.permissions import PEOPLE_READ, PEOPLE_READ_PRIVATE
from shared.auth.principal import Principal
from shared.db.scope import in_scope
from shared.importing import canonical_number
from shared.web.listing import Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]
"""Rows of a page, its next cursor, the total when asked."""

CARD = (
    Person.id, Person.version, Person.personnel_number, Person.last_name, Person.first_name, Person.middle_name,
    Person.branch_id, Person.unit_id, Person.position, Person.city, Person.assignment_site_id, Person.is_member,
    Person.joined_on, Person.left_on, Person.sex, Person.birth_date, Person.phone, Person.email, Person.children,
    Person.subscribed_to_news, Person.created_at, Person.updated_at,
)  # fmt: skip

#: Built once: naming two dozen columns anew would cost a request more than the rest of its Python.
_CARDS = select(*CARD).where(Person.removed_at.is_(None))

_SORTS: Mapping[str, ColumnElement[Any]] = {
    "name": Person.sort_key.expression,
    "created_at": Person.created_at.expression,
    "updated_at": Person.updated_at.expression,
    "personnel_number": func.coalesce(Person.personnel_key, ""),
}


async def card(session: AsyncSession, person_id: UUID, principal: Principal) -> AnyRow | None:
    """The card when the caller may see it."""
    statement = _CARDS.where(Person.id == person_id)
    if person_id != principal.id:
        statement = statement.where(in_scope(Person.branch_id, principal.scope(PEOPLE_READ)))
    return (await session.execute(statement)).one_or_none()


async def memberships(session: AsyncSession, person_id: UUID) -> Sequence[AnyRow]:
    """The periods, the latest first."""
    statement = (
        select(Membership.joined_on, Membership.left_on, Membership.ended)
        .where(Membership.person_id == person_id)
        .order_by(Membership.id.desc())
    )
    return (await session.execute(statement)).all()


async def latest_membership(session: AsyncSession, person_id: UUID) -> Membership | None:
    statement = select(Membership).where(Membership.person_id == person_id).order_by(Membership.id.desc()).limit(1)
    return await session.scalar(statement)


async def found(session: AsyncSession, query: PersonQuery, principal: Principal) -> Found:
    """A page of the register. Words that nobody bears exactly are sought once more with a typo forgiven."""
    statement = _filtered(query, principal)
    if query.q is None:
        return await paginate(session, statement, query=query, sorting=Sorting(_SORTS, Person.id.expression, "name"))
    asked, private = rules.parse(query.q), principal.scope(PEOPLE_READ_PRIVATE)
    exact = await search.prepare(session, asked, typos=False)
    if not exact.is_hopeless:
        named = statement.where(exact.condition(private))
        page = await _page(session, named, query, exact)
        # On a later page nothing may be left, but the tier stays that of the first one.
        if page[0] or (query.cursor and await session.scalar(select(named.exists()))):
            return page
    forgiving = await search.prepare(session, asked, typos=True)
    return await _page(session, statement.where(forgiving.condition(private)), query, forgiving)


async def _page(session: AsyncSession, statement: AnySelect, query: PersonQuery, sought: search.Search) -> Found:
    sorting = Sorting({"relevance": sought.relevance(), **_SORTS}, Person.id.expression, "relevance")
    return await paginate(session, statement, query=query, sorting=sorting)


def _filtered(query: PersonQuery, principal: Principal) -> AnySelect:
    conditions = [in_scope(Person.branch_id, principal.scope(PEOPLE_READ))]
    for column in (Person.branch_id, Person.unit_id, Person.assignment_site_id, Person.is_member):
        wanted = getattr(query, column.key)
        if wanted is not None:
            conditions.append(column == wanted)
    if query.id:
        conditions.append(Person.id.in_(query.id))
    if query.on_assignment is not None:
        away = Person.assignment_site_id.is_not(None)
        conditions.append(away if query.on_assignment else ~away)
    if query.personnel_number is not None:
        conditions.append(Person.personnel_key == canonical_number(query.personnel_number))
    return _CARDS.where(*conditions)
