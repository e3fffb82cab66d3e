"""Use cases of the second factor: its owner enrols and shows codes; who manages the account may take it off."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import repository as common
from services.people.accounts import service as accounts
from services.people.accounts.repository import branch_of
from services.people.domain import second_factor as rules
from services.people.errors.second_factor import (
    WRONG_CODE,
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorUnavailable,
)
from services.people.events import second_factor as events
from services.people.models import Account
from services.people.models.second_factor import SecondFactor
from services.people.sealing import Sealing
from services.people.second_factor import repository
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput, NotFound


async def begin(session: AsyncSession, *, principal: Principal, sealing: Sealing) -> tuple[str, str]:
    """(secret, otpauth address) of a new factor, in force once it is confirmed.

    Raises NotFound without an account, SecondFactorOn, SecondFactorUnavailable.
    """
    if not sealing.is_possible:
        raise SecondFactorUnavailable
    account = await _own(session, principal)
    factor = await repository.lock(session, account.id)
    if factor is not None and factor.confirmed_at is not None:
        raise SecondFactorOn
    secret = rules.new_secret()
    if factor is None:
        factor = SecondFactor(account_id=account.id, person_id=account.person_id)
        session.add(factor)
    factor.sealed_secret, factor.begun_at = sealing.seal(secret, account.id), clock.now()
    await session.flush()
    return secret, rules.address(secret, account.login)


async def confirm(session: AsyncSession, *, principal: Principal, code: str, sealing: Sealing) -> list[str]:
    """Put the factor in force that was begun; the recovery codes.

    Raises NotFound, SecondFactorOff when none was begun, SecondFactorOn, InvalidInput for a wrong code.
    """
    account = await _own(session, principal)
    factor = await repository.lock(session, account.id)
    if factor is None:
        raise SecondFactorOff
    if factor.confirmed_at is not None:
        raise SecondFactorOn
    now = clock.now()
    secret = sealing.open(factor.sealed_secret, account.id)
    step = rules.matching_step(secret, code, now=now, after=None) if secret else None
    if step is None:
        raise InvalidInput(errors=[FieldError(("body", "otp"), "wrong_code", WRONG_CODE)])
    factor.confirmed_at, factor.last_step = now, step
    codes = await _new_codes(session, account, sealing)
    await _tell(session, account, "enabled", principal.id)
    return codes


async def renew_codes(session: AsyncSession, *, principal: Principal, sealing: Sealing) -> list[str]:
    """New recovery codes; password and code have been checked. Raises NotFound, SecondFactorOff."""
    account = await _in_force(session, principal)
    codes = await _new_codes(session, account, sealing)
    await _tell(session, account, "changed", principal.id)
    return codes


async def disable(session: AsyncSession, *, principal: Principal) -> None:
    """Switch it off; password and code have been checked. Raises NotFound, SecondFactorOff."""
    account = await _in_force(session, principal)
    await repository.remove(session, account.id)
    await _tell(session, account, "disabled", principal.id)


async def reset(
    session: AsyncSession, *, principal: Principal, account_id: UUID, today: date
) -> tuple[Account, UUID | None]:
    """Take somebody's factor off, which ends their sessions. Raises NotFound, OwnAccess, BeyondOwnRights."""
    account, branch = await accounts.lock_managed(session, account_id, principal, today)
    if await repository.remove(session, account.id):
        await accounts.end_sessions(session, account, principal.id, branch)
        await _tell(session, account, "disabled", principal.id)
    return account, branch


async def reset_by_operator(session: AsyncSession, account: Account) -> None:
    """Take the factor off at the server's console."""
    if await repository.remove(session, account.id):
        await _tell(session, account, "disabled", None)


async def accept(session: AsyncSession, account: Account, factor: SecondFactor, code: str, sealing: Sealing) -> bool:
    """Whether the code fits; it never does again. The account is locked, so of two at once one is taken."""
    now = clock.now()
    secret = sealing.open(factor.sealed_secret, account.id)
    step = rules.matching_step(secret, code, now=now, after=factor.last_step) if secret else None
    if step is not None:
        factor.last_step = step
        await session.flush()
        return True
    hashes = sealing.fingerprints(rules.plain(code), account.id)
    if not await repository.use_code(session, account.id, hashes, now):
        return False
    await _tell(session, account, "changed", account.person_id)
    return True


async def _own(session: AsyncSession, principal: Principal) -> Account:
    account = await accounts.own(session, principal.id)
    if account is None:
        raise NotFound
    return account


async def _in_force(session: AsyncSession, principal: Principal) -> Account:
    account = await _own(session, principal)
    factor = await repository.lock(session, account.id)
    if factor is None or factor.confirmed_at is None:
        raise SecondFactorOff
    return account


async def _new_codes(session: AsyncSession, account: Account, sealing: Sealing) -> list[str]:
    codes = rules.new_recovery_codes()
    hashes = [sealing.fingerprints(rules.plain(code), account.id)[0] for code in codes]
    await repository.replace_codes(session, account.id, hashes)
    return codes


async def _tell(session: AsyncSession, account: Account, verb: str, actor: UUID | None) -> None:
    common.add_history(
        session,
        noun="account",
        record_id=account.id,
        version=account.version,
        act=f"second_factor_{verb}",
        changed={},
        actor_id=actor,
    )
    await session.flush()
    left = await repository.codes_left(session, account.id)
    branch = await branch_of(session, account.person_id)
    await outbox.add(session, events.second_factor(verb, account, codes_left=left, branch=branch, actor=actor))
