"""Asking for a rebuild, looking at it, stopping it; what its steps do in the database."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import policies
from services.analytics import repository as projections
from services.analytics import service as analytics
from services.analytics.errors import NoRebuildRunning
from services.analytics.models import Rebuild
from services.analytics.rebuilds import repository
from services.analytics.rebuilds.schemas import RebuildCard
from shared import clock
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.errors import NotFound


async def request_rebuild(*, session: AsyncSession, principal: Principal | None) -> RebuildCard:
    """Ask for a rebuild; when one is waiting or running already, that one is the answer.

    `principal` None: from the command line. Raises Forbidden unless they may operate everywhere.
    """
    if principal is not None:
        policies.check_may_rebuild(principal)
    await repository.add(session, requested_by=principal.id if principal else None)
    return await _latest(session)


async def show_rebuild(*, session: AsyncSession, principal: Principal) -> RebuildCard:
    """The newest rebuild; raises NotFound when there never was one."""
    policies.check_may_rebuild(principal)
    return await _latest(session)


async def find_rebuild(*, session: AsyncSession, rebuild_id: UUID) -> RebuildCard:
    """One rebuild, for the command line; raises NotFound."""
    found = await session.get(Rebuild, rebuild_id)
    if found is None:
        raise NotFound
    return _card(found)


async def cancel_rebuild(*, session: AsyncSession, principal: Principal) -> RebuildCard:
    """Stop the rebuild: the figures stay as they are. Raises NoRebuildRunning when none is under way."""
    policies.check_may_rebuild(principal)
    found = await repository.active(session, lock=True)
    if found is None:
        raise NoRebuildRunning
    found.state, found.finished_at = "cancelled", clock.now()
    await session.flush()
    return _card(found)


async def is_wanted(*, session: AsyncSession) -> bool:
    """Whether a rebuild is waiting or was left half done."""
    return await repository.active(session) is not None


async def begin(*, session: AsyncSession) -> Rebuild | None:
    """The rebuild to work on, its generation chosen; None when nobody asked for one."""
    found = await repository.active(session, lock=True)
    if found is not None and found.state == "waiting":
        shown = await projections.lock_generation(session, exclusive=True)
        found.state, found.started_at, found.generation = "running", clock.now(), shown + 1
        await session.flush()
    return found


async def take_stretch(*, session: AsyncSession, events: Sequence[Event], read: int, last: int, skipped: int) -> bool:
    """Let consecutive events take effect in the new generation, and note the progress with them.

    `read`, `last`: positions in the stream, of the last of these events and of its newest one. False, and no effect,
    when the rebuild was cancelled meanwhile.
    """
    found = await repository.active(session, lock=True)
    if found is None or found.generation is None:
        return False
    if events:
        await analytics.store_events(session=session, events=events)
        await analytics.project(session=session, generation=found.generation, events=events)
    await repository.advance(session, found.id, read=read, last=last, events=len(events), skipped=skipped)
    return True


async def swap(*, session: AsyncSession) -> bool:
    """Show the new generation, from the commit on; False when the rebuild was cancelled meanwhile."""
    found = await repository.active(session, lock=True)
    if found is None or found.generation is None:
        return False
    await repository.show_generation(session, found.generation)
    found.state, found.finished_at = "finished", clock.now()
    await session.flush()
    return True


async def hold_consumers(*, session: AsyncSession) -> None:
    """Let no consumer commit until this transaction ends."""
    await projections.lock_generation(session, exclusive=True)


async def fail(*, session: AsyncSession, reason: str) -> None:
    """Give up for a reason that trying again cannot mend."""
    found = await repository.active(session, lock=True)
    if found is not None:
        found.state, found.finished_at, found.error = "failed", clock.now(), reason
        await session.flush()


async def forget_unused(*, session: AsyncSession) -> bool:
    """Delete some rows that no reader and no rebuild needs; whether there may be more of them."""
    shown = await projections.lock_generation(session, exclusive=False)
    found = await repository.active(session)
    in_use = [shown, found.generation] if found is not None and found.generation is not None else [shown]
    return await repository.forget_unused(session, in_use=in_use) > 0


async def _latest(session: AsyncSession) -> RebuildCard:
    found = await repository.latest(session)
    if found is None:
        raise NotFound
    return _card(found)


def _card(found: Rebuild) -> RebuildCard:
    return RebuildCard.model_validate(found, from_attributes=True)
