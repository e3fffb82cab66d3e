"""/api/v1/branches, /api/v1/units, /api/v1/sites."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response
from sqlalchemy import Row

from services.people import policies
from services.people import repository as common
from services.people.deps import CanEditStructure, CurrentPrincipal, Session
from services.people.models import Branch, Site, Unit
from services.people.schemas import History, HistoryItem
from services.people.structure import repository, service
from services.people.structure.schemas import (
    BranchCard,
    BranchEdit,
    BranchIn,
    BranchQuery,
    SiteCard,
    SiteEdit,
    SiteIn,
    SiteQuery,
    UnitCard,
    UnitEdit,
    UnitIn,
    UnitQuery,
)
from shared.auth.principal import Principal
from shared.calendar import WorkingCalendar
from shared.errors import NotFound
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import RequiredIfMatch, tagged

branches = service_router(prefix="/api/v1/branches", tags=["branches"])
units = service_router(prefix="/api/v1/units", tags=["units"])
sites = service_router(prefix="/api/v1/sites", tags=["sites"])


@branches.get("", openapi_extra=documented(BranchQuery))
async def list_branches(
    session: Session, principal: CurrentPrincipal, query: Annotated[BranchQuery, query_of(BranchQuery)]
) -> Page[BranchCard]:
    rows, cursor, total = await repository.branches(session, query)
    return Page(items=[_branch(row, principal) for row in rows], next_cursor=cursor, total=total)


@branches.post("", status_code=201)
async def create_branch(
    body: BranchIn, session: Session, principal: CanEditStructure, response: Response
) -> BranchCard:
    record = await service.create_branch(session, principal=principal, values=_fields(body))
    return _branch(tagged(record, response), principal)


@branches.get("/{branch_id}")
async def get_branch(branch_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> BranchCard:
    row = await repository.branch(session, branch_id)
    if row is None:
        raise NotFound
    return _branch(tagged(row, response), principal)


@branches.patch("/{branch_id}")
async def edit_branch(
    branch_id: UUID,
    body: BranchEdit,
    session: Session,
    principal: CanEditStructure,
    expected: RequiredIfMatch,
    response: Response,
) -> BranchCard:
    edits = _fields(body, exclude_unset=True)
    record = await service.edit_branch(
        session, principal=principal, branch_id=branch_id, edits=edits, expected=expected
    )
    return _branch(tagged(record, response), principal)


@branches.post("/{branch_id}/close")
async def close_branch(
    branch_id: UUID, session: Session, principal: CanEditStructure, expected: RequiredIfMatch, response: Response
) -> BranchCard:
    """It takes nothing new and keeps what it has; whoever and whatever is still in it hinders (409)."""
    record = await service.close(session, kind=Branch, principal=principal, record_id=branch_id, expected=expected)
    return _branch(tagged(record, response), principal)


@branches.post("/{branch_id}/reopen")
async def reopen_branch(
    branch_id: UUID, session: Session, principal: CanEditStructure, expected: RequiredIfMatch, response: Response
) -> BranchCard:
    """It is there to be chosen again."""
    record = await service.reopen(session, kind=Branch, principal=principal, record_id=branch_id, expected=expected)
    return _branch(tagged(record, response), principal)


@branches.get("/{branch_id}/history")
async def get_branch_history(branch_id: UUID, session: Session, _principal: CanEditStructure) -> History:
    return await _history(session, "branch", branch_id)


@units.get("", openapi_extra=documented(UnitQuery))
async def list_units(
    session: Session, principal: CurrentPrincipal, query: Annotated[UnitQuery, query_of(UnitQuery)]
) -> Page[UnitCard]:
    rows, cursor, total = await repository.units(session, query)
    return Page(items=[_unit(row, principal) for row in rows], next_cursor=cursor, total=total)


@units.post("", status_code=201)
async def create_unit(body: UnitIn, session: Session, principal: CanEditStructure, response: Response) -> UnitCard:
    record = await service.create_unit(session, principal=principal, values=body.model_dump())
    return _unit(tagged(record, response), principal)


@units.get("/{unit_id}")
async def get_unit(unit_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> UnitCard:
    row = await repository.unit(session, unit_id)
    if row is None:
        raise NotFound
    return _unit(tagged(row, response), principal)


@units.patch("/{unit_id}")
async def edit_unit(
    unit_id: UUID,
    body: UnitEdit,
    session: Session,
    principal: CanEditStructure,
    expected: RequiredIfMatch,
    response: Response,
) -> UnitCard:
    edits = body.model_dump(exclude_unset=True)
    record = await service.edit_unit(session, principal=principal, unit_id=unit_id, edits=edits, expected=expected)
    return _unit(tagged(record, response), principal)


@units.post("/{unit_id}/close")
async def close_unit(
    unit_id: UUID, session: Session, principal: CanEditStructure, expected: RequiredIfMatch, response: Response
) -> UnitCard:
    """It takes nothing new and keeps what it has; whoever and whatever is still in it hinders (409)."""
    record = await service.close(session, kind=Unit, principal=principal, record_id=unit_id, expected=expected)
    return _unit(tagged(record, response), principal)


@units.post("/{unit_id}/reopen")
async def reopen_unit(
    unit_id: UUID, session: Session, principal: CanEditStructure, expected: RequiredIfMatch, response: Response
) -> UnitCard:
    """It is there to be chosen again."""
    record = await service.reopen(session, kind=Unit, principal=principal, record_id=unit_id, expected=expected)
    return _unit(tagged(record, response), principal)


@units.get("/{unit_id}/history")
async def get_unit_history(unit_id: UUID, session: Session, _principal: CanEditStructure) -> History:
    return await _history(session, "unit", unit_id)


@sites.get("", openapi_extra=documented(SiteQuery))
async def list_sites(
    session: Session, principal: CurrentPrincipal, query: Annotated[SiteQuery, query_of(SiteQuery)]
) -> Page[SiteCard]:
    rows, cursor, total = await repository.sites(session, query)
    return Page(items=[_site(row, principal) for row in rows], next_cursor=cursor, total=total)


@sites.post("", status_code=201)
async def create_site(body: SiteIn, session: Session, principal: CanEditStructure, response: Response) -> SiteCard:
    record = await service.create_site(session, principal=principal, values=body.model_dump())
    return _site(tagged(record, response), principal)


@sites.get("/{site_id}")
async def get_site(site_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> SiteCard:
    row = await repository.site(session, site_id)
    if row is None:
        raise NotFound
    return _site(tagged(row, response), principal)


@sites.patch("/{site_id}")
async def edit_site(
    site_id: UUID,
    body: SiteEdit,
    session: Session,
    principal: CanEditStructure,
    expected: RequiredIfMatch,
    response: Response,
) -> SiteCard:
    edits = body.model_dump(exclude_unset=True)
    record = await service.edit_site(session, principal=principal, site_id=site_id, edits=edits, expected=expected)
    return _site(tagged(record, response), principal)


@sites.post("/{site_id}/close")
async def close_site(
    site_id: UUID, session: Session, principal: CanEditStructure, expected: RequiredIfMatch, response: Response
) -> SiteCard:
    """It takes nothing new and keeps what it has; whoever and whatever is still in it hinders (409)."""
    record = await service.close(session, kind=Site, principal=principal, record_id=site_id, expected=expected)
    return _site(tagged(record, response), principal)


@sites.post("/{site_id}/reopen")
async def reopen_site(
    site_id: UUID, session: Session, principal: CanEditStructure, expected: RequiredIfMatch, response: Response
) -> SiteCard:
    """It is there to be chosen again."""
    record = await service.reopen(session, kind=Site, principal=principal, record_id=site_id, expected=expected)
    return _site(tagged(record, response), principal)


@sites.get("/{site_id}/history")
async def get_site_history(site_id: UUID, session: Session, _principal: CanEditStructure) -> History:
    return await _history(session, "site", site_id)


def _fields(body: BranchIn | BranchEdit, *, exclude_unset: bool = False) -> dict[str, Any]:
    """What is stored of a branch: its calendar as JSON."""
    values = body.model_dump(exclude_unset=exclude_unset)
    if values.get("working_calendar") is not None and body.working_calendar is not None:
        values["working_calendar"] = body.working_calendar.model_dump(mode="json")
    return values


def _branch(row: Row[Any] | Branch, principal: Principal) -> BranchCard:
    return BranchCard(
        id=row.id,
        version=row.version,
        name=row.name,
        city=row.city,
        time_zone=row.time_zone,
        working_calendar=row.working_calendar and WorkingCalendar.model_validate(row.working_calendar),
        closed_at=row.closed_at,
        allowed_actions=policies.branch_actions(principal, row.id, closed=row.closed_at is not None),
    )


def _unit(row: Row[Any] | Unit, principal: Principal) -> UnitCard:
    return UnitCard(
        id=row.id,
        version=row.version,
        branch_id=row.branch_id,
        name=row.name,
        closed_at=row.closed_at,
        allowed_actions=policies.structure_actions(principal, row.branch_id, closed=row.closed_at is not None),
    )


def _site(row: Row[Any] | Site, principal: Principal) -> SiteCard:
    return SiteCard(
        id=row.id,
        version=row.version,
        name=row.name,
        aliases=row.aliases,
        city=row.city,
        country=row.country,
        branch_id=row.branch_id,
        closed_at=row.closed_at,
        allowed_actions=policies.structure_actions(principal, row.branch_id, closed=row.closed_at is not None),
    )


async def _history(session: Session, noun: str, record_id: UUID) -> History:
    rows = await common.history(session, noun, record_id)
    if not rows:
        raise NotFound
    return History(items=[HistoryItem.model_validate(row._mapping) for row in rows])
