"""SQL of all that a person filed, wrote, uploaded and did."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import format_number
from services.nonconformity.models import history, news_read, nonconformities, participants, views
from services.nonconformity.models.attachments import attachments
from services.nonconformity.models.comments import comment_texts, comments, mentions
from services.nonconformity.models.measures import measures

_N = nonconformities.c
_NUMBER = (_N.year, _N.serial)
_OF_VIEW = ("name", "filters", "sort", "columns", "shared", "created_at", "updated_at")


async def held_on(session: AsyncSession, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """{what: rows}, each with the number of its record if it is of one, the oldest first."""
    found = {}
    for what, statement in _statements(person_id).items():
        rows = (await session.execute(statement)).mappings().all()
        found[what] = [_row(row) for row in rows]
    return found


def _statements(person: UUID) -> dict[str, Select[*tuple[Any, ...]]]:
    filed = (_N.state, _N.place, _N.description, _N.proposal, _N.found_at, _N.registered_at)
    of = {
        table: table.c.nonconformity_id == _N.id for table in (comments, measures, attachments, history, participants)
    }
    return {
        "filed": select(*_NUMBER, *filed).where(_N.author_id == person).order_by(_N.id),
        "responsible_for": select(*_NUMBER, _N.state, _N.due_on).where(_N.responsible_id == person).order_by(_N.id),
        "takes_part_in": select(*_NUMBER, participants.c.role)
        .join(participants, of[participants])
        .where(participants.c.person_id == person)
        .order_by(_N.id),
        "comments": select(*_NUMBER, comments.c.text, comments.c.written_at, comments.c.removed_at)
        .join(comments, of[comments])
        .where(comments.c.author_id == person)
        .order_by(comments.c.id),
        "former_texts_of_comments": select(*_NUMBER, comment_texts.c.text, comment_texts.c.written_at)
        .join(comments, of[comments])
        .join(comment_texts, comment_texts.c.comment_id == comments.c.id)
        .where(comments.c.author_id == person)
        .order_by(comments.c.id, comment_texts.c.version),
        "mentioned_in": select(*_NUMBER, mentions.c.mentioned_at)
        .join(comments, of[comments])
        .join(mentions, mentions.c.comment_id == comments.c.id)
        .where(mentions.c.person_id == person)
        .order_by(comments.c.id),
        "measures": select(*_NUMBER, measures.c.kind, measures.c.state, measures.c.description, measures.c.due_on)
        .join(measures, of[measures])
        .where(or_(measures.c.owner_id == person, measures.c.created_by_id == person))
        .order_by(measures.c.id),
        "files": select(*_NUMBER, attachments.c.name, attachments.c.media_type, attachments.c.size)
        .join(attachments, of[attachments])
        .where(attachments.c.uploader_id == person)
        .order_by(attachments.c.id),
        "acts": select(*_NUMBER, history.c.act, history.c.at, history.c.reason)
        .join(history, of[history])
        .where(history.c.actor_id == person)
        .order_by(history.c.at),
        "views": select(*(views.c[name] for name in _OF_VIEW)).where(views.c.owner_id == person).order_by(views.c.id),
        "news_read": select(*_NUMBER, news_read.c.until)
        .select_from(news_read.outerjoin(nonconformities, news_read.c.nonconformity_id == _N.id))
        .where(news_read.c.person_id == person)
        .order_by(news_read.c.until),
    }


def _row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """With the number of its record; what is of no record, such as a view, without."""
    rest = {name: value for name, value in row.items() if name not in ("year", "serial")}
    if row.get("serial") is None:
        return rest
    return {"record": format_number(row["year"], row["serial"]), **rest}
