"""/api/v1/roles, /api/v1/grants."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response

from services.people import repository as common
from services.people.access import repository, service
from services.people.access.repository import AnyRow
from services.people.access.schemas import (
    GrantCard,
    GrantEdit,
    GrantIn,
    GrantQuery,
    RoleCard,
    RoleEdit,
    RoleIn,
    RoleQuery,
)
from services.people.deps import CanManageAccess, CurrentPrincipal, Session, Today
from services.people.domain.roles import ADMINISTRATOR
from services.people.models import Grant, Role
from services.people.schemas import History, HistoryItem
from shared.auth.permissions import ACCESS_MANAGE
from shared.auth.principal import Principal
from shared.errors import NotFound
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import IfMatch, RequiredIfMatch, etag

roles = service_router(prefix="/api/v1/roles", tags=["roles"])
grants = service_router(prefix="/api/v1/grants", tags=["grants"])


@roles.get("", openapi_extra=documented(RoleQuery))
async def list_roles(
    session: Session, principal: CurrentPrincipal, query: Annotated[RoleQuery, query_of(RoleQuery)]
) -> Page[RoleCard]:
    rows, cursor, total = await repository.roles(session, query)
    return Page(items=[_role(row, principal) for row in rows], next_cursor=cursor, total=total)


@roles.post("", status_code=201)
async def create_role(body: RoleIn, session: Session, principal: CanManageAccess, response: Response) -> RoleCard:
    role = await service.create_role(session, principal=principal, values=body.model_dump())
    response.headers.update(etag(role.version))
    return _role(role, principal)


@roles.get("/{role_id}")
async def get_role(role_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> RoleCard:
    row = await repository.role(session, role_id)
    if row is None:
        raise NotFound
    response.headers.update(etag(row.version))
    return _role(row, principal)


@roles.patch("/{role_id}")
async def edit_role(
    role_id: UUID,
    body: RoleEdit,
    session: Session,
    principal: CanManageAccess,
    expected: RequiredIfMatch,
    response: Response,
) -> RoleCard:
    edits = body.model_dump(exclude_unset=True)
    role = await service.edit_role(session, principal=principal, role_id=role_id, edits=edits, expected=expected)
    response.headers.update(etag(role.version))
    return _role(role, principal)


@roles.get("/{role_id}/history")
async def get_role_history(role_id: UUID, session: Session, _principal: CanManageAccess) -> History:
    rows = await common.history(session, "role", role_id)
    return History(items=[HistoryItem.model_validate(row._mapping) for row in rows])


@grants.get("", openapi_extra=documented(GrantQuery))
async def list_grants(
    session: Session, principal: CanManageAccess, query: Annotated[GrantQuery, query_of(GrantQuery)]
) -> Page[GrantCard]:
    rows, cursor, total = await repository.grants(session, query, principal)
    return Page(items=[_grant(row, row.role, principal) for row in rows], next_cursor=cursor, total=total)


@grants.post("", status_code=201)
async def give_grant(
    body: GrantIn, session: Session, principal: CanManageAccess, today: Today, response: Response
) -> GrantCard:
    """Give a role to a person, in one branch or everywhere: never more than the giver holds, never to oneself."""
    grant, role = await service.give(session, principal=principal, grant=body, today=today)
    response.headers.update(etag(grant.version))
    return _grant(grant, role, principal)


@grants.get("/{grant_id}")
async def get_grant(grant_id: UUID, session: Session, principal: CanManageAccess, response: Response) -> GrantCard:
    row = await repository.grant(session, grant_id, principal)
    if row is None:
        raise NotFound
    response.headers.update(etag(row.version))
    return _grant(row, row.role, principal)


@grants.patch("/{grant_id}")
async def edit_grant(
    grant_id: UUID,
    body: GrantEdit,
    session: Session,
    principal: CanManageAccess,
    expected: RequiredIfMatch,
    response: Response,
) -> GrantCard:
    """Set or lift the last day."""
    grant, role = await service.set_end(
        session, principal=principal, grant_id=grant_id, valid_to=body.valid_to, expected=expected
    )
    response.headers.update(etag(grant.version))
    return _grant(grant, role, principal)


@grants.post("/{grant_id}/withdraw")
async def withdraw_grant(
    grant_id: UUID, session: Session, principal: CanManageAccess, expected: IfMatch, response: Response
) -> GrantCard:
    """Take the role back. Tokens that were issued with it live on for their few minutes."""
    grant, role = await service.withdraw(session, principal=principal, grant_id=grant_id, expected=expected)
    response.headers.update(etag(grant.version))
    return _grant(grant, role, principal)


@grants.get("/{grant_id}/history")
async def get_grant_history(grant_id: UUID, session: Session, principal: CanManageAccess) -> History:
    if await repository.grant(session, grant_id, principal) is None:
        raise NotFound
    rows = await common.history(session, "grant", grant_id)
    return History(items=[HistoryItem.model_validate(row._mapping) for row in rows])


def _role(row: AnyRow | Role, principal: Principal) -> RoleCard:
    editable = row.code != ADMINISTRATOR and principal.scope(ACCESS_MANAGE).is_everywhere
    return RoleCard(
        id=row.id,
        version=row.version,
        code=row.code,
        name_ru=row.name_ru,
        name_en=row.name_en,
        permissions=row.permissions,
        allowed_actions=["edit"] if editable else [],
    )


def _grant(row: AnyRow | Grant, role: str, principal: Principal) -> GrantCard:
    changeable = row.withdrawn_at is None and row.person_id != principal.id
    values: dict[str, Any] = {name: getattr(row, name) for name in _GRANT_FIELDS}
    return GrantCard(**values, role=role, allowed_actions=["edit", "withdraw"] if changeable else [])


_GRANT_FIELDS = (
    "id",
    "version",
    "person_id",
    "branch_id",
    "valid_from",
    "valid_to",
    "granted_by",
    "granted_at",
    "withdrawn_at",
)
