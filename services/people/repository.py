"""SQL that several nouns of the service share: history, look-ups by id, uniqueness."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, func, select, union_all
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import Absence, Account, Base, Branch, Grant, HistoryEntry, Person, Role, Site, Unit
from shared import clock
from shared.errors import AppError

Record = TypeVar("Record", Branch, Unit, Site, Person, Role, Grant, Account, Absence)

_MOST_HISTORY = 500


async def lock(session: AsyncSession, kind: type[Record], record_id: UUID) -> Record | None:
    """The record, locked until the end of the transaction, so that a version is checked against the last one."""
    return await session.get(kind, record_id, with_for_update=True)


async def living(session: AsyncSession, kind: type[Branch] | type[Unit] | type[Site], record_id: UUID) -> Any:
    """A branch, unit or site that stands, closed ones too, or None. Nobody removes or closes it before the end."""
    statement = select(kind).where(kind.id == record_id, kind.removed_at.is_(None))
    return await session.scalar(statement.with_for_update(read=True))


async def flush(session: AsyncSession, taken: Mapping[str, type[AppError]]) -> None:
    """Write what is pending; `taken` says which refusal a broken constraint, named by its name, stands for."""
    try:
        await session.flush()
    except IntegrityError as error:
        constraint = getattr(error.orig.__cause__ if error.orig else None, "constraint_name", None)
        refusal = taken.get(constraint or "")
        if refusal is None:
            raise
        raise refusal from error


def add_history(
    session: AsyncSession,
    *,
    noun: str,
    record_id: UUID,
    version: int,
    act: str,
    changed: Mapping[str, Any],
    actor_id: UUID | None,
) -> None:
    session.add(
        HistoryEntry(
            noun=noun,
            subject_id=record_id,
            version=version,
            at=clock.now(),
            actor_id=actor_id,
            act=act,
            changed=dict(changed),
            import_id=None,
        )
    )


async def history(session: AsyncSession, noun: str, record_id: UUID) -> Sequence[Row[Any]]:
    """The record's changes, newest first; the oldest of more than 500 are left out."""
    entry = HistoryEntry
    statement = (
        select(entry.version, entry.at, entry.actor_id, entry.act, entry.changed, entry.import_id)
        .where(entry.noun == noun, entry.subject_id == record_id)
        .order_by(entry.version.desc(), entry.id.desc())
        .limit(_MOST_HISTORY)
    )
    return (await session.execute(statement)).all()


async def names(session: AsyncSession, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """What branches, units and sites of these ids are called, removed ones too."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    statement = union_all(*(select(kind.id, kind.name).where(kind.id.in_(wanted)) for kind in (Branch, Unit, Site)))
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


async def person_names(session: AsyncSession, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """What persons of these ids are called."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    name = func.concat_ws(" ", Person.last_name, Person.first_name, Person.middle_name)
    statement = select(Person.id, name).where(Person.id.in_(wanted))
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


def values_of(record: Base, fields: Sequence[str]) -> dict[str, Any]:
    return {field: getattr(record, field) for field in fields}
