"""A forgotten person's name is in no figure and in no stored event, whichever of the two events came first."""

import itertools
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from services.analytics import service
from services.analytics.models import Name, StoredEvent
from shared.contracts.envelope import Event
from shared.contracts.people.erasures import PersonErased
from shared.db.database import Database
from shared.ids import new_id
from tests.services.analytics import facts

ERASED, KEPT = new_id(), new_id()


def erased(person_id: UUID) -> Event:
    return facts.event(
        PersonErased(
            id=person_id, version=3, personnel_number=None, last_name="Удалённый участник", first_name="№ 12",
            middle_name=None, branch_id=None, unit_id=None, position=None, is_member=False, joined_on=None,
            left_on=None, assignment_site_id=None, removed=True,
        )
    )  # fmt: skip


TOLD = [
    facts.person("Пастернак", "Аделаида", "Ильинична", person_id=ERASED),
    facts.person("Пастернак-Ёлкина", "Аделаида", "Ильинична", person_id=ERASED, version=2),
    erased(ERASED),
]
OTHER = facts.person("Пастернак", "Остающийся", person_id=KEPT)


@pytest.mark.parametrize("order", list(itertools.permutations(TOLD)))
async def test_no_name_is_left_in_whatever_order_the_events_come(database: Database, order: Sequence[Event]) -> None:
    for event in (OTHER, *order):
        async with database.transaction() as session:
            await service.record_events(session=session, events=[event])
    async with database.transaction() as session:
        names = dict((await session.execute(select(Name.id, Name.name))).all())
        stored = (await session.execute(select(StoredEvent.subject, StoredEvent.data))).all()
    assert names == {ERASED: "Удалённый участник № 12", KEPT: "Пастернак Остающийся"}
    hers = [data for subject, data in stored if subject == str(ERASED)]
    assert len(hers) == 3
    assert "Пастернак" not in str(hers)
    assert "Аделаида" not in str(hers)
    assert "100001" not in str(hers)
    assert sorted(data["version"] for data in hers) == [1, 2, 3]
    assert "Пастернак" in str([data for subject, data in stored if subject == str(KEPT)])
