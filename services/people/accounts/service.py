"""Use cases of accounts: an administrator makes, disables and resets them, the owner changes the password.

Whoever manages an account must hold all that its person holds: a lesser administrator cannot take over a greater one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events, policies
from services.people import repository as common
from services.people.access import repository as access
from services.people.accounts import repository
from services.people.accounts.schemas import AccountIn
from services.people.domain.accounts import SHORTEST_PASSWORD, Weakness, canonical_login, weakness
from services.people.errors import AccountExists, LastAdministrator, LoginTaken, unknown
from services.people.errors.structure import BranchClosed
from services.people.events import links as link_events
from services.people.links import repository as links
from services.people.models import Account, Branch
from services.people.passwords import Passwords
from services.people.sessions import repository as sessions
from services.people.sessions.service import tell_ended
from shared import clock, outbox
from shared.auth.permissions import ACCESS_MANAGE
from shared.auth.principal import EVERYWHERE, Principal
from shared.errors import FieldError, InvalidInput, NotFound
from shared.i18n import Text
from shared.ids import new_id
from shared.web.versions import check_version

_TAKEN = {"uq_accounts_login_key": LoginTaken, "uq_accounts_person_id": AccountExists}
_WEAK: Mapping[Weakness, Text] = {
    Weakness.TOO_SHORT: Text(
        ru="Слишком короткий пароль: нужно не меньше {least} знаков.",
        en="The password is too short: at least {least} characters, please.",
    ),
    Weakness.IS_THE_LOGIN: Text(
        ru="Пароль совпадает с логином. Придумайте другой.", en="The password is the login. Choose another."
    ),
    Weakness.COMMON: Text(
        ru="Этот пароль подбирают одним из первых. Придумайте другой, например из трёх-четырёх слов.",
        en="This password is among the first to be guessed. Choose another, such as three or four words.",
    ),
    Weakness.MONOTONOUS: Text(
        ru="В пароле почти одни и те же знаки. Придумайте другой, например из трёх-четырёх слов.",
        en="The password is made of too few different characters. Choose another, such as three or four words.",
    ),
}


def require_strong(password: str, login: str, field: str = "password") -> None:
    """Raises InvalidInput with what is wrong with the password."""
    why = weakness(password, login)
    if why is not None:
        error = FieldError(("body", field), why.value, _WEAK[why], {"least": SHORTEST_PASSWORD})
        raise InvalidInput(errors=[error])


async def create(
    session: AsyncSession, *, principal: Principal, account: AccountIn, passwords: Passwords, today: date
) -> tuple[Account, UUID | None]:
    """An account for a person; answers it and the person's branch.

    Raises OwnAccess, BeyondOwnRights, BranchClosed, LoginTaken, AccountExists, InvalidInput for an unknown person or
    a weak password.
    """
    password = account.password.get_secret_value() if account.password else None
    if password is not None:
        require_strong(password, account.login)
    person = await access.person(session, account.person_id)
    if person is None or not principal.may(ACCESS_MANAGE, person.branch_id):
        raise InvalidInput(errors=[unknown("person", "person_id")])
    await _require_rights(session, principal, person.id, person.branch_id, today)
    branch = await common.living(session, Branch, person.branch_id) if person.branch_id else None
    if branch is not None and branch.closed_at is not None:
        raise BranchClosed
    record = Account(
        id=new_id(),
        person_id=person.id,
        login=account.login,
        login_key=canonical_login(account.login),
        password_hash=await passwords.hash(password) if password is not None else None,
        password_set_at=clock.now() if password is not None else None,
        disabled=False,
        failed_attempts=0,
    )
    session.add(record)
    await common.flush(session, _TAKEN)
    await _tell(session, record, "created", {}, principal.id, person.branch_id)
    return record, person.branch_id


async def rename(
    session: AsyncSession, *, principal: Principal, account_id: UUID, login: str, expected: int, today: date
) -> tuple[Account, UUID | None]:
    """Another login. Raises NotFound, OwnAccess, BeyondOwnRights, StaleVersion, LoginTaken."""
    account, branch = await lock_managed(session, account_id, principal, today)
    check_version(account.version, expected)
    if account.login != login:
        changed = {"login": [account.login, login]}
        account.login, account.login_key, account.updated_at = login, canonical_login(login), clock.now()
        await common.flush(session, _TAKEN)
        await _tell(session, account, "changed", changed, principal.id, branch)
    return account, branch


async def set_password(
    session: AsyncSession, *, principal: Principal, account_id: UUID, password: str, passwords: Passwords, today: date
) -> tuple[Account, UUID | None]:
    """A password set by an administrator: opens a locked account and ends its sessions.

    Raises NotFound, OwnAccess, BeyondOwnRights, InvalidInput for a weak password.
    """
    account, branch = await lock_managed(session, account_id, principal, today)
    require_strong(password, account.login)
    await replace_password(session, account, await passwords.hash(password), actor=principal.id, branch=branch)
    return account, branch


async def set_disabled(
    session: AsyncSession,
    *,
    principal: Principal,
    account_id: UUID,
    disabled: bool,
    expected: int | None,
    today: date,
) -> tuple[Account, UUID | None]:
    """Close the account, which ends its sessions, or open it again.

    Raises NotFound, OwnAccess, BeyondOwnRights, LastAdministrator, StaleVersion.
    """
    account, branch = await lock_managed(session, account_id, principal, today)
    check_version(account.version, expected)
    if account.disabled != disabled:
        if disabled:
            await _keep_an_administrator(session, account, today)
            await end_sessions(session, account, principal.id, branch)
            await revoke_links(session, account, branch=branch, actor=principal.id)
        account.disabled, account.updated_at = disabled, clock.now()
        await session.flush()
        await _tell(session, account, "changed", {"disabled": [not disabled, disabled]}, principal.id, branch)
    return account, branch


async def unlock(
    session: AsyncSession, *, principal: Principal, account_id: UUID, today: date
) -> tuple[Account, UUID | None]:
    """Forget the failed attempts. Raises NotFound, OwnAccess, BeyondOwnRights."""
    account, branch = await lock_managed(session, account_id, principal, today)
    if account.failed_attempts or account.locked_until:
        changed = {"failed_attempts": [account.failed_attempts, 0]}
        account.failed_attempts, account.locked_until, account.updated_at = 0, None, clock.now()
        await session.flush()
        await _tell(session, account, "changed", changed, principal.id, branch)
    return account, branch


async def change_own_password(
    session: AsyncSession, *, principal: Principal, password: str, passwords: Passwords
) -> None:
    """The owner's new password, the current one already checked: ends all other sessions.

    Raises NotFound, InvalidInput for a weak password.
    """
    account = await repository.own(session, principal.id)
    if account is None:
        raise NotFound
    require_strong(password, account.login, "new_password")
    branch = await repository.branch_of(session, account.person_id)
    await replace_password(
        session,
        account,
        await passwords.hash(password),
        actor=principal.id,
        branch=branch,
        besides=principal.session_id,
    )


async def lock_managed(
    session: AsyncSession, account_id: UUID, principal: Principal, today: date
) -> tuple[Account, UUID | None]:
    """The account, locked, and its person's branch, for who may manage it.

    Raises NotFound, OwnAccess, BeyondOwnRights.
    """
    account = await common.lock(session, Account, account_id)
    if account is None:
        raise NotFound
    branch = await repository.branch_of(session, account.person_id)
    await _require_rights(session, principal, account.person_id, branch, today)
    return account, branch


async def _require_rights(
    session: AsyncSession, principal: Principal, person_id: UUID, branch: UUID | None, today: date
) -> None:
    held = await access.held(session, [person_id], on=today, future=True)
    policies.require_access_of(principal, person_id, branch, held.get(person_id, []))


async def replace_password(
    session: AsyncSession,
    account: Account,
    password_hash: str,
    *,
    actor: UUID,
    branch: UUID | None,
    besides: UUID | None = None,
) -> None:
    """Set the hash of a new password: forgets failures, ends the sessions (but `besides`) and revokes open links."""
    account.password_hash, account.password_set_at = password_hash, clock.now()
    account.failed_attempts, account.locked_until, account.updated_at = 0, None, clock.now()
    await session.flush()
    await end_sessions(session, account, actor, branch, besides)
    await revoke_links(session, account, branch=branch, actor=actor)
    await _tell(session, account, "changed", {"password": [None, None]}, actor, branch)


async def revoke_links(session: AsyncSession, account: Account, *, branch: UUID | None, actor: UUID | None) -> None:
    """Revoke the account's links that nobody has used."""
    revoked = await links.revoke_open(session, account.id, clock.now())
    await outbox.add(session, *(link_events.link("revoked", row, branch=branch, actor=actor) for row in revoked))


async def open_by_operator(session: AsyncSession, login: str) -> Account | None:
    """Open a locked or closed account at the server's console; None: there is none of this login."""
    account = await repository.lock_by_login(session, canonical_login(login))
    if account is not None:
        changed = {"disabled": [account.disabled, False], "failed_attempts": [account.failed_attempts, 0]}
        account.disabled, account.failed_attempts, account.locked_until = False, 0, None
        account.updated_at = clock.now()
        await session.flush()
        await _tell(session, account, "changed", changed, None, await repository.branch_of(session, account.person_id))
    return account


async def own(session: AsyncSession, person_id: UUID) -> Account | None:
    """The account of a person, locked."""
    return await repository.own(session, person_id)


async def _keep_an_administrator(session: AsyncSession, account: Account, today: date) -> None:
    held = (await access.held(session, [account.person_id], on=today)).get(account.person_id, [])
    is_one = any(ACCESS_MANAGE in grant.permissions and grant.scope == EVERYWHERE for grant in held)
    if is_one and not await access.other_administrators(session, besides=account.person_id, today=today):
        raise LastAdministrator


async def end_sessions(
    session: AsyncSession, account: Account, actor: UUID, branch: UUID | None, besides: UUID | None = None
) -> None:
    """End the sessions of an account, all or all but one."""
    ended = await sessions.end_all(session, account.person_id, now=clock.now(), besides=besides)
    await tell_ended(session, ended, branch=branch, actor=actor)


async def _tell(
    session: AsyncSession,
    account: Account,
    act: str,
    changed: Mapping[str, Any],
    actor: UUID | None,
    branch: UUID | None,
) -> None:
    common.add_history(
        session,
        noun="account",
        record_id=account.id,
        version=account.version,
        act=act,
        changed=changed,
        actor_id=actor,
    )
    await outbox.add(session, events.account(act, account, branch=branch, actor=actor, changed=changed))
