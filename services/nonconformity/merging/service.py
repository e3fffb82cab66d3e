"""Merging a record into the one that was first."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import domain, errors, policies, repository
from services.nonconformity import service as records
from services.nonconformity.measures import moving
from services.nonconformity.merging import repository as merging
from services.nonconformity.repository import Found
from services.nonconformity.schemas import Card
from shared.auth.principal import Principal
from shared.errors import InvalidInput, NotFound
from shared.web.versions import check_version


async def merge(
    session: AsyncSession, *, principal: Principal, record_id: UUID, expected: int | None, into_id: UUID
) -> Card:
    """Make the record, and what was merged into it before, duplicates of the other one.

    Merges wait for each other: of two callers who merge each into the other, one succeeds. Raises NotFound,
    StaleVersion, and the refusals of `domain.merge`; an `into_id` out of the caller's sight is unknown.
    """
    found = await _locked(session, record_id, into_id)
    merged, into = found.get(record_id), found.get(into_id)
    if merged is None or not policies.may_see(principal, merged.record):
        raise NotFound
    check_version(merged.record.version, expected)
    if into is None or not policies.may_see(principal, into.record):
        raise InvalidInput(errors=[errors.unknown("nonconformity", "into_id")])
    caller = policies.caller(principal, merged.record)
    change = domain.merge(merged.record, caller, records.now_of(merged), into=into.record)
    left = await merging.who_left(session, into_id)
    absorbed = domain.absorb(into.record, caller, records.now_of(into), merged=merged.record, but=left)
    followers = [
        (one, domain.follow(one.record, caller, records.now_of(one), into=into.record))
        for one in found.values()
        if one.record.duplicate_of_id == record_id
    ]
    for one, followed in followers:
        await records.keep(session, followed, category=one.names.category)
    await records.keep(session, absorbed, category=into.names.category)
    await moving.move(session, caller=caller, merged=merged, into=into)
    return await records.store(session, principal, change, category=merged.names.category)


async def _locked(session: AsyncSession, record_id: UUID, into_id: UUID) -> Mapping[UUID, Found]:
    """Both records and the duplicates of the first, locked in the one order that all locks are taken in."""
    await merging.one_at_a_time(session)
    wanted = {record_id, into_id, *await merging.duplicates(session, record_id)}
    await repository.lock(session, wanted)
    return await repository.views(session, sorted(wanted))
