"""Subjects that analytics subscribes to: everything that anybody says."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import service
from shared.contracts.envelope import Event
from shared.messaging.consumer import Handler


async def take_events(session: AsyncSession, events: Sequence[Event]) -> None:
    await service.record_events(session=session, events=events)


HANDLERS: Final[Mapping[str, Handler]] = {"events.>": take_events}
