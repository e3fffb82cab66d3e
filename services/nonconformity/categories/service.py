"""Use cases of categories: administrators' data, each change with its event."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors, events
from services.nonconformity.categories import repository
from services.nonconformity.categories.schemas import Category, CategoryEdit, CategoryQuery, NewCategory
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_CONFIGURE
from shared.auth.principal import Principal
from shared.contracts.nonconformity import CategoryChanged, CategoryCreated
from shared.errors import NotFound
from shared.ids import new_id
from shared.web.listing import Page
from shared.web.versions import check_version


async def listed(session: AsyncSession, *, principal: Principal, query: CategoryQuery) -> Page[Category]:
    rows, next_cursor, total = await repository.listed(session, query)
    return Page(items=[_shape(row, principal) for row in rows], next_cursor=next_cursor, total=total)


async def show(session: AsyncSession, *, principal: Principal, category_id: UUID) -> Category:
    row = await repository.get(session, category_id)
    if row is None:
        raise NotFound
    return _shape(row, principal)


async def create(session: AsyncSession, *, principal: Principal, new: NewCategory) -> Category:
    """Raises CategoryNameTaken; case and ё make no other name."""
    await _require_free(session, new.name)
    values = {"id": new_id(), "version": 1, "name": new.name, "active": True}
    await repository.create(session, values)
    await _tell(session, CategoryCreated, values, principal, changed={})
    return _category(values, principal)


async def edit(
    session: AsyncSession, *, principal: Principal, category_id: UUID, expected: int, changes: CategoryEdit
) -> Category:
    """Rename, switch off or on. Records keep their category, whatever becomes of it."""
    row = await repository.get(session, category_id, lock=True)
    if row is None:
        raise NotFound
    check_version(row.version, expected)
    before = dict(row._mapping)
    wanted = changes.model_dump(exclude_unset=True)
    changed = {name: (before[name], value) for name, value in wanted.items() if value != before[name]}
    if not changed:
        return _shape(row, principal)
    if "name" in changed:
        await _require_free(session, wanted["name"], of=category_id)
    after = {**before, **wanted, "version": row.version + 1}
    await repository.change(session, category_id, after)
    await _tell(session, CategoryChanged, after, principal, changed=changed)
    return _category(after, principal)


async def _require_free(session: AsyncSession, name: str, *, of: UUID | None = None) -> None:
    holder = await repository.same_name(session, name)
    if holder is not None and holder != of:
        raise errors.CategoryNameTaken(name=name)


async def _tell(
    session: AsyncSession,
    kind: type[CategoryCreated] | type[CategoryChanged],
    values: Mapping[str, Any],
    principal: Principal,
    *,
    changed: Mapping[str, tuple[Any, Any]],
) -> None:
    event = events.of_category(
        kind,
        category_id=values["id"],
        version=values["version"],
        name=values["name"],
        active=values["active"],
        actor_id=principal.id,
        changed=changed,
    )
    await outbox.add(session, event)


def _shape(row: Row[Any], principal: Principal) -> Category:
    return _category(row._mapping, principal)


def _category(values: Mapping[Any, Any], principal: Principal) -> Category:
    return Category(
        id=values["id"],
        version=values["version"],
        name=values["name"],
        active=values["active"],
        allowed_actions=["edit"] if principal.holds(NONCONFORMITY_CONFIGURE) else [],
    )
