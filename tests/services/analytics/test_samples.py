"""Analytics understands everything that was ever sent: a rebuild reads the stream from its beginning."""

from typing import Any

import pytest
from sqlalchemy import select

from services.analytics import service
from services.analytics.models import JournalRecord, Name, StoredEvent
from shared.contracts.envelope import Event
from shared.contracts.registry import event_types
from shared.db.database import Database
from shared.ids import new_id
from tests.contracts.samples import all_samples
from tests.services.analytics.conftest import Record

pytestmark = pytest.mark.anyio


async def test_every_sample_takes_effect(database: Database, record_events: Record) -> None:
    samples = all_samples()
    for sample in samples:
        # Written by many hands, some share an id, by which the store knows an event.
        await record_events([Event.parse(sample.body).model_copy(update={"id": new_id()})])
    async with database.transaction() as session:
        stored = set(await session.scalars(select(StoredEvent.type)))
        kinds = set(await session.scalars(select(Name.kind)))
    assert stored == {f"profkom.{event_type}" for event_type in event_types()}
    assert kinds == {"branch", "site", "person", "category", "severity.ru", "severity.en"}


async def test_what_a_sample_says_of_a_record_is_what_is_counted(database: Database) -> None:
    of_records = [sample for sample in all_samples() if sample.event_type.startswith("nonconformity.nonconformity.")]
    assert of_records
    for sample in of_records:
        async with database.sessions() as session:  # never committed: the samples are of one record
            await service.record_events(session=session, events=[Event.parse(sample.body)])
            counted = (await session.scalars(select(JournalRecord))).one()
        compare(counted, sample.data)


def compare(counted: JournalRecord, said: dict[str, Any]) -> None:
    for field in ("number", "state", "severity", "version", "withdrawn"):
        assert getattr(counted, field) == said[field]
    for field in ("branch_id", "site_id", "responsible_id"):
        assert str(getattr(counted, field)) == str(said[field])
    assert [str(person) for person in counted.co_executor_ids] == said["co_executor_ids"]
    assert (str(counted.inspector_id), str(counted.category_id)) == (str(said["author_id"]), said["category"]["id"])
    assert counted.source == (said.get("source") or ("import" if said["imported"] else "api"))
    assert (counted.cycle_seconds is not None) == (said["state"] == "closed")
