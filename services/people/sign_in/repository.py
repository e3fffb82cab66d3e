"""SQL of signing in."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.access import repository as access
from services.people.domain.persons import display_name
from services.people.models import Account, Branch, Grant, Person, Role, SignInSession
from services.people.models.second_factor import SecondFactor
from services.people.second_factor import repository as factors
from services.people.structure.repository import BRANCH
from shared.auth.principal import Principal, Scope

AnyRow = Row[*tuple[Any, ...]]


def digest(secret: str) -> bytes:
    """A session's secret as it is kept: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


async def account_by_login(session: AsyncSession, login_key: str) -> AnyRow | None:
    """What a sign-in needs to know, of an account whose person is still in the register."""
    statement = (
        select(Account.id, Account.password_hash, Account.disabled, Account.locked_until)
        .join(Person, Person.id == Account.person_id)
        .where(Account.login_key == login_key, Person.removed_at.is_(None))
    )
    return (await session.execute(statement)).one_or_none()


async def account_of(session: AsyncSession, person_id: UUID) -> AnyRow | None:
    statement = select(Account.id, Account.password_hash, Account.disabled, Account.locked_until)
    return (await session.execute(statement.where(Account.person_id == person_id))).one_or_none()


async def locked_account(session: AsyncSession, account_id: UUID) -> Account | None:
    return await session.get(Account, account_id, with_for_update=True)


async def factor(session: AsyncSession, account_id: UUID) -> SecondFactor | None:
    """The second factor in force of a locked account."""
    found = await factors.lock(session, account_id)
    return found if found is not None and found.confirmed_at is not None else None


async def principal(
    session: AsyncSession,
    person_id: UUID,
    *,
    today: date,
    session_id: UUID | None = None,
    demanding: Collection[str] = (),
) -> Principal | None:
    """The person with what they hold today; None when they are not in the register any more.

    Who holds one of the `demanding` roles and has no second factor yet holds nothing, and must enrol.
    """
    columns = (Person.last_name, Person.first_name, Person.middle_name)
    statement = select(*columns).where(Person.id == person_id, Person.removed_at.is_(None))
    name = (await session.execute(statement)).one_or_none()
    if name is None:
        return None
    must_enrol = await demands_second_factor(session, person_id, demanding, today) and not await factors.is_on(
        session, person_id
    )
    held = {} if must_enrol else await access.held(session, [person_id], on=today)
    return Principal(
        id=person_id,
        kind="person",
        name=display_name(*name),
        grants=tuple(held.get(person_id, ())),
        session_id=session_id,
        must_enrol=must_enrol,
    )


async def demands_second_factor(
    session: AsyncSession, person_id: UUID, demanding: Collection[str], today: date
) -> bool:
    """Whether the person holds one of these roles today."""
    return bool(demanding) and any(row.code in demanding for row in await roles(session, person_id, today))


async def live_session(session: AsyncSession, secret: str, now: datetime) -> AnyRow | None:
    statement = (
        select(SignInSession.id, SignInSession.person_id)
        .join(Account, Account.id == SignInSession.account_id)
        .where(SignInSession.secret_hash == digest(secret), SignInSession.ended_at.is_(None))
        .where(SignInSession.expires_at > now, Account.disabled.is_(False))
    )
    return (await session.execute(statement)).one_or_none()


async def session_by_secret(session: AsyncSession, secret: str) -> SignInSession | None:
    statement = select(SignInSession).where(
        SignInSession.secret_hash == digest(secret), SignInSession.ended_at.is_(None)
    )
    return await session.scalar(statement.with_for_update())


async def person(session: AsyncSession, person_id: UUID) -> AnyRow | None:
    columns = (Person.id, Person.last_name, Person.first_name, Person.middle_name, Person.branch_id, Person.position)
    statement = select(*columns).where(Person.id == person_id, Person.removed_at.is_(None))
    return (await session.execute(statement)).one_or_none()


async def roles(session: AsyncSession, person_id: UUID, today: date) -> Sequence[AnyRow]:
    statement = (
        select(Role.code, Role.name_ru, Role.name_en, Grant.branch_id, Grant.valid_to)
        .join(Grant)
        .where(Grant.person_id == person_id, Grant.withdrawn_at.is_(None), Grant.valid_from <= today)
        .where(Grant.valid_to.is_(None) | (Grant.valid_to >= today))
        .order_by(Role.code)
    )
    return (await session.execute(statement)).all()


async def branches(session: AsyncSession, scope: Scope) -> Sequence[AnyRow]:
    """The branches of a scope, in the order of the alphabet."""
    statement = select(*BRANCH).where(Branch.removed_at.is_(None)).order_by(Branch.sort_key)
    if scope.branches is not None:
        statement = statement.where(Branch.id.in_(scope.branches))
    return (await session.execute(statement)).all()
