"""«Данные на 14:03:21»: up to which moment the figures are complete."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import policies
from services.analytics.freshness import repository
from services.analytics.freshness.schemas import FreshnessCard
from shared import clock
from shared.auth.principal import Principal


async def as_of(*, session: AsyncSession) -> datetime | None:
    """The moment up to which published events are counted; None before the first event.

    It is the later of the newest event's time and the last moment at which the worker found nothing waiting, so that
    a quiet night does not look like a standstill. A producer's clock may be ahead: never later than now.
    """
    moments = [moment for moment in await repository.last_moments(session) if moment is not None]
    return min(max(moments), clock.now()) if moments else None


async def freshness(*, session: AsyncSession, principal: Principal) -> FreshnessCard:
    """How old the picture is, and of how many records that the principal may see."""
    newest, _ = await repository.last_moments(session)
    complete = await as_of(session=session)
    return FreshnessCard(
        as_of=complete,
        lag_seconds=(clock.now() - complete).total_seconds() if complete else None,
        last_event_at=newest,
        records=await repository.count_records(session, scope=policies.readable(principal)),
    )


async def note_caught_up(*, session: AsyncSession, at: datetime) -> None:
    """Nothing that was published before `at` is waiting any more."""
    await repository.note_caught_up(session, at=at)
