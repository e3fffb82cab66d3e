"""SQL of second factors."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models.second_factor import RecoveryCode, SecondFactor
from shared.ids import new_id


async def lock(session: AsyncSession, account_id: UUID) -> SecondFactor | None:
    """The factor of a locked account, confirmed or not."""
    return await session.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)


async def of_person(session: AsyncSession, person_id: UUID) -> SecondFactor | None:
    """The factor in force of a person."""
    statement = select(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None))
    return await session.scalar(statement)


async def is_on(session: AsyncSession, person_id: UUID) -> bool:
    confirmed = exists().where(SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None))
    return bool(await session.scalar(select(confirmed)))


async def replace_codes(session: AsyncSession, account_id: UUID, hashes: Sequence[bytes]) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(RecoveryCode(id=new_id(), account_id=account_id, code_hash=value) for value in hashes)
    await session.flush()


async def use_code(session: AsyncSession, account_id: UUID, hashes: Sequence[bytes], now: datetime) -> bool:
    """Whether a recovery code of one of these hashes was unused; it is not any more."""
    statement = (
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        .where(RecoveryCode.code_hash.in_(hashes))
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return (await session.scalars(statement)).first() is not None


async def codes_left(session: AsyncSession, account_id: UUID) -> int:
    statement = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return (await session.execute(statement)).scalar_one()


async def remove(session: AsyncSession, account_id: UUID) -> bool:
    """Forget the factor and its codes; whether it was in force."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    statement = delete(SecondFactor).where(SecondFactor.account_id == account_id).returning(SecondFactor.confirmed_at)
    row = (await session.execute(statement)).one_or_none()
    return row is not None and row.confirmed_at is not None
