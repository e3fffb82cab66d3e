"""A record's history and its due dates, with names in place of ids."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import service as records
from services.nonconformity.domain import Act, format_number
from services.nonconformity.history import repository
from services.nonconformity.history.schemas import DueDateMove, DueDates, History, HistoryEntry
from services.nonconformity.schemas import PersonRef
from shared.auth.principal import Principal

_NAMED = frozenset(
    {"site_id", "category_id", "responsible_id", "fixed_by_id", "co_executor_ids", "observer_ids", "attachment_ids"}
)
_NUMBERED = frozenset({"duplicate_of_id"})


async def history(session: AsyncSession, *, principal: Principal, record_id: UUID) -> History:
    """Every change of a record, oldest first. Raises NotFound for what the caller may not see."""
    await records.visible(session, principal, record_id)
    rows = await repository.entries(session, record_id)
    named = {row.actor_id for row in rows if row.actor_id} | {i for row in rows for i in _ids(row.changed, _NAMED)}
    names: dict[UUID, str] = dict(await repository.names(session, named))
    numbered = {i for row in rows for i in _ids(row.changed, _NUMBERED)}
    if numbered:
        found = await repository.numbers(session, numbered)
        names |= {record: format_number(*number) for record, number in found.items()}
    return History(items=[_entry(row, names) for row in rows])


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


def _entry(row: Row[Any], names: Mapping[UUID, str]) -> HistoryEntry:
    changed = {
        field: (_with_names(old, names), _with_names(new, names)) if field in _NAMED | _NUMBERED else (old, new)
        for field, (old, new) in row.changed.items()
    }
    return HistoryEntry(
        version=row.version,
        act=Act(row.act),
        at=row.at,
        actor=_person(row.actor_id, names) if row.actor_id else None,
        reason=row.reason,
        changed=changed,
    )


def _person(person_id: UUID, names: Mapping[UUID, str]) -> PersonRef:
    return PersonRef(id=person_id, name=names.get(person_id))


def _with_names(value: Any, names: Mapping[UUID, str]) -> Any:
    if isinstance(value, list):
        return [_with_names(item, names) for item in value]
    return None if value is None else {"id": value, "name": names.get(UUID(value))}


def _ids(changed: Mapping[str, Sequence[Any]], fields: frozenset[str]) -> Iterator[UUID]:
    """The ids among the old and the new values of some fields."""
    for field in fields & changed.keys():
        for value in changed[field]:
            for item in value if isinstance(value, list) else [value]:
                if item is not None:
                    yield UUID(item)
