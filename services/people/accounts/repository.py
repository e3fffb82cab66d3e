"""SQL of accounts, in the branches where the caller manages access."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.accounts.schemas import AccountQuery
from services.people.domain.accounts import canonical_login
from services.people.models import Account, Person
from services.people.models.second_factor import SecondFactor
from shared.auth.permissions import ACCESS_MANAGE
from shared.auth.principal import Principal
from shared.db.scope import in_scope
from shared.web.listing import Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]

_HAS_FACTOR = exists().where(SecondFactor.account_id == Account.id, SecondFactor.confirmed_at.is_not(None))
ACCOUNT = (
    _HAS_FACTOR.label("second_factor"),
    Account.id, Account.version, Account.person_id, Account.login, Account.disabled, Account.locked_until,
    Account.password_set_at, Account.last_signed_in_at, Person.branch_id,
)  # fmt: skip

_SORTING = Sorting(
    {"login": Account.login_key.expression, "created_at": Account.created_at.expression},
    Account.id.expression,
    "login",
)


async def accounts(session: AsyncSession, query: AccountQuery, principal: Principal) -> Found:
    statement = (
        select(*ACCOUNT)
        .join(Person, Person.id == Account.person_id)
        .where(in_scope(Person.branch_id, principal.scope(ACCESS_MANAGE)))
    )
    if query.person_id is not None:
        statement = statement.where(Account.person_id == query.person_id)
    if query.disabled is not None:
        statement = statement.where(Account.disabled == query.disabled)
    if query.has_password is not None:
        statement = statement.where(Account.password_hash.is_not(None) == query.has_password)
    if query.q:
        statement = statement.where(Account.login_key.contains(canonical_login(query.q), autoescape=True))
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def account(session: AsyncSession, account_id: UUID, principal: Principal) -> AnyRow | None:
    statement = (
        select(*ACCOUNT)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id == account_id, in_scope(Person.branch_id, principal.scope(ACCESS_MANAGE)))
    )
    return (await session.execute(statement)).one_or_none()


async def branch_of(session: AsyncSession, person_id: UUID) -> UUID | None:
    return await session.scalar(select(Person.branch_id).where(Person.id == person_id))


async def own(session: AsyncSession, person_id: UUID) -> Account | None:
    return await session.scalar(select(Account).where(Account.person_id == person_id).with_for_update())


async def lock_by_login(session: AsyncSession, login_key: str) -> Account | None:
    return await session.scalar(select(Account).where(Account.login_key == login_key).with_for_update())
