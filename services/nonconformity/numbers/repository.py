"""The numbers of a year, without holes or twins: whoever takes some holds the year's counter until the commit."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, Uuid, bindparam, cast, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from services.nonconformity.domain import Act, Record
from services.nonconformity.models import counters, history, nonconformities, way
from services.nonconformity.repository import STORED, row_of
from shared.contracts.envelope import Event
from shared.outbox.tables import outbox
from shared.web.idempotency import keeping_filled

_n = nonconformities.c


async def take(session: AsyncSession, year: int, count: int) -> range:
    """As many numbers of a year as are needed, in a row."""
    last: int = (await session.execute(_taking(count), {"year": year})).scalar_one()
    return range(last - count + 1, last + 1)


def _taking(count: int) -> ReturningInsert[Any]:
    """Parameter: year. Answers the last of the numbers taken."""
    return (
        upsert(counters)
        .values(year=bindparam("year"), last=count)
        .on_conflict_do_update(index_elements=[counters.c.year], set_={"last": counters.c.last + count})
        .returning(counters.c.last)
    )


# A new record: number, row, first step, history, event and the answer to keep in one statement, so that the counter is
# held only from it to the commit


def _registration(*, keeping: bool) -> Select[Any]:
    numbered = _taking(1).cte("numbered")
    given = [name for name in STORED if name != "serial"]
    stored = insert(nonconformities).from_select(
        [*given, "serial"],
        select(*(bindparam(name, type_=_n[name].type) for name in given), numbered.c.last),
    )
    stepped = insert(way).values(
        nonconformity_id=bindparam("id"),
        position=0,
        state=bindparam("state"),
        entered_at=bindparam("registered_at"),
        actor_id=bindparam("author_id"),
    )
    told = insert(history).values(
        nonconformity_id=bindparam("id"),
        version=bindparam("version"),
        act=Act.REGISTER.value,
        at=bindparam("registered_at"),
        actor_id=bindparam("author_id"),
    )
    number = _number(numbered.c.last)
    sent = insert(outbox).from_select(["event_id", "topic", "body"], _numbered_event(number))
    added = [stored.cte("stored"), stepped.cte("stepped"), told.cte("told"), sent.cte("sent")]
    if keeping:
        added.append(keeping_filled(select(number).scalar_subquery()).cte("kept"))
    return select(numbered.c.last).add_cte(*added)


def _number(serial: ColumnElement[int]) -> ColumnElement[str]:
    """As `domain.format_number`."""
    digits = cast(serial, Text)
    padded = func.lpad(digits, func.greatest(5, func.length(digits)), "0")
    return func.concat("НС-", cast(bindparam("year"), Text), "-", padded)


def _numbered_event(number: ColumnElement[str]) -> Select[Any]:
    """The row of the outbox; the event learns its number where the number is given."""
    body = func.jsonb_set(cast(bindparam("event_body", type_=Text), JSONB), ["data", "number"], func.to_jsonb(number))
    return select(
        bindparam("event_id", type_=Uuid),
        bindparam("event_topic", type_=Text),
        func.convert_to(cast(body, Text), "UTF8"),
    )


_REGISTER, _REGISTER_KEEPING = _registration(keeping=False), _registration(keeping=True)


async def register(
    session: AsyncSession, record: Record, event: Event, *, answer: Mapping[str, Any] | None = None
) -> int:
    """Store a new record under the next number of its year, which is returned, and the event that tells of it.

    Neither `record.serial` nor the number in the event is looked at. The counter's row stays locked until the commit:
    do this last. `answer`: what to keep for the request's Idempotency-Key, the number being its blank.
    """
    told = {"event_id": event.id, "event_topic": event.topic, "event_body": event.model_dump_json()}
    statement = _REGISTER if answer is None else _REGISTER_KEEPING
    serial: int = (await session.execute(statement, row_of(record) | told | dict(answer or {}))).scalar_one()
    return serial
