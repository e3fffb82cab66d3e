"""An operator's view of what could not take effect in a service: dead letters listed, shown, replayed, discarded."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.errors import Conflict, NotFound
from shared.i18n import Text
from shared.logging import get_logger
from shared.messaging import dead_letters
from shared.messaging.consumer import Consumer
from shared.web.routing import Session, require, service_router

log = get_logger(__name__)

CanOperate = Annotated[Principal, Depends(require("operations:manage"))]


class StillRetrying(Conflict):
    code = "still_retrying"
    title = Text(ru="Событие ещё повторяется само", en="The event is still being retried")
    detail = Text(
        ru="Служба пробует его снова сама. Повторить или отложить его можно, когда закончатся попытки.",
        en="The service tries it again by itself. It can be replayed or discarded once its attempts are over.",
    )


class DeadLetter(BaseModel):
    event_id: UUID
    topic: str
    attempts: int
    error: str
    state: str
    first_failed_at: datetime
    last_failed_at: datetime


class DeadLetterCard(DeadLetter):
    """With the event itself: `body` may hold personal data, so it is shown one at a time."""

    body: Any


class DeadLetters(BaseModel):
    items: Sequence[DeadLetter]


def router(service: str, consumer: Consumer) -> APIRouter:
    """Routes under /api/v1/operations/<service>/dead-letters, for holders of `operations:manage`."""
    routes = service_router(prefix=f"/api/v1/operations/{service}/dead-letters", tags=["operations"])

    @routes.get("", name=f"list {service} dead letters")
    async def list_dead_letters(
        session: Session, _operator: CanOperate, limit: Annotated[int, Query(ge=1, le=200)] = 50
    ) -> DeadLetters:
        rows = await dead_letters.listed(session, limit=limit)
        return DeadLetters(items=[DeadLetter.model_validate(row._mapping) for row in rows])

    @routes.get("/{event_id}", name=f"show {service} dead letter")
    async def show_dead_letter(event_id: UUID, session: Session, _operator: CanOperate) -> DeadLetterCard:
        row = await dead_letters.find(session, event_id)
        if row is None:
            raise NotFound
        return DeadLetterCard.model_validate({**row._mapping, "body": _readable(row.body)})

    @routes.post("/{event_id}/replay", status_code=204, name=f"replay {service} dead letter")
    async def replay_dead_letter(event_id: UUID, session: Session, operator: CanOperate) -> None:
        """Let the event take effect now. When it fails again, the answer says so and the letter stays."""
        row = await _dead(session, event_id)
        await consumer.replay(session, Event.parse(row.body))
        await dead_letters.settle(session, event_id, "replayed")
        log.info("dead letter replayed", event_id=str(event_id), operator=str(operator.id))

    @routes.post("/{event_id}/discard", status_code=204, name=f"discard {service} dead letter")
    async def discard_dead_letter(event_id: UUID, session: Session, operator: CanOperate) -> None:
        await _dead(session, event_id)
        await dead_letters.settle(session, event_id, "discarded")
        log.info("dead letter discarded", event_id=str(event_id), operator=str(operator.id))

    return routes


async def _dead(session: AsyncSession, event_id: UUID) -> Row[Any]:
    """A letter to act on. Raises NotFound, StillRetrying."""
    row = await dead_letters.take(session, event_id)
    if row is None:
        raise StillRetrying if await dead_letters.find(session, event_id) else NotFound
    return row


def _readable(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
