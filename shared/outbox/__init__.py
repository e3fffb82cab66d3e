"""Transactional outbox: an event is added in the transaction of its change and published after the commit."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.envelope import Event, EventData
from shared.ids import new_id
from shared.outbox.tables import outbox
from shared.telemetry import current_correlation_id, current_traceparent

_INSERT = insert(outbox).inline()  #: nobody asks for the ids, so none are returned


def build(
    data: EventData,
    *,
    subject: UUID,
    actor: UUID | None,
    branch: UUID | None,
    read_permission: str | None = None,
    readers: Sequence[UUID] = (),
    parent: UUID | None = None,
) -> Event:
    """An event about the aggregate `subject`, which may belong to the record `parent`. Called by a service's
    `events.py` only.

    `read_permission` and `readers` say who may be shown that it happened: holders of the permission in `branch`
    and the named persons.
    """
    return Event(
        id=new_id(),
        source=f"/{data.event_type.split('.', 1)[0]}",
        type=f"profkom.{data.event_type}",
        subject=str(subject),
        parent=str(parent) if parent else None,
        time=clock.now(),
        actor=str(actor) if actor else None,
        branch=str(branch) if branch else None,
        readpermission=read_permission,
        readers=",".join(str(reader) for reader in readers),
        correlationid=current_correlation_id(),
        traceparent=current_traceparent(),
        data=data.model_dump(mode="json"),
    )


async def add(session: AsyncSession, *events: Event) -> None:
    """Put events into the caller's transaction. Call it after the aggregate's own rows are flushed."""
    if events:
        rows = [
            {"event_id": event.id, "topic": event.topic, "body": event.model_dump_json().encode()} for event in events
        ]
        # One row as itself: a list, even of one, is sent as a batch, which costs more.
        await session.execute(_INSERT, rows if len(rows) > 1 else rows[0])
