"""A record's history in sentences, and the ledger of its due date."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import service as records
from services.nonconformity.history import repository
from services.nonconformity.history.schemas import DueDateMove, DueDates, History, HistoryEntry
from services.nonconformity.history.sources import SOURCES
from services.nonconformity.history.timeline import Entry
from services.nonconformity.history.wording import Wording, people_of, short_name
from services.nonconformity.repository import Found
from services.nonconformity.schemas import PersonRef
from shared.auth.principal import Principal
from shared.i18n import Locale


async def history(session: AsyncSession, *, principal: Principal, record_id: UUID, locale: Locale) -> History:
    """All that happened to a record, oldest first. Raises NotFound for what the caller may not see."""
    return await told(session, found=await records.visible(session, principal, record_id), locale=locale)


async def told(session: AsyncSession, *, found: Found, locale: Locale) -> History:
    """The history of a record that the reader was found to be allowed to see."""
    entries = [entry for source in SOURCES for entry in await source(session, found)]
    entries.sort(key=lambda entry: entry.at)  # stable: at one moment, in the order of the sources
    parts = await repository.name_parts(session, {i for entry in entries for i in people_of(entry)})
    names = {row.id: row.full_name for row in parts}
    short = {row.id: short_name(row.last_name, row.first_name, row.middle_name) for row in parts}
    wording = Wording(locale, found.names.time_zone, short)
    return History(items=[_shape(entry, wording, names) for entry in entries])


async def due_dates(session: AsyncSession, *, principal: Principal, record_id: UUID) -> DueDates:
    """The ledger of a record's due date. Raises NotFound for what the caller may not see."""
    found = await records.visible(session, principal, record_id)
    rows = await repository.moves(session, record_id)
    names = await repository.names(session, {row.actor_id for row in rows}) if rows else {}
    moves = [
        DueDateMove(from_=row.old, to=row.new, at=row.moved_at, actor=_person(row.actor_id, names), reason=row.reason)
        for row in rows
    ]
    return DueDates(first_due_on=found.record.first_due_on, due_on=found.record.due_on, moves=moves)


def _shape(entry: Entry, wording: Wording, names: Mapping[UUID, str]) -> HistoryEntry:
    return HistoryEntry(
        noun=entry.noun,
        act=entry.act,
        subject_id=entry.subject_id,
        version=entry.version,
        at=entry.at,
        actor=None if entry.actor_id is None else _person(entry.actor_id, names),
        text=wording.say(entry),
        reason=entry.reason,
        changed=entry.changed,
    )


def _person(person_id: UUID, names: Mapping[UUID, str]) -> PersonRef:
    return PersonRef(id=person_id, name=names.get(person_id))
