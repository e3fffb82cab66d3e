"""/api/v1/accounts/{id}/links, and /api/v1/auth/link/check for who has followed one."""

from datetime import timedelta
from uuid import UUID

from fastapi import Request

from services.people import policies
from services.people.access import repository as access
from services.people.accounts import repository as accounts
from services.people.deps import CanManageAccess, PasswordCheck, Session, Settings, Today
from services.people.domain.links import PAGE, LinkKind, LinkState, state_of
from services.people.domain.persons import display_name
from services.people.errors.links import LinkUnusable
from services.people.links import repository, service
from services.people.links.schemas import (
    InvitationRefusal,
    InvitationResults,
    Invitations,
    Invited,
    LinkCard,
    LinkHolder,
    Links,
    LinkSecret,
    NewLink,
)
from services.people.links.service import Invitation, MadeLink
from services.people.models.links import SignInLink
from shared import clock
from shared.errors import NotFound
from shared.i18n import Locale, negotiate
from shared.web.problem_documents import body as problem
from shared.web.refusals import refuses
from shared.web.routing import public, service_router, tells_secret

router = service_router(prefix="/api/v1", tags=["accounts"])


@router.get("/accounts/{account_id}/links")
async def list_links(account_id: UUID, session: Session, principal: CanManageAccess, today: Today) -> Links:
    """The newest links of an account, without their secrets."""
    account = await accounts.account(session, account_id, principal)
    if account is None:
        raise NotFound
    held = (await access.held(session, [account.person_id], on=today, future=True)).get(account.person_id, [])
    manages = policies.may_manage_access_of(principal, account.person_id, account.branch_id, held)
    rows = await repository.of_account(session, account_id)
    return Links(items=[LinkCard(**_shown(row, manages=manages)) for row in rows])


@router.post("/accounts/{account_id}/links", status_code=201)
@tells_secret
async def make_link(
    account_id: UUID, session: Session, principal: CanManageAccess, today: Today, settings: Settings
) -> NewLink:
    """A one-time link for the account's person: an invitation, or the recovery of a forgotten password.

    The secret is shown now and never again; a link that was made before stops working. An Idempotency-Key is not
    looked at: the answer is kept nowhere, and a repeated request makes a new link.
    """
    lifetime = timedelta(hours=settings.sign_in_link_hours)
    made = await service.make(session, principal=principal, account_id=account_id, lifetime=lifetime, today=today)
    return _new(made)


@router.post("/accounts/{account_id}/links/{link_id}/revoke")
async def revoke_link(
    account_id: UUID, link_id: UUID, session: Session, principal: CanManageAccess, today: Today
) -> LinkCard:
    """Make a link that nobody has used worthless."""
    link = await service.revoke(session, principal=principal, account_id=account_id, link_id=link_id, today=today)
    return LinkCard(**_shown(link))


@router.post("/accounts/invitations")
@tells_secret
async def invite(
    body: Invitations,
    request: Request,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    settings: Settings,
    passwords: PasswordCheck,
) -> InvitationResults:
    """Accounts without a password for up to 100 persons, and a link for each; each succeeds or fails by itself.

    Repeating it gives new links to those who have not come in yet.
    """
    results = await service.invite(
        session,
        principal=principal,
        invitees=body.items,
        lifetime=timedelta(hours=settings.sign_in_link_hours),
        passwords=passwords,
        today=today,
    )
    locale = negotiate(request.headers.get("accept-language"))
    return InvitationResults(items=[_invited(result, locale) for result in results])


@router.post("/auth/link/check")
@public
@refuses(LinkUnusable)
async def check_link(body: LinkSecret, session: Session) -> LinkHolder:
    """Whom the link lets in; it stays unused. 410 when it does not work any more."""
    row = await repository.holder(session, body.secret.get_secret_value(), clock.now())
    if row is None:
        raise LinkUnusable
    return LinkHolder(
        name=display_name(row.last_name, row.first_name, row.middle_name),
        login=row.login,
        kind=LinkKind(row.kind),
        expires_at=row.expires_at,
        second_factor=row.second_factor,
    )


def _shown(link: SignInLink, *, manages: bool = True) -> dict[str, object]:
    state = state_of(used_at=link.used_at, revoked_at=link.revoked_at, expires_at=link.expires_at, now=clock.now())
    return {
        **{name: getattr(link, name) for name in _FIELDS},
        "state": state,
        "allowed_actions": ["revoke"] if manages and state is LinkState.OPEN else [],
    }


def _new(made: MadeLink) -> NewLink:
    return NewLink(**_shown(made.link), secret=made.secret, path=PAGE + made.secret)


def _invited(result: Invitation, locale: Locale) -> Invited:
    if result.refusal is not None:
        shown = problem(result.refusal, locale)
        first = shown["errors"][0]["message"] if shown["errors"] else shown["detail"]
        refusal = InvitationRefusal(code=shown["code"], title=shown["title"], detail=first)
        return Invited(person_id=result.person_id, refusal=refusal)
    assert result.account is not None
    assert result.made is not None
    return Invited(
        person_id=result.person_id,
        account_id=result.account.id,
        login=result.account.login,
        link=_new(result.made),
    )


_FIELDS = ("id", "account_id", "kind", "made_by", "made_at", "expires_at", "used_at", "revoked_at")
