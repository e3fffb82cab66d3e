"""Who came and left, in the record's timeline. That who writes or acts observes is no news."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain.observers import IN_PASSING, Cause
from services.nonconformity.history.timeline import Entry, Person, Phrase
from services.nonconformity.observers import repository
from services.nonconformity.repository import Found
from shared.i18n import Text

_SENTENCES = {
    Cause.MENTION: Text(
        ru="Добавлен наблюдающий: {person}, по упоминанию ({actor})",
        en="Observer added: {person}, by a mention ({actor})",
    ),
    Cause.NAMED: Text(ru="Добавлен наблюдающий: {person} ({actor})", en="Observer added: {person} ({actor})"),
    Cause.OBSERVE: Text(ru="Наблюдение начато — {actor}", en="Began to observe — {actor}"),
    Cause.LEAVE: Text(ru="Наблюдение прекращено — {actor}", en="Stopped observing — {actor}"),
}


async def entries(session: AsyncSession, found: Found) -> Sequence[Entry]:
    rows = await repository.moves(session, found.record.id, set(Cause) - IN_PASSING)
    return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> Entry:
    cause = Cause(row.cause)
    return Entry(
        at=row.at,
        actor_id=row.actor_id,
        noun="observer",
        act="leave" if cause is Cause.LEAVE else "join",
        subject_id=row.person_id,
        phrase=Phrase(_SENTENCES[cause], {"person": Person(row.person_id)}),
    )
