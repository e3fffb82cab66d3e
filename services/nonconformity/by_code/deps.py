"""Who shows a secret code is let in by it: before the request's transaction, and counted outside of it."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request

from services.nonconformity.by_code.door import CodeDoor
from services.nonconformity.errors.public import GuessingUnderWay, PublicDoorClosed, TooManyGuesses, UnknownCode
from services.nonconformity.public.deps import keys_of, proofs_of
from services.nonconformity.public.proof import HEADER as PROOF
from shared.web.addresses import household_of
from shared.web.refusals import refuses
from shared.web.routing import entered_by, public

CODE = "x-report-code"
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


@refuses(UnknownCode, TooManyGuesses, GuessingUnderWay, PublicDoorClosed)
async def _enter(request: Request) -> None:
    door = CodeDoor(request.app.state.database, keys_of(request), proofs_of(request))
    request.state.report_id = await door.record_of(
        request.headers.get(CODE), household=household_of(request), proof=request.headers.get(PROOF)
    )


def behind_code(endpoint: Endpoint) -> Endpoint:
    """Open the endpoint to whoever shows the secret code of a report."""
    return public(entered_by(_enter)(endpoint))


async def _report_id(
    request: Request,
    code: Annotated[str, Header(alias="X-Report-Code", description="The secret code, in any grouping.")],
    proof: Annotated[
        str | None,
        Header(alias="X-Proof", description="Only while somebody is guessing codes: asked for by 429 `proof_needed`."),
    ] = None,
) -> UUID:
    report_id: UUID = request.state.report_id
    return report_id


ReportId = Annotated[UUID, Depends(_report_id)]
