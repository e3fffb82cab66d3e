"""Which duplicates were separated again, in the timeline of the record that they had been merged into."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import format_number
from services.nonconformity.history.timeline import Entry, Phrase
from services.nonconformity.merging import repository
from services.nonconformity.repository import Found
from shared.i18n import Text

_SEPARATED = Text(
    ru="Отделено несоответствие {number}: больше не дубликат — {actor}",
    en="{number} separated: no longer a duplicate — {actor}",
)


async def entries(session: AsyncSession, found: Found) -> Sequence[Entry]:
    return [_entry(row) for row in await repository.separated(session, found.record.id)]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        at=row.at,
        actor_id=row.actor_id,
        noun="duplicate",
        act="separate",
        subject_id=row.id,
        phrase=Phrase(_SEPARATED, {"number": format_number(row.year, row.serial)}),
    )
