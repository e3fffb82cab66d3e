"""Use cases of sessions: their owner ends them, and whoever manages the owner's access."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events, policies
from services.people.access import repository as access
from services.people.models import SignInSession
from services.people.sessions import repository
from shared import clock, outbox
from shared.auth.permissions import ACCESS_MANAGE
from shared.auth.principal import Principal
from shared.errors import NotFound


async def end_one(session: AsyncSession, *, principal: Principal, session_id: UUID, today: date) -> None:
    """Sign one browser out. Raises NotFound, BeyondOwnRights."""
    record = await repository.lock(session, session_id)
    if record is None:
        raise NotFound
    branch = await _require(session, principal, record.person_id, today)
    record.ended_at = clock.now()
    await session.flush()
    await tell_ended(session, [record], branch=branch, actor=principal.id)


async def end_all(
    session: AsyncSession, *, principal: Principal, person_id: UUID, keep: UUID | None, today: date
) -> int:
    """Sign somebody out everywhere but in the session `keep`; how many were ended. Raises NotFound, BeyondOwnRights."""
    branch = await _require(session, principal, person_id, today)
    ended = await repository.end_all(session, person_id, now=clock.now(), besides=keep)
    await tell_ended(session, ended, branch=branch, actor=principal.id)
    return len(ended)


async def may_end(session: AsyncSession, principal: Principal, person_id: UUID, today: date) -> bool:
    """Whether the caller, who may see this person's sessions, may end them too. Raises NotFound for a stranger's."""
    if person_id == principal.id:
        return True
    row = await repository.branch_of(session, person_id)
    if row is None or not principal.may(ACCESS_MANAGE, row.branch_id):
        raise NotFound
    held = await access.held(session, [person_id], on=today, future=True)
    return policies.may_manage_access_of(principal, person_id, row.branch_id, held.get(person_id, []))


async def tell_ended(
    session: AsyncSession, ended: Sequence[SignInSession], *, branch: UUID | None, actor: UUID | None
) -> None:
    """The events by which every gateway forgets these sessions."""
    await outbox.add(session, *(events.session("ended", row, branch=branch, actor=actor) for row in ended))


async def _require(session: AsyncSession, principal: Principal, person_id: UUID, today: date) -> UUID | None:
    """The person's branch, when the caller is that person or manages their access."""
    row = await repository.branch_of(session, person_id)
    branch: UUID | None = row.branch_id if row else None
    if person_id == principal.id:
        return branch
    if row is None:
        raise NotFound
    held = await access.held(session, [person_id], on=today, future=True)
    policies.require_access_of(principal, person_id, branch, held.get(person_id, []))
    return branch
