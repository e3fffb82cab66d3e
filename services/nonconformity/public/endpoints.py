"""/api/v1/public/nonconformities: the form that asks nobody's name. What comes after is in `by_code`."""

from typing import Annotated

from fastapi import Header, Query, Response

from services.nonconformity.deps import Locale, Session
from services.nonconformity.errors.public import ProofNeeded
from services.nonconformity.public import service
from services.nonconformity.public.deps import Keys, ProofOfWork
from services.nonconformity.public.schemas import Challenge, Form, Report, Reported
from shared.web.refusals import refuses
from shared.web.routing import public, repeatable, service_router

PATH = "/api/v1/public/nonconformities"
router = service_router(prefix=PATH, tags=["public form"])


@router.get("/form")
@public
async def form(
    session: Session, keys: Keys, locale: Locale, response: Response, place: Annotated[str, Query(max_length=200)] = ""
) -> Form:
    """What the form offers to choose from; `place`: the slug of a poster, to have site and place filled in.

    An unknown slug refuses nothing: whoever scanned a torn poster chooses the place from the list.
    """
    keys.require()
    response.headers.update({"Cache-Control": "private, max-age=60", "Vary": "Accept-Language"})
    return await service.form(session, slug=place.strip().lower(), locale=locale)


@router.get("/challenge")
@public
async def challenge(proofs: ProofOfWork, response: Response) -> Challenge:
    """Work for the sender's machine, about a second of it. Valid for twenty minutes and for one report."""
    response.headers["Cache-Control"] = "no-store"
    return Challenge.model_validate(proofs.challenge())


@router.post("", status_code=201)
@public
@repeatable()
@refuses(ProofNeeded)
async def submit(
    report: Report,
    session: Session,
    keys: Keys,
    proofs: ProofOfWork,
    response: Response,
    proof: Annotated[str | None, Header(alias="X-Proof", description="The solved challenge.")] = None,
) -> Reported:
    """Report a finding without giving a name.

    Repeated with its `Idempotency-Key` (20 characters or more, a UUID) and the same body, it is not entered twice and
    gets the same answer, for seven days and without another proof.
    """
    response.headers["Cache-Control"] = "no-store"
    return await service.submit(session, report=report, proof=proofs.check(proof), keys=keys)
