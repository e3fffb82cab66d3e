"""Tokens for programs, the published keys, and what the signed-in may know and do about themselves."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import JSONResponse, Response
from pydantic import SecretStr

from services.people import policies
from services.people.accounts import service as accounts
from services.people.accounts.schemas import OwnPasswordIn
from services.people.deps import CurrentPrincipal, FrontDoor, PasswordCheck, Session, Settings, Today, TokenIssuer
from services.people.domain.second_factor import LONGEST_CODE
from services.people.errors import WrongCredentials
from services.people.errors.second_factor import WRONG_CODE, SecondFactorRequired, WrongCode
from services.people.second_factor import repository as factors
from services.people.sign_in import repository, service
from services.people.sign_in.schemas import Me, OwnPerson, OwnRole, OwnSecondFactor, Token
from services.people.structure.schemas import BranchCard
from shared.auth.principal import EVERYWHERE, Principal, Scope
from shared.errors import FieldError, InvalidInput
from shared.i18n import Text, negotiate
from shared.web.refusals import refuses
from shared.web.routing import before_enrolment, public, service_router

router = service_router(prefix="/api/v1", tags=["sign-in"])
keys = service_router(prefix="/.well-known", tags=["sign-in"])

_WRONG = Text(ru="Текущий пароль введён неверно.", en="The current password is wrong.")
_SAME = Text(
    ru="Новый пароль совпадает с текущим. Придумайте другой.", en="This is the current password. Think of another one."
)
_Typed = Annotated[str, Form(max_length=200)]
_Code = Annotated[str | None, Form(max_length=LONGEST_CODE)]


@router.post("/auth/token")
@public
@refuses(WrongCredentials, SecondFactorRequired, WrongCode)
async def issue_token(
    username: _Typed,
    password: _Typed,
    door: FrontDoor,
    session: Session,
    issuer: TokenIssuer,
    today: Today,
    settings: Settings,
    otp: _Code = None,
) -> Token:
    """A token for programs: OAuth 2.0's password form, `username` and `password`.

    401 `second_factor_required`: send the same again with `otp`, a code of the owner's telephone.
    """
    account_id = await door.by_login(username, password, otp=otp)
    principal = await service.principal_of(
        session, account_id=account_id, today=today, demanding=settings.second_factor_roles
    )
    until = await service.rights_until(session, principal.id, today=today, zone=settings.home_time_zone)
    token, seconds = issuer.issue(principal, until=until)
    return Token(access_token=token, expires_in=seconds)


@keys.get("/jwks.json")
@public
async def get_keys(issuer: TokenIssuer) -> JSONResponse:
    """The public keys of the tokens (RFC 7517)."""
    return JSONResponse(issuer.jwks, headers={"Cache-Control": "public, max-age=300"})


@router.get("/me")
@before_enrolment
async def get_me(
    request: Request, session: Session, principal: CurrentPrincipal, today: Today, settings: Settings
) -> Me:
    """Who I am: person, roles today, permissions of this token by branch, and those branches."""
    person = await repository.person(session, principal.id)
    locale = negotiate(request.headers.get("accept-language"))
    roles = [
        OwnRole(
            code=row.code,
            name=Text(ru=row.name_ru, en=row.name_en).render(locale),
            branch_id=row.branch_id,
            valid_to=row.valid_to,
        )
        for row in await repository.roles(session, principal.id, today)
    ]
    branches = await repository.branches(session, _reach(principal))
    return Me(
        id=principal.id,
        kind=principal.kind,
        name=principal.name,
        person=OwnPerson.model_validate(person._mapping) if person else None,
        roles=roles,
        permissions={name: _wire(principal.scope(name)) for name in sorted(_held(principal))},
        branches=[
            BranchCard(
                **row._mapping,
                allowed_actions=policies.branch_actions(principal, row.id, closed=row.closed_at is not None),
            )
            for row in branches
        ],
        second_factor=OwnSecondFactor(
            enabled=await factors.is_on(session, principal.id),
            demanded=await repository.demands_second_factor(session, principal.id, settings.second_factor_roles, today),
        ),
    )


@router.put("/me/password", status_code=204)
@before_enrolment
async def change_own_password(
    body: OwnPasswordIn, session: Session, principal: CurrentPrincipal, door: FrontDoor, passwords: PasswordCheck
) -> Response:
    """Change my password. All my other sessions end."""
    await require_own_password(door, principal, body.current_password, field="current_password")
    password = body.new_password.get_secret_value()
    if password == body.current_password.get_secret_value():
        raise InvalidInput(errors=[FieldError(("body", "new_password"), "same_password", _SAME)])
    await accounts.change_own_password(session, principal=principal, password=password, passwords=passwords)
    return Response(status_code=204)


async def require_own_password(
    door: FrontDoor, principal: Principal, password: SecretStr, *, otp: str | None = None, field: str = "password"
) -> None:
    """Somebody signed in shows the password again and, with `otp`, a code. Raises InvalidInput, TooManyRequests."""
    try:
        await door.by_person(principal.id, password.get_secret_value(), otp=otp)
    except WrongCredentials as refusal:
        raise InvalidInput(errors=[FieldError(("body", field), "wrong_password", _WRONG)]) from refusal
    except WrongCode as refusal:
        raise InvalidInput(errors=[FieldError(("body", "otp"), "wrong_code", WRONG_CODE)]) from refusal


def _held(principal: Principal) -> set[str]:
    return {permission for grant in principal.grants for permission in grant.permissions}


def _reach(principal: Principal) -> Scope:
    """The branches in which the principal holds anything."""
    branches: set[UUID] = set()
    for grant in principal.grants:
        if grant.scope.branches is None:
            return EVERYWHERE
        branches |= grant.scope.branches
    return Scope(frozenset(branches))


def _wire(scope: Scope) -> str | list[UUID]:
    return "*" if scope.branches is None else sorted(scope.branches)
