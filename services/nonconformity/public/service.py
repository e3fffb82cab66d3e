"""Use cases of the public form: what it offers, and taking a report from somebody who gives no name."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors
from services.nonconformity import service as records
from services.nonconformity.by_code.schemas import LONGEST_MESSAGE
from services.nonconformity.domain import Severity, Source
from services.nonconformity.domain.codes import grouped, new_code
from services.nonconformity.errors import public as refusals
from services.nonconformity.places import repository as places
from services.nonconformity.public import repository
from services.nonconformity.public.keys import PublicKeys
from services.nonconformity.public.proof import Proof, spend
from services.nonconformity.public.schemas import (
    Form,
    FormLimits,
    FormPlace,
    FormSeverity,
    FormSite,
    Report,
    Reported,
)
from services.nonconformity.schemas import NewNonconformity, Ref
from services.nonconformity.severities import repository as severities
from shared.errors import InvalidInput
from shared.i18n import Locale
from shared.ids import new_id
from shared.logging import get_logger

log = get_logger(__name__)

MOST_PHOTOS = 10  #: of a report
LIMITS = FormLimits(
    place=200, description=10_000, proposal=10_000, message=LONGEST_MESSAGE, photos=MOST_PHOTOS, photo_mib=15
)
LANGUAGES = ["ru", "en"]


async def form(session: AsyncSession, *, slug: str, locale: Locale) -> Form:
    """What the form offers; `slug`: of the poster that was scanned, or empty."""
    poster = await places.by_slug(session, slug) if slug else None
    return Form(
        place=None
        if poster is None
        else FormPlace(
            slug=poster.slug,
            site=Ref(id=poster.site_id, name=poster.site),
            branch=Ref(id=poster.branch_id, name=poster.branch),
            place=poster.place,
        ),
        branches=[Ref(id=row.id, name=row.name) for row in await repository.form_branches(session)],
        sites=[
            FormSite(id=row.id, name=row.name, branch_id=row.branch_id) for row in await repository.form_sites(session)
        ],
        categories=[Ref(id=row.id, name=row.name) for row in await repository.form_categories(session)],
        severities=[
            FormSeverity(code=Severity(row.code), name=row.name_ru if locale == "ru" else row.name_en)
            for row in await severities.every(session)
            if row.active
        ],
        limits=LIMITS,
        languages=LANGUAGES,
    )


async def submit(session: AsyncSession, *, report: Report, proof: Proof, keys: PublicKeys) -> Reported:
    """Enter a report into the journal. Answers its number, and the code that nobody can be told again.

    Raises InvalidInput with the fields to correct, and ProofRefused for a proof that was used before.
    """
    if report.website:
        raise InvalidInput(errors=[refusals.filled_by_a_robot()])
    new = await _finding(session, report)
    record_id, code = new_id(), new_code()
    await spend(session, proof)
    await repository.keep_code(session, record_id=record_id, digest=keys.of_code(code))
    entry = await records.prepare(
        session, new=new, record_id=record_id, author_id=None, source=Source.PUBLIC, admit=_any_branch
    )
    number = await records.enter(session, entry)
    log.info("report without a name taken", record_id=str(record_id))
    return Reported(number=number, code=grouped(code))


def _any_branch(_branch_id: UUID) -> None:
    """Whoever gives no name may report in every branch."""


async def _finding(session: AsyncSession, report: Report) -> NewNonconformity:
    site_id, branch_id, place = await _where(session, report)
    return NewNonconformity.model_construct(
        site_id=site_id,
        place=place,
        category_id=report.category_id,
        severity=report.severity,
        description=report.description,
        proposal=report.proposal,
        found_at=report.found_at,
        branch_id=branch_id,
    )


async def _where(session: AsyncSession, report: Report) -> tuple[UUID, UUID, str]:
    """(site, branch, place) of a report, from the poster or as chosen."""
    if (report.place_slug is None) is (report.site_id is None):
        raise InvalidInput(errors=[refusals.where_needed()])
    if report.place_slug is not None:
        poster = await places.by_slug(session, report.place_slug)
        if poster is None:
            raise InvalidInput(errors=[refusals.place_closed()])
        return poster.site_id, poster.branch_id, report.place or poster.place
    assert report.site_id is not None
    if report.place is None:
        raise InvalidInput(errors=[refusals.where_needed()])
    site = await repository.site(session, report.site_id)
    if site is None:
        raise InvalidInput(errors=[errors.unknown("site", "site_id")])
    branch_id = report.branch_id or site.branch_id
    if branch_id is None:
        raise InvalidInput(errors=[refusals.branch_of_site_needed()])
    return report.site_id, branch_id, report.place
