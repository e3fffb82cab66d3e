"""/api/v1/me/second-factor, and its reset by who manages the account."""

import asyncio

from fastapi.responses import Response

from services.people.deps import CurrentPrincipal, FrontDoor, Seal, Session, Settings, Today
from services.people.schemas import Action
from services.people.second_factor import repository, service
from services.people.second_factor.schemas import (
    Enrolment,
    RecoveryCodes,
    SecondFactorCard,
    ShownBoth,
    ShownCode,
    ShownPassword,
)
from services.people.sign_in import repository as sign_in
from services.people.sign_in.endpoints import require_own_password
from shared.web.routing import before_enrolment, service_router, tells_secret

router = service_router(prefix="/api/v1/me/second-factor", tags=["sign-in"])


@router.get("")
@before_enrolment
async def get_second_factor(
    session: Session, principal: CurrentPrincipal, settings: Settings, today: Today
) -> SecondFactorCard:
    """Whether I sign in with a code of my telephone besides the password."""
    factor = await repository.of_person(session, principal.id)
    demanded = await sign_in.demands_second_factor(session, principal.id, settings.second_factor_roles, today)
    enrolled: list[Action] = ["renew_recovery_codes", "disable"]
    return SecondFactorCard(
        enabled=factor is not None,
        enabled_at=factor.confirmed_at if factor else None,
        demanded=demanded,
        recovery_codes_left=await repository.codes_left(session, factor.account_id) if factor else 0,
        allowed_actions=enrolled if factor else ["enrol"],
    )


@router.post("")
@before_enrolment
@tells_secret
async def begin_second_factor(
    body: ShownPassword, session: Session, principal: CurrentPrincipal, door: FrontDoor, sealing: Seal
) -> Enrolment:
    """Begin to enrol: the secret for an authenticator app. It counts once it is confirmed by a code."""
    await require_own_password(door, principal, body.password)
    secret, uri = await service.begin(session, principal=principal, sealing=sealing)
    return Enrolment(secret=secret, uri=uri, qr_svg=await asyncio.to_thread(_drawn, uri))


@router.post("/confirm")
@before_enrolment
@tells_secret
async def confirm_second_factor(
    body: ShownCode, session: Session, principal: CurrentPrincipal, sealing: Seal
) -> RecoveryCodes:
    """Show a code of the app: from now on every sign-in asks for one. Answers the recovery codes, this once."""
    codes = await service.confirm(session, principal=principal, code=body.otp, sealing=sealing)
    return RecoveryCodes(recovery_codes=codes)


@router.post("/recovery-codes")
@tells_secret
async def renew_recovery_codes(
    body: ShownBoth, session: Session, principal: CurrentPrincipal, door: FrontDoor, sealing: Seal
) -> RecoveryCodes:
    """New recovery codes; the old ones are worth nothing any more."""
    await require_own_password(door, principal, body.password, otp=body.otp)
    return RecoveryCodes(recovery_codes=await service.renew_codes(session, principal=principal, sealing=sealing))


@router.post("/disable", status_code=204)
@tells_secret
async def disable_second_factor(
    body: ShownBoth, session: Session, principal: CurrentPrincipal, door: FrontDoor
) -> Response:
    """Sign in with the password alone, or enrol another telephone. Where a role demands it, enrol before all else."""
    await require_own_password(door, principal, body.password, otp=body.otp)
    await service.disable(session, principal=principal)
    return Response(status_code=204)


def _drawn(uri: str) -> str:
    import segno

    svg: str = segno.make(uri, error="m").svg_inline(scale=4, border=4, light="#fff")
    return svg
