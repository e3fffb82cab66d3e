"""Which events the journal listens to: people's branches, sites and persons."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.projections import service
from services.nonconformity.views import service as views
from shared.contracts.envelope import Event, EventData
from shared.contracts.people import BranchData, PersonData, SiteData
from shared.messaging import dead_letters
from shared.messaging.consumer import Handler

Payload = TypeVar("Payload", bound=EventData)


def _each(shape: type[Payload], use_case: Callable[[AsyncSession, Sequence[Payload]], Awaitable[None]]) -> Handler:
    async def handle(session: AsyncSession, events: Sequence[Event]) -> None:
        await use_case(session, [event.payload(shape) for event in events])

    return handle


async def _know_persons(session: AsyncSession, events: Sequence[Event]) -> None:
    """An erased person comes as any other change, and overwrites the name; what else was theirs alone goes."""
    await service.know_persons(session, [event.payload(PersonData) for event in events])
    erased = [event.subject for event in events if event.topic.endswith(".erased.v1")]
    if erased:
        await dead_letters.forget(session, erased)
        await views.forget(session, [UUID(person) for person in erased])


HANDLERS: Mapping[str, Handler] = {
    "events.people.branch.*.v1": _each(BranchData, service.know_branches),
    "events.people.site.*.v1": _each(SiteData, service.know_sites),
    "events.people.person.*.v1": _know_persons,
}
