"""Use cases of places with a poster: those who configure a branch's journal keep them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors
from services.nonconformity.domain.places import new_slug
from services.nonconformity.errors.places import NoPlaces, PlaceExists, closed_places
from services.nonconformity.events import places as events
from services.nonconformity.places import repository
from services.nonconformity.places.schemas import NewPlace, Place, PlaceEdit, PlaceQuery
from services.nonconformity.schemas import Ref
from shared import clock, outbox
from shared.auth.permissions import NONCONFORMITY_CONFIGURE
from shared.auth.principal import Principal
from shared.errors import Forbidden, InvalidInput, NotFound
from shared.ids import new_id
from shared.web.listing import Page
from shared.web.versions import check_version

MOST_POSTERS = 200  #: sheets of one print


async def listed(session: AsyncSession, *, principal: Principal, query: PlaceQuery) -> Page[Place]:
    scope = principal.scope(NONCONFORMITY_CONFIGURE)
    rows, next_cursor, total = await repository.listed(session, query, scope)
    return Page(items=[_shape(row) for row in rows], next_cursor=next_cursor, total=total)


async def show(session: AsyncSession, *, principal: Principal, place_id: UUID) -> Place:
    """Raises NotFound also for a place of a branch that is not the caller's to configure."""
    return _shape(await _own(session, principal, place_id))


async def to_print(session: AsyncSession, *, principal: Principal, site_id: UUID) -> list[Place]:
    """The places in use of a site, by name. Raises NoPlaces, TooManyRows beyond `MOST_POSTERS`."""
    scope = principal.scope(NONCONFORMITY_CONFIGURE)
    query = PlaceQuery(site_id=site_id, active=True, sort="place", limit=MOST_POSTERS, total=True)
    rows, _, total = await repository.listed(session, query, scope)
    if not rows:
        raise NoPlaces
    if total is not None and total > MOST_POSTERS:
        raise errors.TooManyRows(total=total, most=MOST_POSTERS)
    return [_shape(row) for row in rows]


async def create(session: AsyncSession, *, principal: Principal, new: NewPlace) -> Place:
    """Raises InvalidInput, Forbidden, PlaceExists."""
    site, branch = await repository.named(session, site_id=new.site_id, branch_id=new.branch_id)
    wrong = [errors.unknown("site", "site_id")] if site is None else []
    if branch is None:
        wrong.append(errors.unknown("branch", "branch_id"))
    wrong += closed_places(site=site and site.closed, branch=branch and branch.closed)
    if wrong or site is None or branch is None:
        raise InvalidInput(errors=wrong)
    if not principal.may(NONCONFORMITY_CONFIGURE, new.branch_id):
        raise Forbidden
    await _require_new(session, site_id=new.site_id, branch_id=new.branch_id, place=new.place)
    values = {
        "id": new_id(),
        "version": 1,
        "slug": new_slug(),
        "site_id": new.site_id,
        "branch_id": new.branch_id,
        "place": new.place,
        "active": True,
        "created_at": clock.now(),
        "created_by_id": principal.id,
    }
    await repository.create(session, values)
    await outbox.add(session, events.created(values, actor_id=principal.id))
    return _place({**values, "site": site.name, "branch": branch.name})


async def edit(
    session: AsyncSession, *, principal: Principal, place_id: UUID, expected: int, changes: PlaceEdit
) -> Place:
    """Rename it, switch it off or on. Its address stays: the poster hangs.

    Raises NotFound, StaleVersion, PlaceExists.
    """
    row = await _own(session, principal, place_id, lock=True)
    check_version(row.version, expected)
    before = dict(row._mapping)
    wanted = changes.model_dump(exclude_unset=True)
    changed = {name: (before[name], value) for name, value in wanted.items() if value != before[name]}
    if not changed:
        return _shape(row)
    if "place" in changed:
        await _require_new(session, site_id=row.site_id, branch_id=row.branch_id, place=wanted["place"], but=place_id)
    fresh = {**wanted, "version": row.version + 1}
    await repository.change(session, place_id, fresh)
    after = {**before, **fresh}
    await outbox.add(session, events.changed(after, actor_id=principal.id, fields=changed))
    return _place(after)


async def _require_new(
    session: AsyncSession, *, site_id: UUID, branch_id: UUID, place: str, but: UUID | None = None
) -> None:
    """One place, one poster: «Цех 3» and «цех  3» are the same."""
    twin = await repository.twin(session, site_id=site_id, branch_id=branch_id, place=place, but=but)
    if twin is not None:
        raise PlaceExists(place=twin)


async def _own(session: AsyncSession, principal: Principal, place_id: UUID, *, lock: bool = False) -> Row[Any]:
    row = await repository.get(session, place_id, lock=lock)
    if row is None or not principal.may(NONCONFORMITY_CONFIGURE, row.branch_id):
        raise NotFound
    return row


def _shape(row: Row[Any]) -> Place:
    return _place(row._mapping)


def _place(values: Mapping[Any, Any]) -> Place:
    return Place(
        id=values["id"],
        version=values["version"],
        slug=values["slug"],
        form_path=f"/f/{values['slug']}",
        site=Ref(id=values["site_id"], name=values["site"]),
        branch=Ref(id=values["branch_id"], name=values["branch"]),
        place=values["place"],
        active=values["active"],
        allowed_actions=["edit"],
    )
