"""Use cases of one-time links. A link is worth what its maker may do at the moment of its use, and no more.

Whoever makes one must hold all that the account's person holds, as for setting a password; when the person has been
given more since, or the maker has lost it, the link is dead.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import policies
from services.people.access import repository as access
from services.people.accounts import service as accounts
from services.people.accounts.repository import branch_of
from services.people.accounts.schemas import AccountIn
from services.people.domain.accounts import canonical_login
from services.people.domain.links import LinkKind, LinkState, state_of, suggested_login
from services.people.errors import AccountExists, unknown
from services.people.errors.links import AccountClosed, LinkNotOpen, LinkUnusable
from services.people.events import links as events
from services.people.links import repository
from services.people.links.schemas import Invitee
from services.people.models import Account
from services.people.models.links import SignInLink
from services.people.passwords import Passwords
from services.people.second_factor import service as factors
from services.people.sign_in import repository as sign_in
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.errors import AppError, InvalidInput, NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class MadeLink:
    link: SignInLink
    secret: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What became of one person's invitation: an account and its link, or a refusal."""

    person_id: UUID
    account: Account | None = None
    made: MadeLink | None = None
    refusal: AppError | None = None


async def make(
    session: AsyncSession, *, principal: Principal, account_id: UUID, lifetime: timedelta, today: date
) -> MadeLink:
    """A link for the account's person, which revokes an older one.

    Raises NotFound, OwnAccess, BeyondOwnRights, AccountClosed.
    """
    account, branch = await accounts.lock_managed(session, account_id, principal, today)
    return await make_for(session, account, branch=branch, made_by=principal.id, lifetime=lifetime)


async def make_for(
    session: AsyncSession, account: Account, *, branch: UUID | None, made_by: UUID | None, lifetime: timedelta
) -> MadeLink:
    """A link for a locked account. Raises AccountClosed."""
    if account.disabled:
        raise AccountClosed
    await accounts.revoke_links(session, account, branch=branch, actor=made_by)
    secret, now = secrets.token_urlsafe(32), clock.now()
    link = SignInLink(
        id=new_id(),
        account_id=account.id,
        person_id=account.person_id,
        kind=LinkKind.RECOVERY if account.password_hash else LinkKind.INVITATION,
        secret_hash=repository.digest(secret),
        made_by=made_by,
        made_at=now,
        expires_at=now + lifetime,
    )
    session.add(link)
    await session.flush()
    await outbox.add(session, events.link("made", link, branch=branch, actor=made_by))
    return MadeLink(link, secret)


async def make_at_the_server(
    session: AsyncSession, *, login: str, lifetime: timedelta, without_second_factor: bool
) -> str | None:
    """The secret of a link for this login, made by the operator; opens a locked or closed account. None: no such."""
    account = await accounts.open_by_operator(session, login)
    if account is None:
        return None
    if without_second_factor:
        await factors.reset_by_operator(session, account)
    branch = await branch_of(session, account.person_id)
    return (await make_for(session, account, branch=branch, made_by=None, lifetime=lifetime)).secret


async def revoke(
    session: AsyncSession, *, principal: Principal, account_id: UUID, link_id: UUID, today: date
) -> SignInLink:
    """Raises NotFound, OwnAccess, BeyondOwnRights, LinkNotOpen."""
    _, branch = await accounts.lock_managed(session, account_id, principal, today)
    link = await repository.lock(session, link_id, account_id)
    if link is None:
        raise NotFound
    now = clock.now()
    state = state_of(used_at=link.used_at, revoked_at=link.revoked_at, expires_at=link.expires_at, now=now)
    if state is not LinkState.OPEN:
        raise LinkNotOpen
    link.revoked_at = now
    await session.flush()
    await outbox.add(session, events.link("revoked", link, branch=branch, actor=principal.id))
    return link


async def prepare(database: Database, *, secret: str, password: str, passwords: Passwords) -> tuple[UUID, str]:
    """(account, hash of the new password) for `use`, computed with no connection held, for argon2 takes its time.

    Raises LinkUnusable, InvalidInput for a weak password: the link stays good.
    """
    async with database.transaction() as session:
        holder = await repository.holder(session, secret, clock.now())
    if holder is None:
        raise LinkUnusable
    accounts.require_strong(password, holder.login)
    return holder.account_id, await passwords.hash(password)


async def use(session: AsyncSession, *, secret: str, password_hash: str, today: date) -> UUID:
    """Use the link up and set the account's password, which ends its sessions; the account.

    Raises LinkUnusable, also for the second of two uses at once.
    """
    now = clock.now()
    holder = await repository.holder(session, secret, now)
    account = await session.get(Account, holder.account_id, with_for_update=True) if holder else None
    link = await repository.lock_open(session, secret, now)
    if account is None or link is None:
        raise LinkUnusable
    branch = await branch_of(session, account.person_id)
    await _require_maker(session, link, branch, today)
    link.used_at = account.last_signed_in_at = now
    await session.flush()
    await outbox.add(session, events.link("used", link, branch=branch, actor=account.person_id))
    await accounts.replace_password(session, account, password_hash, actor=account.person_id, branch=branch)
    return account.id


async def invite(
    session: AsyncSession,
    *,
    principal: Principal,
    invitees: Sequence[Invitee],
    lifetime: timedelta,
    passwords: Passwords,
    today: date,
) -> list[Invitation]:
    """Accounts without a password, and a link for each; who is refused does not hinder the others."""
    results = []
    for invitee in invitees:
        try:
            async with session.begin_nested():
                account, made = await _invite_one(
                    session, principal=principal, invitee=invitee, lifetime=lifetime, passwords=passwords, today=today
                )
            results.append(Invitation(invitee.person_id, account, made))
        except AppError as refusal:
            results.append(Invitation(invitee.person_id, refusal=refusal))
    return results


async def _invite_one(
    session: AsyncSession,
    *,
    principal: Principal,
    invitee: Invitee,
    lifetime: timedelta,
    passwords: Passwords,
    today: date,
) -> tuple[Account, MadeLink]:
    account = await accounts.own(session, invitee.person_id)
    if account is not None:
        await accounts.lock_managed(session, account.id, principal, today)  # a stranger's is not told of
        if account.password_hash is not None:
            raise AccountExists
    if account is None:
        login = invitee.login or await _free_login(session, invitee.person_id)
        new = AccountIn(person_id=invitee.person_id, login=login)
        account, _ = await accounts.create(session, principal=principal, account=new, passwords=passwords, today=today)
    return account, await make(session, principal=principal, account_id=account.id, lifetime=lifetime, today=today)


async def _free_login(session: AsyncSession, person_id: UUID) -> str:
    names = await repository.names(session, person_id)
    if names is None:
        raise InvalidInput(errors=[unknown("person", "person_id")])
    login = suggested_login(*names)
    taken = await repository.logins_like(session, canonical_login(login))
    number, free = 1, login
    while canonical_login(free) in taken:
        number += 1
        free = f"{login}{number}"
    return free


async def _require_maker(session: AsyncSession, link: SignInLink, branch: UUID | None, today: date) -> None:
    if link.made_by is None:
        return
    maker = await sign_in.principal(session, link.made_by, today=today)
    held = await access.held(session, [link.person_id], on=today, future=True)
    if maker is None or not policies.may_manage_access_of(maker, link.person_id, branch, held.get(link.person_id, [])):
        raise LinkUnusable
