"""SQL of roles and grants."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.access.schemas import GrantQuery, RoleQuery
from services.people.domain.grants import GrantState, next_change
from services.people.domain.roles import ADMINISTRATOR
from services.people.models import Account, Grant, Person, Role
from shared.auth import principal as auth
from shared.auth.permissions import ACCESS_MANAGE
from shared.auth.principal import Principal
from shared.db.scope import in_scope
from shared.web.listing import Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]

ROLE = (Role.id, Role.version, Role.code, Role.name_ru, Role.name_en, Role.permissions)
GRANT = (
    Grant.id, Grant.version, Grant.person_id, Role.code.label("role"), Grant.branch_id, Grant.valid_from,
    Grant.valid_to, Grant.granted_by, Grant.granted_at, Grant.withdrawn_at, Grant.withdrawn_by,
    Role.name_ru.label("role_name_ru"), Role.name_en.label("role_name_en"), Role.permissions,
)  # fmt: skip

_ROLE_SORTING = Sorting({"code": Role.code.expression}, Role.id.expression, "code")
_GRANT_SORTING = Sorting(
    {"granted_at": Grant.granted_at.expression, "valid_from": Grant.valid_from.expression},
    Grant.id.expression,
    "-granted_at",
)


async def roles(session: AsyncSession, query: RoleQuery) -> Found:
    statement = select(*ROLE)
    if query.code is not None:
        statement = statement.where(Role.code == query.code)
    if query.q:
        statement = statement.where(
            func.lower(Role.name_ru + " " + Role.name_en).contains(query.q.lower(), autoescape=True)
        )
    return await paginate(session, statement, query=query, sorting=_ROLE_SORTING)


async def role(session: AsyncSession, role_id: UUID) -> AnyRow | None:
    return (await session.execute(select(*ROLE).where(Role.id == role_id))).one_or_none()


async def role_by_code(session: AsyncSession, code: str) -> Role | None:
    return await session.scalar(select(Role).where(Role.code == code))


async def role_of(session: AsyncSession, grant: Grant) -> Role:
    """The grant's role, locked: of two withdrawals of the last two administrators one sees the other's."""
    role = await session.get(Role, grant.role_id, with_for_update=True)
    assert role is not None
    return role


async def grants(session: AsyncSession, query: GrantQuery, principal: Principal, today: date) -> Found:
    statement = select(*GRANT).join(Role).where(in_scope(Grant.branch_id, principal.scope(ACCESS_MANAGE)))
    if query.state is not None:
        statement = statement.where(_in_state(query.state, today))
    elif query.standing:
        statement = statement.where(Grant.withdrawn_at.is_(None))
    if query.granted_by is not None:
        statement = statement.where(Grant.granted_by == query.granted_by)
    if query.person_id is not None:
        statement = statement.where(Grant.person_id == query.person_id)
    if query.branch_id is not None:
        statement = statement.where(Grant.branch_id == query.branch_id)
    if query.role is not None:
        statement = statement.where(Role.code == query.role)
    return await paginate(session, statement, query=query, sorting=_GRANT_SORTING)


def _in_state(state: GrantState, today: date) -> ColumnElement[bool]:
    """As domain.grants.state_of."""
    if state is GrantState.WITHDRAWN:
        return Grant.withdrawn_at.is_not(None)
    over = and_(Grant.valid_to.is_not(None), Grant.valid_to < today)
    begun = Grant.valid_from <= today
    condition = {
        GrantState.FUTURE: Grant.valid_from > today,
        GrantState.EXPIRED: and_(begun, over),
        GrantState.IN_FORCE: and_(begun, not_(over)),
    }[state]
    return and_(Grant.withdrawn_at.is_(None), condition)


async def grant(session: AsyncSession, grant_id: UUID, principal: Principal) -> AnyRow | None:
    statement = select(*GRANT).join(Role).where(Grant.id == grant_id)
    statement = statement.where(in_scope(Grant.branch_id, principal.scope(ACCESS_MANAGE)))
    return (await session.execute(statement)).one_or_none()


async def person(session: AsyncSession, person_id: UUID) -> Person | None:
    """A person who is to be given access; locked against removal by an undone import."""
    statement = select(Person).where(Person.id == person_id, Person.removed_at.is_(None))
    return await session.scalar(statement.with_for_update(read=True))


async def held(
    session: AsyncSession, person_ids: Collection[UUID], *, on: date, future: bool = False
) -> dict[UUID, list[auth.Grant]]:
    """What persons hold on a day, one grant for each set of branches; with `future` also what is still to begin."""
    statement = (
        select(Grant.person_id, Grant.branch_id, Role.permissions)
        .join(Role)
        .where(Grant.person_id.in_(person_ids), Grant.withdrawn_at.is_(None))
        .where(or_(Grant.valid_to.is_(None), Grant.valid_to >= on))
    )
    if not future:
        statement = statement.where(Grant.valid_from <= on)
    by_person: defaultdict[UUID, defaultdict[UUID | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for person_id, branch_id, permissions in (await session.execute(statement)).all():
        by_person[person_id][branch_id].update(permissions)
    return {person_id: _merged(by_branch) for person_id, by_branch in by_person.items()}


async def next_change_of(session: AsyncSession, person_id: UUID, today: date) -> date | None:
    """The first day after today on which the person holds more or less by the grants there are."""
    statement = select(Grant.valid_from, Grant.valid_to).where(
        Grant.person_id == person_id,
        Grant.withdrawn_at.is_(None),
        or_(Grant.valid_from > today, Grant.valid_to >= today),
    )
    return next_change([(row[0], row[1]) for row in (await session.execute(statement)).all()], today)


def _merged(by_branch: dict[UUID | None, set[str]]) -> list[auth.Grant]:
    """Branches with the same permissions are one grant: a token stays short."""
    merged: defaultdict[frozenset[str], set[UUID]] = defaultdict(set)
    result = []
    for branch_id, permissions in by_branch.items():
        if branch_id is None:
            result.append(auth.Grant(frozenset(permissions), auth.EVERYWHERE))
        else:
            merged[frozenset(permissions)].add(branch_id)
    return result + [
        auth.Grant(permissions, auth.Scope(frozenset(branches))) for permissions, branches in merged.items()
    ]


async def other_administrators(session: AsyncSession, *, besides: UUID, today: date) -> int:
    """Persons who can sign in and are administrators everywhere, now and without end, besides one person."""
    statement = (
        select(func.count(Grant.person_id.distinct()))
        .join(Role)
        .join(Account, Account.person_id == Grant.person_id)
        .where(Role.code == ADMINISTRATOR, Grant.branch_id.is_(None), Grant.withdrawn_at.is_(None))
        .where(Grant.valid_to.is_(None), Grant.person_id != besides, Account.disabled.is_(False))
        .where(Grant.valid_from <= today, Account.password_hash.is_not(None))
    )
    return (await session.execute(statement)).scalar_one()
