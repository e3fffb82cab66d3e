"""Signing in. A refusal must leave its trace, so these use cases open their own short transactions:

look the account up; check the password with no connection held, for argon2 takes its time; count what came of it.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events
from services.people.access import repository as access
from services.people.accounts.repository import branch_of
from services.people.domain import accounts as rules
from services.people.errors import WrongCredentials
from services.people.errors.second_factor import SecondFactorRequired, WrongCode
from services.people.models import Account, SignInSession
from services.people.models.second_factor import SecondFactor
from services.people.passwords import Passwords, Verdict
from services.people.sealing import Sealing
from services.people.second_factor import service as factors
from services.people.sessions import repository as sessions
from services.people.sessions.service import tell_ended
from services.people.settings import PeopleSettings
from services.people.sign_in import repository
from services.people.sign_in.repository import AnyRow
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.errors import TooManyRequests
from shared.ids import new_id
from shared.logging import get_logger

log = get_logger(__name__)

SEEN_EVERY = timedelta(minutes=1)  #: a session's last use is written down at most so often

Finder = Callable[[AsyncSession], Awaitable[AnyRow | None]]


@dataclass(frozen=True, slots=True)
class SignedIn:
    principal: Principal
    secret: str
    expires_at: datetime


class Outcome(Enum):
    """What came of an attempt."""

    IN = auto()
    WRONG = auto()
    CODE_NEEDED = auto()
    WRONG_CODE = auto()


_REFUSALS = {
    Outcome.WRONG: WrongCredentials,
    Outcome.CODE_NEEDED: SecondFactorRequired,
    Outcome.WRONG_CODE: WrongCode,
}


class Door:
    """Where passwords and codes are shown. A refusal takes the same time, whatever it is for.

    Before the password is right every refusal is the same; a wrong code counts as a wrong password does, and a right
    password without its code forgives nothing, so that five guesses of either kind lock the account.
    """

    def __init__(self, database: Database, passwords: Passwords, sealing: Sealing, settings: PeopleSettings) -> None:
        self._database, self._passwords, self._sealing, self._settings = database, passwords, sealing, settings

    async def by_login(self, login: str, password: str, *, otp: str | None = None) -> UUID:
        """The account of this login and password, and code when a second factor guards it.

        Raises WrongCredentials, SecondFactorRequired, WrongCode, TooManyRequests.
        """
        key = rules.canonical_login(login)

        async def find(session: AsyncSession) -> AnyRow | None:
            return await repository.account_by_login(session, key) if key.isprintable() else None

        return await self._enter(find, password, otp, needs_code=True)

    async def by_person(self, person_id: UUID, password: str, *, otp: str | None = None) -> UUID:
        """The account of somebody signed in who shows the password again, and a code only when one is given."""
        return await self._enter(
            lambda session: repository.account_of(session, person_id), password, otp, needs_code=otp is not None
        )

    async def show_code(self, account_id: UUID, otp: str | None) -> None:
        """The code of somebody who has shown a one-time link, when a second factor guards the account.

        Raises SecondFactorRequired, WrongCode, TooManyRequests while the account is locked.
        """
        async with self._database.transaction() as session:
            account = await repository.locked_account(session, account_id)
            factor = await repository.factor(session, account_id) if account else None
            if account is None or factor is None:
                return
            if account.locked_until is not None and _is_locked(account.locked_until):
                left = (account.locked_until - clock.now()).total_seconds()
                raise TooManyRequests(retry_after=max(1, round(left)))
            outcome = await self._judge_code(session, account, factor, otp)
        if outcome is not Outcome.IN:
            raise _REFUSALS[outcome]

    async def _enter(self, find: Finder, password: str, otp: str | None, *, needs_code: bool) -> UUID:
        loop = asyncio.get_running_loop()
        started = loop.time()
        async with self._database.transaction() as session:
            account = await find(session)
        open_ = account is not None and not account.disabled and not _is_locked(account.locked_until)
        verdict = await self._passwords.verify(password, account.password_hash if account and open_ else None)
        outcome = Outcome.WRONG
        if account is not None and open_:
            outcome = await self._settle(account.id, verdict, otp, needs_code=needs_code)
            if outcome is Outcome.IN:
                account_id: UUID = account.id
                return account_id
        await asyncio.sleep(max(0.0, started + self._settings.refusal_seconds - loop.time()))
        raise _REFUSALS[outcome]

    async def _settle(self, account_id: UUID, verdict: Verdict, otp: str | None, *, needs_code: bool) -> Outcome:
        """Count the attempt. A right password counts for nothing once others, tried beside it, locked the account."""
        async with self._database.transaction() as session:
            account = await repository.locked_account(session, account_id)
            if account is None or account.disabled or _is_locked(account.locked_until):
                return Outcome.WRONG
            if not verdict.matches:
                await _count_failure(session, account)
                return Outcome.WRONG
            factor = await repository.factor(session, account_id)
            if factor is not None and needs_code:
                outcome = await self._judge_code(session, account, factor, otp)
                if outcome is not Outcome.IN:
                    return outcome
            account.password_hash = verdict.renewed or account.password_hash
            if factor is None or needs_code:
                account.failed_attempts, account.locked_until = 0, None
                account.last_signed_in_at = clock.now()
            return Outcome.IN

    async def _judge_code(
        self, session: AsyncSession, account: Account, factor: SecondFactor, otp: str | None
    ) -> Outcome:
        if not otp:
            return Outcome.CODE_NEEDED
        if await factors.accept(session, account, factor, otp, self._sealing):
            return Outcome.IN
        await _count_failure(session, account)
        return Outcome.WRONG_CODE


async def _count_failure(session: AsyncSession, account: Account) -> None:
    now = clock.now()
    account.failed_attempts = rules.failures_so_far(account.failed_attempts, account.last_failed_at, now) + 1
    account.last_failed_at = now
    lock = rules.lock_for(account.failed_attempts)
    if lock is not None:
        account.locked_until = now + lock
        log.warning("account locked", account_id=str(account.id), failed_attempts=account.failed_attempts)
        await session.flush()
        branch = await branch_of(session, account.person_id)
        await outbox.add(session, events.account_locked(account, branch=branch))


def _is_locked(until: datetime | None) -> bool:
    return until is not None and until > clock.now()


async def principal_of(
    session: AsyncSession, *, account_id: UUID, today: date, demanding: Collection[str]
) -> Principal:
    """Who an account that was just entered speaks for. Raises WrongCredentials when it was closed meanwhile."""
    account = await session.get(Account, account_id)
    principal = (
        await repository.principal(session, account.person_id, today=today, demanding=demanding) if account else None
    )
    if principal is None:
        raise WrongCredentials
    return principal


async def rights_until(session: AsyncSession, person_id: UUID, *, today: date, zone: str) -> datetime | None:
    """When a grant of the person begins or is over next: midnight in the union's zone."""
    day = await access.next_change_of(session, person_id, today)
    return datetime.combine(day, time.min, ZoneInfo(zone)) if day else None


async def start_session(
    session: AsyncSession,
    *,
    account_id: UUID,
    today: date,
    lifetime: timedelta,
    demanding: Collection[str],
    user_agent: str | None,
    address: str | None,
) -> SignedIn:
    """A browser's session for an account that was just entered; the secret is for its cookie and kept nowhere."""
    account = await session.get(Account, account_id)
    session_id, secret, now = new_id(), secrets.token_urlsafe(32), clock.now()
    principal = (
        await repository.principal(session, account.person_id, today=today, session_id=session_id, demanding=demanding)
        if account
        else None
    )
    if principal is None:
        raise WrongCredentials
    record = SignInSession(
        id=session_id,
        account_id=account_id,
        person_id=principal.id,
        secret_hash=repository.digest(secret),
        started_at=now,
        expires_at=now + lifetime,
        user_agent=user_agent,
        address=address,
    )
    session.add(record)
    await session.flush()
    branch = await branch_of(session, principal.id)
    await outbox.add(session, events.session("started", record, branch=branch, actor=principal.id))
    return SignedIn(principal, secret, record.expires_at)


async def principal_of_session(
    session: AsyncSession, *, secret: str, today: date, demanding: Collection[str]
) -> Principal | None:
    """Who a session speaks for, with what they hold today; None: it ended, or its account was closed."""
    now = clock.now()
    live = await repository.live_session(session, secret, now)
    if live is None:
        return None
    await sessions.note_seen(session, live.id, now=now, unless_since=now - SEEN_EVERY)
    return await repository.principal(session, live.person_id, today=today, session_id=live.id, demanding=demanding)


async def end_session(session: AsyncSession, *, secret: str) -> None:
    """Sign out. A secret that is not known, or not any more, is as good as ended."""
    record = await repository.session_by_secret(session, secret)
    if record is None:
        return
    record.ended_at = clock.now()
    await session.flush()
    branch = await branch_of(session, record.person_id)
    await tell_ended(session, [record], branch=branch, actor=record.person_id)
