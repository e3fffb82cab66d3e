"""/api/v1/roles, /api/v1/permissions, /api/v1/grants."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi.responses import Response

from services.people import policies
from services.people import repository as common
from services.people.access import repository, service
from services.people.access.history import AccessHistory, told
from services.people.access.repository import AnyRow
from services.people.access.schemas import (
    GrantCard,
    GrantEdit,
    GrantIn,
    GrantQuery,
    PermissionCard,
    PermissionList,
    RoleCard,
    RoleEdit,
    RoleIn,
    RoleQuery,
)
from services.people.deps import CanManageAccess, CurrentPrincipal, Language, Session, Today
from services.people.domain.grants import state_of
from services.people.domain.permissions import name_of, place_of, section_of
from services.people.domain.roles import ADMINISTRATOR, SYSTEM
from services.people.models import Role
from shared.auth.permissions import ACCESS_MANAGE, ALL
from shared.auth.principal import Principal
from shared.errors import NotFound
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import IfMatch, RequiredIfMatch, tagged

roles = service_router(prefix="/api/v1/roles", tags=["roles"])
permissions = service_router(prefix="/api/v1/permissions", tags=["roles"])
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
    return _role(tagged(role, response), principal)


@roles.get("/{role_id}")
async def get_role(role_id: UUID, session: Session, principal: CurrentPrincipal, response: Response) -> RoleCard:
    row = await repository.role(session, role_id)
    if row is None:
        raise NotFound
    return _role(tagged(row, response), principal)


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
    return _role(tagged(role, response), principal)


@roles.get("/{role_id}/history")
async def get_role_history(
    role_id: UUID, session: Session, _principal: CanManageAccess, locale: Language
) -> AccessHistory:
    return await told(session, "role", role_id, locale)


@permissions.get("")
async def list_permissions(principal: CurrentPrincipal, locale: Language) -> PermissionList:
    """Every permission that a role may hold, with its name, section by section."""
    items = [
        PermissionCard(
            code=code,
            name=name_of(code).render(locale),
            name_ru=name_of(code).ru,
            name_en=name_of(code).en,
            section=section_of(code).render(locale),
            held_everywhere=principal.scope(code).is_everywhere,
        )
        for code in sorted(ALL, key=place_of)
    ]
    return PermissionList(items=items)


@grants.get("", openapi_extra=documented(GrantQuery))
async def list_grants(
    session: Session, principal: CanManageAccess, today: Today, query: Annotated[GrantQuery, query_of(GrantQuery)]
) -> Page[GrantCard]:
    """Who holds what, where and when, and who gave it: in the branches where I manage access."""
    rows, cursor, total = await repository.grants(session, query, principal, today)
    return Page(items=await cards(session, rows, principal, today), next_cursor=cursor, total=total)


@grants.post("", status_code=201)
async def give_grant(
    body: GrantIn, session: Session, principal: CanManageAccess, today: Today, response: Response
) -> GrantCard:
    """Give a role to a person, in one branch or everywhere: never more than the giver holds, never to oneself."""
    grant = await service.give(session, principal=principal, grant=body, today=today)
    return await _card(session, grant.id, principal, today, response)


@grants.get("/{grant_id}")
async def get_grant(
    grant_id: UUID, session: Session, principal: CanManageAccess, today: Today, response: Response
) -> GrantCard:
    return await _card(session, grant_id, principal, today, response)


@grants.patch("/{grant_id}")
async def edit_grant(
    grant_id: UUID,
    body: GrantEdit,
    session: Session,
    principal: CanManageAccess,
    today: Today,
    expected: RequiredIfMatch,
    response: Response,
) -> GrantCard:
    """Set or lift the last day, or move the first one while it is still to come."""
    await service.set_dates(session, principal=principal, grant_id=grant_id, edits=body, expected=expected, today=today)
    return await _card(session, grant_id, principal, today, response)


@grants.post("/{grant_id}/withdraw")
async def withdraw_grant(
    grant_id: UUID, session: Session, principal: CanManageAccess, today: Today, expected: IfMatch, response: Response
) -> GrantCard:
    """Take the role back: in browsers at once; tokens that programs hold live on for their half hour."""
    await service.withdraw(session, principal=principal, grant_id=grant_id, expected=expected, today=today)
    return await _card(session, grant_id, principal, today, response)


@grants.get("/{grant_id}/history")
async def get_grant_history(
    grant_id: UUID, session: Session, principal: CanManageAccess, locale: Language
) -> AccessHistory:
    if await repository.grant(session, grant_id, principal) is None:
        raise NotFound
    return await told(session, "grant", grant_id, locale)


def _role(row: AnyRow | Role, principal: Principal) -> RoleCard:
    editable = row.code != ADMINISTRATOR and principal.scope(ACCESS_MANAGE).is_everywhere
    return RoleCard(
        id=row.id,
        version=row.version,
        code=row.code,
        name_ru=row.name_ru,
        name_en=row.name_en,
        permissions=row.permissions,
        system=row.code in SYSTEM,
        allowed_actions=["edit"] if editable else [],
    )


async def _card(session: Session, grant_id: UUID, principal: Principal, today: date, response: Response) -> GrantCard:
    row = await repository.grant(session, grant_id, principal)
    if row is None:
        raise NotFound
    (card,) = await cards(session, [tagged(row, response)], principal, today)
    return card


async def cards(session: Session, rows: Sequence[AnyRow], principal: Principal, today: date) -> list[GrantCard]:
    """Grants with the names of all that take part in them."""
    people = {getattr(row, name) for row in rows for name in ("person_id", "granted_by", "withdrawn_by")} - {None}
    names = await common.person_names(session, people)
    branches = await common.names(session, {row.branch_id for row in rows if row.branch_id})
    return [
        GrantCard(
            **{name: getattr(row, name) for name in _GRANT_FIELDS},
            person_name=names.get(row.person_id, ""),
            branch_name=branches.get(row.branch_id) if row.branch_id else None,
            granted_by_name=names.get(row.granted_by) if row.granted_by else None,
            withdrawn_by_name=names.get(row.withdrawn_by) if row.withdrawn_by else None,
            state=state_of(
                valid_from=row.valid_from, valid_to=row.valid_to, withdrawn_at=row.withdrawn_at, today=today
            ),
            allowed_actions=["edit", "withdraw"] if policies.may_change_grant(principal, row) else [],
        )
        for row in rows
    ]


_GRANT_FIELDS = (
    "id",
    "version",
    "person_id",
    "role",
    "role_name_ru",
    "role_name_en",
    "branch_id",
    "valid_from",
    "valid_to",
    "granted_by",
    "granted_at",
    "withdrawn_at",
    "withdrawn_by",
)
