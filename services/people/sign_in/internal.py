"""The gateway's own door to sessions: not in the API reference, and not there at all without the key."""

from datetime import date, timedelta
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from services.people.deps import FrontDoor, OwnDatabase, PasswordCheck, Session, Settings, Today, TokenIssuer
from services.people.issuer import Issuer
from services.people.links import service as links
from services.people.links.schemas import LinkUse
from services.people.settings import PeopleSettings
from services.people.sign_in import service
from services.people.sign_in.schemas import NewSession, Secret, SessionToken, SignIn
from shared.errors import NotAuthenticated
from shared.web.internal import internal_router
from shared.web.routing import public

ADDRESS_HEADER = "X-Client-Address"


router = internal_router("/internal/sessions")


@router.post("", status_code=201)
@public
async def start_session(
    body: SignIn,
    request: Request,
    door: FrontDoor,
    session: Session,
    issuer: TokenIssuer,
    today: Today,
    settings: Settings,
) -> NewSession:
    """Sign a browser in. 401 when login or password is wrong.

    The browser is described by the headers User-Agent and X-Client-Address.
    """
    account_id = await door.by_login(body.login, body.password.get_secret_value(), otp=body.otp)
    return await _begin(request, session, issuer, settings, account_id=account_id, today=today)


@router.post("/link", status_code=201)
@public
async def start_session_by_link(
    body: LinkUse,
    request: Request,
    session: Session,
    database: OwnDatabase,
    door: FrontDoor,
    issuer: TokenIssuer,
    passwords: PasswordCheck,
    today: Today,
    settings: Settings,
) -> NewSession:
    """Use a one-time link up: set the password and sign the browser in. 410 when the link does not work any more."""
    secret = body.secret.get_secret_value()
    account_id, password_hash = await links.prepare(
        database, secret=secret, password=body.password.get_secret_value(), passwords=passwords
    )
    await door.show_code(account_id, body.otp)
    account_id = await links.use(session, secret=secret, password_hash=password_hash, today=today)
    return await _begin(request, session, issuer, settings, account_id=account_id, today=today)


@router.post("/token")
@public
async def issue_session_token(
    body: Secret, session: Session, issuer: TokenIssuer, today: Today, settings: Settings
) -> SessionToken:
    """A fresh token with what the person holds now. 401 when the session has ended."""
    principal = await service.principal_of_session(
        session, secret=body.secret.get_secret_value(), today=today, demanding=settings.second_factor_roles
    )
    if principal is None or principal.session_id is None:
        raise NotAuthenticated
    until = await service.rights_until(session, principal.id, today=today, zone=settings.home_time_zone)
    token, seconds = issuer.issue(principal, until=until)
    return SessionToken(session_id=principal.session_id, person_id=principal.id, access_token=token, expires_in=seconds)


@router.post("/end", status_code=204)
@public
async def end_session(body: Secret, session: Session) -> Response:
    """Sign out; also when it was done before."""
    await service.end_session(session, secret=body.secret.get_secret_value())
    return Response(status_code=204)


async def _begin(
    request: Request, session: Session, issuer: Issuer, settings: PeopleSettings, *, account_id: UUID, today: date
) -> NewSession:
    signed_in = await service.start_session(
        session,
        account_id=account_id,
        today=today,
        lifetime=timedelta(days=settings.session_days),
        demanding=settings.second_factor_roles,
        user_agent=_header(request, "user-agent", 500),
        address=_header(request, ADDRESS_HEADER, 100),
    )
    until = await service.rights_until(session, signed_in.principal.id, today=today, zone=settings.home_time_zone)
    token, seconds = issuer.issue(signed_in.principal, until=until)
    assert signed_in.principal.session_id is not None
    return NewSession(
        session_id=signed_in.principal.session_id,
        person_id=signed_in.principal.id,
        secret=signed_in.secret,
        expires_at=signed_in.expires_at,
        access_token=token,
        expires_in=seconds,
    )


def _header(request: Request, name: str, longest: int) -> str | None:
    """What a browser calls itself: cut, and without what a text column cannot take."""
    value = request.headers.get(name, "")[:longest]
    return "".join(sign for sign in value if sign.isprintable()) or None
