"""SQL of one-time sign-in links."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import Account, Person
from services.people.models.links import OPEN, SignInLink
from services.people.models.second_factor import SecondFactor

AnyRow = Row[*tuple[Any, ...]]
_MOST = 50
_HAS_FACTOR = exists().where(SecondFactor.account_id == Account.id, SecondFactor.confirmed_at.is_not(None))
_HOLDER = (
    SignInLink.account_id, SignInLink.kind, SignInLink.expires_at, Account.login,
    Person.last_name, Person.first_name, Person.middle_name, _HAS_FACTOR.label("second_factor"),
)  # fmt: skip


def digest(secret: str) -> bytes:
    """A link's secret as it is kept: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


async def of_account(session: AsyncSession, account_id: UUID) -> Sequence[SignInLink]:
    """The newest links of an account."""
    statement = select(SignInLink).where(SignInLink.account_id == account_id).order_by(SignInLink.made_at.desc())
    return (await session.scalars(statement.limit(_MOST))).all()


async def lock(session: AsyncSession, link_id: UUID, account_id: UUID) -> SignInLink | None:
    statement = select(SignInLink).where(SignInLink.id == link_id, SignInLink.account_id == account_id)
    return await session.scalar(statement.with_for_update())


async def holder(session: AsyncSession, secret: str, now: datetime) -> AnyRow | None:
    """Whom an open link lets in: the account, its login and its person's name."""
    statement = (
        select(*_HOLDER)
        .join(Account, Account.id == SignInLink.account_id)
        .join(Person, Person.id == SignInLink.person_id)
        .where(SignInLink.secret_hash == digest(secret), OPEN, SignInLink.expires_at > now)
        .where(Account.disabled.is_(False), Person.removed_at.is_(None))
    )
    return (await session.execute(statement)).one_or_none()


async def lock_open(session: AsyncSession, secret: str, now: datetime) -> SignInLink | None:
    """The open link, locked: of two uses at once the second waits, and finds it used."""
    statement = select(SignInLink).where(SignInLink.secret_hash == digest(secret), OPEN, SignInLink.expires_at > now)
    return await session.scalar(statement.with_for_update())


async def revoke_open(session: AsyncSession, account_id: UUID, now: datetime) -> Sequence[SignInLink]:
    """Revoke the links of an account that nobody has used; those that were revoked, the expired ones among them."""
    statement = (
        update(SignInLink).where(SignInLink.account_id == account_id, OPEN).values(revoked_at=now).returning(SignInLink)
    )
    return (await session.scalars(statement)).all()


async def logins_like(session: AsyncSession, login_key: str) -> set[str]:
    """The logins that begin like this one."""
    statement = select(Account.login_key).where(Account.login_key.startswith(login_key, autoescape=True))
    return set((await session.scalars(statement)).all())


async def names(session: AsyncSession, person_id: UUID) -> AnyRow | None:
    columns = (Person.last_name, Person.first_name, Person.middle_name)
    return (await session.execute(select(*columns).where(Person.id == person_id))).one_or_none()
