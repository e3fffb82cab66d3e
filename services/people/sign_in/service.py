"""Signing in. A refusal must leave its trace, so these use cases open their own short transactions:

look the account up; check the password with no connection held, for argon2 takes its time; count what came of it.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events
from services.people.accounts.repository import branch_of
from services.people.domain import accounts as rules
from services.people.errors import WrongCredentials
from services.people.models import Account, SignInSession
from services.people.passwords import Passwords, Verdict
from services.people.sessions import repository as sessions
from services.people.sessions.service import tell_ended
from services.people.settings import PeopleSettings
from services.people.sign_in import repository
from services.people.sign_in.repository import AnyRow
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.db.database import Database
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


class Door:
    """Where passwords are shown. Every refusal is the same and takes the same time."""

    def __init__(self, database: Database, passwords: Passwords, settings: PeopleSettings) -> None:
        self._database, self._passwords, self._settings = database, passwords, settings

    async def by_login(self, login: str, password: str) -> UUID:
        """The account of this login and password. Raises WrongCredentials, TooManyRequests."""
        key = rules.canonical_login(login)

        async def find(session: AsyncSession) -> AnyRow | None:
            return await repository.account_by_login(session, key) if key.isprintable() else None

        return await self._enter(find, password)

    async def by_person(self, person_id: UUID, password: str) -> UUID:
        """The account of somebody signed in who shows the password again. Raises as `by_login`."""
        return await self._enter(lambda session: repository.account_of(session, person_id), password)

    async def _enter(self, find: Finder, password: str) -> UUID:
        loop = asyncio.get_running_loop()
        started = loop.time()
        async with self._database.transaction() as session:
            account = await find(session)
        open_ = account is not None and not account.disabled and not _is_locked(account.locked_until)
        verdict = await self._passwords.verify(password, account.password_hash if account and open_ else None)
        if account is not None and open_ and await self._settle(account.id, verdict):
            account_id: UUID = account.id
            return account_id
        await asyncio.sleep(max(0.0, started + self._settings.refusal_seconds - loop.time()))
        raise WrongCredentials

    async def _settle(self, account_id: UUID, verdict: Verdict) -> bool:
        """Count the attempt. A right password counts for nothing once others, tried beside it, locked the account."""
        async with self._database.transaction() as session:
            account = await repository.locked_account(session, account_id)
            if account is None or account.disabled or _is_locked(account.locked_until):
                return False
            if not verdict.matches:
                await _count_failure(session, account)
                return False
            account.failed_attempts, account.locked_until = 0, None
            account.last_signed_in_at = clock.now()
            account.password_hash = verdict.renewed or account.password_hash
            return True


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


async def principal_of(session: AsyncSession, *, account_id: UUID, today: date) -> Principal:
    """Who an account that was just entered speaks for. Raises WrongCredentials when it was closed meanwhile."""
    account = await session.get(Account, account_id)
    principal = await repository.principal(session, account.person_id, today=today) if account else None
    if principal is None:
        raise WrongCredentials
    return principal


async def start_session(
    session: AsyncSession,
    *,
    account_id: UUID,
    today: date,
    lifetime: timedelta,
    user_agent: str | None,
    address: str | None,
) -> SignedIn:
    """A browser's session for an account that was just entered; the secret is for its cookie and kept nowhere."""
    account = await session.get(Account, account_id)
    session_id, secret, now = new_id(), secrets.token_urlsafe(32), clock.now()
    principal = (
        await repository.principal(session, account.person_id, today=today, session_id=session_id) if account else None
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


async def principal_of_session(session: AsyncSession, *, secret: str, today: date) -> Principal | None:
    """Who a session speaks for, with what they hold today; None: it ended, or its account was closed."""
    now = clock.now()
    live = await repository.live_session(session, secret, now)
    if live is None:
        return None
    await sessions.note_seen(session, live.id, now=now, unless_since=now - SEEN_EVERY)
    return await repository.principal(session, live.person_id, today=today, session_id=live.id)


async def end_session(session: AsyncSession, *, secret: str) -> None:
    """Sign out. A secret that is not known, or not any more, is as good as ended."""
    record = await repository.session_by_secret(session, secret)
    if record is None:
        return
    record.ended_at = clock.now()
    await session.flush()
    branch = await branch_of(session, record.person_id)
    await tell_ended(session, [record], branch=branch, actor=record.person_id)
