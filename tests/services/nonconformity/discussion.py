"""What tests of the discussion share."""

from typing import Any

from sqlalchemy import func, select

from services.nonconformity.domain.comments import mentioned
from services.nonconformity.models import comment_texts, comments, mentions
from shared.auth import permissions
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask

EDITS = (permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_EDIT)


def path_of(card: dict[str, Any]) -> str:
    return f"/nonconformities/{card['id']}/comments"


async def say(ask: Ask, who: Principal, card: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    body = {"text": text, "mention_ids": [str(person) for person in mentioned(text)], **more}
    answer = await ask(who, "POST", path_of(card), json=body)
    assert answer.status_code == 201, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def told(database: Database, verb: str = "") -> list[Event]:
    """The events of comments, in order."""
    async with database.sessions() as session:
        bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
    return [event for body in bodies if f".comment.{verb}" in (event := Event.parse(body)).type]


async def rows(database: Database) -> list[int]:
    async with database.sessions() as session:
        tables = (comments, comment_texts, mentions, outbox)
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
