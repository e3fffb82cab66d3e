"""Tokens for programs, the published keys, and what the signed-in may know and do about themselves."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import JSONResponse, Response

from services.people import policies
from services.people.accounts import service as accounts
from services.people.accounts.schemas import OwnPasswordIn
from services.people.deps import CurrentPrincipal, FrontDoor, PasswordCheck, Session, Today, TokenIssuer
from services.people.errors import WrongCredentials
from services.people.sign_in import repository, service
from services.people.sign_in.schemas import Me, OwnPerson, OwnRole, Token
from services.people.structure.schemas import BranchCard
from shared.auth.principal import EVERYWHERE, Principal, Scope
from shared.errors import FieldError, InvalidInput
from shared.i18n import Text, negotiate
from shared.web.routing import public, service_router

router = service_router(prefix="/api/v1", tags=["sign-in"])
keys = service_router(prefix="/.well-known", tags=["sign-in"])

_WRONG = Text(ru="Текущий пароль введён неверно.", en="The current password is wrong.")
_Typed = Annotated[str, Form(max_length=200)]


@router.post("/auth/token")
@public
async def issue_token(
    username: _Typed, password: _Typed, door: FrontDoor, session: Session, issuer: TokenIssuer, today: Today
) -> Token:
    """A token for programs: OAuth 2.0's password form, `username` and `password`."""
    account_id = await door.by_login(username, password)
    principal = await service.principal_of(session, account_id=account_id, today=today)
    token, seconds = issuer.issue(principal)
    return Token(access_token=token, expires_in=seconds)


@keys.get("/jwks.json")
@public
async def get_keys(issuer: TokenIssuer) -> JSONResponse:
    """The public keys of the tokens (RFC 7517)."""
    return JSONResponse(issuer.jwks, headers={"Cache-Control": "public, max-age=300"})


@router.get("/me")
async def get_me(request: Request, session: Session, principal: CurrentPrincipal, today: Today) -> Me:
    """Who I am: person, roles today, permissions of this token by branch, and those branches."""
    person = await repository.person(session, principal.id)
    locale = negotiate(request.headers.get("accept-language"))
    roles = [
        OwnRole(code=row.code, name=Text(ru=row.name_ru, en=row.name_en).render(locale), branch_id=row.branch_id)
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
            BranchCard(**row._mapping, allowed_actions=policies.structure_actions(principal, row.id))
            for row in branches
        ],
    )


@router.put("/me/password", status_code=204)
async def change_own_password(
    body: OwnPasswordIn, session: Session, principal: CurrentPrincipal, door: FrontDoor, passwords: PasswordCheck
) -> Response:
    """Change my password. All my other sessions end."""
    try:
        await door.by_person(principal.id, body.current_password.get_secret_value())
    except WrongCredentials as refusal:
        error = FieldError(("body", "current_password"), "wrong_password", _WRONG)
        raise InvalidInput(errors=[error]) from refusal
    password = body.new_password.get_secret_value()
    await accounts.change_own_password(session, principal=principal, password=password, passwords=passwords)
    return Response(status_code=204)


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
