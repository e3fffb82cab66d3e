"""What of people's events the journal keeps: enough to check an id, to name it and to know a branch's zone."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.models import branches, persons, sites
from services.nonconformity.projections import repository
from shared.contracts.people import BranchData, PersonData, SiteData


async def know_branches(session: AsyncSession, told: Sequence[BranchData]) -> None:
    rows = [
        {
            "id": branch.id,
            "version": branch.version,
            "name": branch.name,
            "time_zone": branch.time_zone,
            "closed": branch.closed_at is not None,
        }
        for branch in told
    ]
    await repository.take(session, branches, rows)


async def know_sites(session: AsyncSession, told: Sequence[SiteData]) -> None:
    rows = [
        {
            "id": site.id,
            "version": site.version,
            "name": site.name,
            "aliases": list(site.aliases),
            "branch_id": site.branch_id,
            "closed": site.closed_at is not None,
        }
        for site in told
    ]
    await repository.take(session, sites, rows)


async def know_persons(session: AsyncSession, told: Sequence[PersonData]) -> None:
    """Removed persons stay: records go on naming them, new ones do not take them."""
    rows = [
        {
            "id": person.id,
            "version": person.version,
            "personnel_number": person.personnel_number,
            "last_name": person.last_name,
            "first_name": person.first_name,
            "middle_name": person.middle_name,
            "branch_id": person.branch_id,
            "removed": person.removed,
        }
        for person in told
    ]
    await repository.take(session, persons, rows)
