"""Use cases of saved views: everybody keeps their own; those who assign findings may share theirs with everybody."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import QueryParams

from services.nonconformity.errors.views import CannotShareView, TooManyViews, ViewNameTaken
from services.nonconformity.events import views as events
from services.nonconformity.journal.repository import SORTING
from services.nonconformity.journal.schemas import JournalFilters
from services.nonconformity.schemas import PersonRef
from services.nonconformity.views import repository
from services.nonconformity.views.schemas import View, ViewIn, ViewPage, ViewQuery
from shared import clock, outbox
from shared.auth.permissions import NONCONFORMITY_ASSIGN, NONCONFORMITY_CONFIGURE
from shared.auth.principal import Principal
from shared.errors import FieldError, Forbidden, InvalidInput, NotFound
from shared.ids import new_id
from shared.web.listing import UNKNOWN_SORT
from shared.web.queries import reader_of, written
from shared.web.validation import field_errors
from shared.web.versions import check_version

MOST_VIEWS = 50  #: of one owner
_filters_of = reader_of(JournalFilters)


async def listed(session: AsyncSession, *, principal: Principal, query: ViewQuery) -> ViewPage:
    rows, next_cursor, total = await repository.listed(session, query, principal.id)
    return ViewPage(
        items=[_view(row._mapping, principal) for row in rows],
        next_cursor=next_cursor,
        total=total,
        allowed_actions=["create", "share"] if _may_share(principal) else ["create"],
    )


async def show(session: AsyncSession, *, principal: Principal, view_id: UUID) -> View:
    """Raises NotFound also for what another keeps for themselves."""
    return _view((await _visible(session, principal, view_id))._mapping, principal)


async def create(session: AsyncSession, *, principal: Principal, new: ViewIn) -> View:
    """Raises InvalidInput, CannotShareView, ViewNameTaken, TooManyViews."""
    values = _checked(principal, new)
    await repository.lock_owner(session, principal.id)
    if await repository.count(session, principal.id) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    await _require_free(session, principal.id, new.name)
    now = clock.now()
    row = {**values, "id": new_id(), "version": 1, "owner_id": principal.id, "created_at": now, "updated_at": now}
    await repository.create(session, row)
    await outbox.add(session, events.created(row, actor_id=principal.id))
    return _view({**row, "owner": await repository.owner_name(session, principal.id)}, principal)


async def replace(session: AsyncSession, *, principal: Principal, view_id: UUID, expected: int, new: ViewIn) -> View:
    """Raises NotFound, Forbidden for another's, StaleVersion, and as `create`. The same again changes nothing."""
    values = _checked(principal, new)
    await repository.lock_owner(session, principal.id)
    row = await _visible(session, principal, view_id, lock=True)
    if row.owner_id != principal.id:
        raise Forbidden
    check_version(row.version, expected)
    before = dict(row._mapping)
    if all(before[name] == value for name, value in values.items()):
        return _view(before, principal)
    await _require_free(session, principal.id, new.name, of=view_id)
    fresh = {**values, "version": row.version + 1, "updated_at": clock.now()}
    await repository.change(session, view_id, fresh)
    after = {**before, **fresh}
    await outbox.add(session, events.changed(before, after, actor_id=principal.id))
    return _view(after, principal)


async def remove(session: AsyncSession, *, principal: Principal, view_id: UUID, expected: int | None) -> None:
    """Raises NotFound, Forbidden, StaleVersion."""
    row = await _visible(session, principal, view_id, lock=True)
    if not _may_remove(principal, row._mapping):
        raise Forbidden
    check_version(row.version, expected)
    await repository.remove(session, view_id)
    await outbox.add(session, events.removed(dict(row._mapping), actor_id=principal.id))


async def forget(session: AsyncSession, person_ids: Sequence[UUID]) -> None:
    """Of erased persons nothing is kept that only they could see; what they shared is everybody's."""
    gone = await repository.forget_own(session, person_ids)
    await outbox.add(session, *(events.removed(dict(row._mapping), actor_id=None) for row in gone))


def _checked(principal: Principal, new: ViewIn) -> dict[str, Any]:
    """What is stored of it: filters that the list understands, in their canonical form."""
    wrong, filters = [], ""
    try:
        filters = written(_filters_of(QueryParams(new.filters)))
    except ValidationError as error:
        wrong += field_errors(error.errors(), "body", "filters")
    if new.sort is not None and new.sort.removeprefix("-") not in SORTING.columns:
        known = ", ".join(SORTING.columns)
        wrong.append(FieldError(("body", "sort"), "unknown_sort", UNKNOWN_SORT, {"known": known}))
    if wrong:
        raise InvalidInput(errors=wrong)
    if new.shared and not _may_share(principal):
        raise CannotShareView
    return {**new.model_dump(), "filters": filters}


async def _visible(session: AsyncSession, principal: Principal, view_id: UUID, *, lock: bool = False) -> Row[Any]:
    row = await repository.get(session, view_id, principal.id, lock=lock)
    if row is None:
        raise NotFound
    return row


async def _require_free(session: AsyncSession, owner_id: UUID, name: str, *, of: UUID | None = None) -> None:
    holder = await repository.same_name(session, owner_id, name)
    if holder is not None and holder != of:
        raise ViewNameTaken(name=name)


def _may_share(principal: Principal) -> bool:
    return principal.holds(NONCONFORMITY_ASSIGN)


def _may_remove(principal: Principal, view: Mapping[Any, Any]) -> bool:
    """Its owner; and what is shared, an administrator of the whole journal: owners leave."""
    return bool(view["owner_id"] == principal.id) or principal.scope(NONCONFORMITY_CONFIGURE).is_everywhere


def _view(values: Mapping[Any, Any], principal: Principal) -> View:
    mine = values["owner_id"] == principal.id
    actions: list[Literal["edit", "remove"]] = ["edit"] if mine else []
    if _may_remove(principal, values):
        actions.append("remove")
    return View(
        **{name: values[name] for name in View.model_fields if name in values and name != "owner"},
        owner=PersonRef(id=values["owner_id"], name=values["owner"]),
        mine=mine,
        allowed_actions=actions,
    )
