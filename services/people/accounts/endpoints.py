"""/api/v1/accounts."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi.responses import Response

from services.people import policies
from services.people.access import repository as access
from services.people.access.history import AccessHistory, told
from services.people.accounts import repository, service
from services.people.accounts.repository import AnyRow
from services.people.accounts.schemas import AccountCard, AccountEdit, AccountIn, AccountQuery, PasswordIn
from services.people.deps import CanManageAccess, Language, PasswordCheck, Session, Today
from services.people.models import Account
from services.people.schemas import Action
from services.people.second_factor import repository as factors
from services.people.second_factor import service as factor
from shared import clock
from shared.auth.principal import Grant, Principal
from shared.errors import NotFound
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router, tells_secret
from shared.web.versions import IfMatch, RequiredIfMatch, tagged

router = service_router(prefix="/api/v1/accounts", tags=["accounts"])


@router.get("", openapi_extra=documented(AccountQuery))
async def list_accounts(
    session: Session, principal: CanManageAccess, today: Today, query: Annotated[AccountQuery, query_of(AccountQuery)]
) -> Page[AccountCard]:
    rows, cursor, total = await repository.accounts(session, query, principal)
    persons = [row.person_id for row in rows]
    held = await access.held(session, persons, on=today, future=True)
    items = [
        _card(row, row.branch_id, principal, held.get(row.person_id, []), guarded=row.second_factor) for row in rows
    ]
    return Page(items=items, next_cursor=cursor, total=total)


@router.post("", status_code=201)
@tells_secret
async def create_account(
    body: AccountIn,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    passwords: PasswordCheck,
    response: Response,
) -> AccountCard:
    """Give a person a login, and a first password, which they should change at once, or a one-time link."""
    account, branch = await service.create(
        session,
        principal=principal,
        account=body,
        passwords=passwords,
        today=today,
    )
    return await _answer(session, account, branch, principal, response)


@router.get("/{account_id}")
async def get_account(
    account_id: UUID, session: Session, principal: CanManageAccess, today: Today, response: Response
) -> AccountCard:
    row = await repository.account(session, account_id, principal)
    if row is None:
        raise NotFound
    held = await access.held(session, [row.person_id], on=today, future=True)
    return _card(
        tagged(row, response), row.branch_id, principal, held.get(row.person_id, []), guarded=row.second_factor
    )


@router.patch("/{account_id}")
async def rename_account(
    account_id: UUID,
    body: AccountEdit,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    expected: RequiredIfMatch,
    response: Response,
) -> AccountCard:
    account, branch = await service.rename(
        session,
        principal=principal,
        account_id=account_id,
        login=body.login,
        expected=expected,
        today=today,
    )
    return await _answer(session, account, branch, principal, response)


@router.put("/{account_id}/password")
async def set_account_password(
    account_id: UUID,
    body: PasswordIn,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    passwords: PasswordCheck,
    response: Response,
) -> AccountCard:
    """Set a new password: opens a locked account and ends its sessions."""
    account, branch = await service.set_password(
        session,
        principal=principal,
        account_id=account_id,
        password=body.password.get_secret_value(),
        passwords=passwords,
        today=today,
    )
    return await _answer(session, account, branch, principal, response)


@router.post("/{account_id}/disable")
async def disable_account(
    account_id: UUID,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    expected: IfMatch,
    response: Response,
) -> AccountCard:
    """Close the account and end its sessions. Tokens already issued live on for their few minutes."""
    account, branch = await service.set_disabled(
        session,
        principal=principal,
        account_id=account_id,
        disabled=True,
        expected=expected,
        today=today,
    )
    return await _answer(session, account, branch, principal, response)


@router.post("/{account_id}/enable")
async def enable_account(
    account_id: UUID,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    expected: IfMatch,
    response: Response,
) -> AccountCard:
    account, branch = await service.set_disabled(
        session,
        principal=principal,
        account_id=account_id,
        disabled=False,
        expected=expected,
        today=today,
    )
    return await _answer(session, account, branch, principal, response)


@router.post("/{account_id}/unlock")
async def unlock_account(
    account_id: UUID, session: Session, principal: CanManageAccess, today: Today, response: Response
) -> AccountCard:
    """Open an account that wrong passwords have locked."""
    account, branch = await service.unlock(session, principal=principal, account_id=account_id, today=today)
    return await _answer(session, account, branch, principal, response)


@router.get("/{account_id}/history")
async def get_account_history(
    account_id: UUID, session: Session, principal: CanManageAccess, locale: Language
) -> AccessHistory:
    if await repository.account(session, account_id, principal) is None:
        raise NotFound
    return await told(session, "account", account_id, locale)


@router.post("/{account_id}/reset-second-factor")
async def reset_second_factor(
    account_id: UUID, session: Session, principal: CanManageAccess, today: Today, response: Response
) -> AccountCard:
    """Take the second factor off, for who has lost telephone and recovery codes: ends the sessions."""
    account, branch = await factor.reset(session, principal=principal, account_id=account_id, today=today)
    return await _answer(session, account, branch, principal, response)


async def _answer(
    session: Session, account: Account, branch: UUID | None, principal: Principal, response: Response
) -> AccountCard:
    """The card after a change: who could change it may do so again."""
    guarded = await factors.is_on(session, account.person_id)
    return _card(tagged(account, response), branch, principal, [], guarded=guarded)


def _card(
    row: AnyRow | Account, branch: UUID | None, principal: Principal, held: Iterable[Grant], *, guarded: bool
) -> AccountCard:
    locked = row.locked_until is not None and row.locked_until > clock.now()
    actions: list[Action] = []
    if policies.may_manage_access_of(principal, row.person_id, branch, held):
        actions = ["edit", "set_password"]
        actions += ["enable"] if row.disabled else ["disable", "make_link"]
        if locked:
            actions.append("unlock")
        if guarded:
            actions.append("reset_second_factor")
    return AccountCard(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        login=row.login,
        disabled=row.disabled,
        locked_until=row.locked_until if locked else None,
        password_set_at=row.password_set_at,
        last_signed_in_at=row.last_signed_in_at,
        second_factor=guarded,
        allowed_actions=actions,
    )
