"""The record's own acts in its timeline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Act, format_number
from services.nonconformity.history import repository
from services.nonconformity.history.sentences import phrase
from services.nonconformity.history.timeline import Entry
from services.nonconformity.repository import Found
from services.nonconformity.severities.repository import names as severity_names
from shared.i18n import Text

_NAMED = frozenset(
    {"site_id", "category_id", "responsible_id", "fixed_by_id", "co_executor_ids", "observer_ids", "attachment_ids"}
)
_NUMBERED = frozenset({"duplicate_of_id"})


async def entries(session: AsyncSession, found: Found) -> Sequence[Entry]:
    """One entry for every version of the record."""
    rows = await repository.entries(session, found.record.id)
    names: dict[UUID, str] = dict(
        await repository.names(session, {i for row in rows for i in _ids(row.changed, _NAMED)})
    )
    numbered = {i for row in rows for i in _ids(row.changed, _NUMBERED)}
    if numbered:
        numbers = await repository.numbers(session, numbered)
        names |= {record: format_number(*number) for record, number in numbers.items()}
    graded = any("severity" in row.changed for row in rows)
    severities = await severity_names(session) if graded else {}
    return [_entry(row, names, severities) for row in rows]


def _entry(row: Row[Any], names: Mapping[UUID, str], severities: Mapping[str, Text]) -> Entry:
    changed = {
        field: (_with_names(old, names), _with_names(new, names)) if field in _NAMED | _NUMBERED else (old, new)
        for field, (old, new) in row.changed.items()
    }
    named: dict[str, tuple[Any, Any]] = {}
    if "severity" in changed:
        old, new = changed["severity"]
        named["severity"] = severities.get(old), severities.get(new)
    return Entry(
        at=row.at,
        actor_id=row.actor_id,
        noun="nonconformity",
        act=row.act,
        phrase=phrase(Act(row.act), {**changed, **named}, reason=row.reason, actor_id=row.actor_id),
        version=row.version,
        reason=row.reason,
        changed=changed,
    )


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
