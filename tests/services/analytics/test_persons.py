"""Who finds and who mends: fair to those with few findings, and every figure with its records behind it."""

from datetime import date, timedelta
from typing import Any

import pytest

from shared.auth.permissions import ANALYTICS_READ
from shared.ids import new_id
from tests.services.analytics import facts
from tests.services.analytics.conftest import Ask, Record
from tests.services.analytics.facts import NOON
from tests.support.auth import principal

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("noon")]
DAY = date(2026, 11, 16)  # a Monday


async def test_inspectors_are_ranked_by_verified_findings_from_five_on(ask: Ask, record_events: Record) -> None:
    many, same, few, good = new_id(), new_id(), new_id(), new_id()
    names = [(many, "Абрамова"), (same, "Борисов"), (few, "Волков"), (good, "Громова")]
    journal = [facts.person(last, "Имя", person_id=person_id) for person_id, last in names]
    journal += [found(person) for person in (many, same) for _ in range(3)]
    journal += [facts.event(facts.record(author_id=person)) for person in (many, same) for _ in range(2)]
    journal += [found(few) for _ in range(4)]
    journal += [found(good) for _ in range(4)]
    journal += [facts.event(facts.record(state="rejected", author_id=good)) for _ in range(1)]
    journal += [facts.event(facts.record(author_id=None, source="public"))]
    await record_events(journal)
    answer = (await ask("/inspectors")).json()
    assert answer["nameless"] == 1
    told = [(item["name"][:7], item["rank"], item["filed"], item["verified"]) for item in answer["items"]]
    assert told == [("Громова", 1, 5, 4), ("Абрамов", 2, 5, 3), ("Борисов", 2, 5, 3), ("Волков ", None, 4, 4)]
    assert answer["items"][0]["confirmed_share"] == 4 / 5
    assert answer["items"][1]["confirmed_share"] == 1
    assert answer["items"][1]["cycle"]["median_days"] == 4
    assert answer["items"][1]["cycle"]["median_working_days"] == 4
    await figures_are_their_records(ask, "inspector", answer["items"], {"verified": "closed"})


def found(person: Any) -> Any:
    """A finding of a Monday, verified on the Friday."""
    return facts.event(facts.closed(DAY, DAY + timedelta(days=2), DAY + timedelta(days=4), author_id=person))


async def test_responsibles_see_what_they_owe_and_how_they_keep_their_word(ask: Ask, record_events: Record) -> None:
    late, tidy = new_id(), new_id()
    on = {number: DAY + timedelta(days=number) for number in range(-3, 5)}
    noon = NOON - timedelta(days=7)  # DAY, at noon
    returned = facts.way(
        ("registered", noon),
        ("assigned", noon),
        ("in_progress", noon + timedelta(days=1)),
        ("fixed", noon + timedelta(days=2)),
        ("in_progress", noon + timedelta(days=3)),
    )
    journal: list[Any] = [
        facts.person("Поздняков", "Пётр", person_id=late),
        facts.person("Чистова", "Инна", person_id=tidy),
        facts.record(responsible_id=late, due_on=on[4], first_due_on=on[-3]),
        facts.record(
            responsible_id=late,
            state="in_progress",
            way=returned,
            due_on=on[3],
            found_at=noon,
            fixed_at=noon + timedelta(days=2),
        ),
        facts.closed(DAY, on[2], on[3], responsible_id=tidy, first_due_on=on[1], due_on=on[2]),
        facts.record(),
    ]
    await record_events(facts.events(*journal))
    answer = (await ask("/responsibles")).json()
    assert answer["unassigned"] == 1
    first, second = answer["items"]
    assert (first["name"], first["assigned"], first["overdue"], first["returned"]) == ("Поздняков Пётр", 2, 2, 1)
    assert first["fixing"] == {
        "n": 1, "median_days": 2.0, "p90_days": 2.0, "median_working_days": 2.0, "p90_working_days": 2.0
    }  # fmt: skip
    assert second["on_time_first"] == {"n": 1, "on_time": 0, "share": 0}
    assert second["on_time_last"] == {"n": 1, "on_time": 1, "share": 1}
    assert second["fixing"]["median_working_days"] == 2
    await figures_are_their_records(ask, "responsible", answer["items"], {"assigned": "filed"})


async def figures_are_their_records(
    ask: Ask, group_by: str, items: list[dict[str, Any]], other: dict[str, str]
) -> None:
    """Each count of each row is the number of the records that are listed behind it."""
    for item in items:
        for field, value in item.items():
            if isinstance(value, int) and field != "rank":
                figure = other.get(field, field)
                page = await ask("/journal/records", figure=figure, group_by=group_by, group=item["id"], total="true")
                assert page.json()["total"] == value, field


async def test_people_of_foreign_branches_are_in_no_table(ask: Ask, record_events: Record) -> None:
    mine, foreign = new_id(), new_id()
    person, stranger = new_id(), new_id()
    told = [
        facts.record(branch_id=mine, author_id=person, responsible_id=person),
        facts.record(branch_id=foreign, author_id=stranger, responsible_id=stranger),
        facts.record(branch_id=foreign, author_id=None),
    ]
    await record_events(facts.events(*told))
    reader = principal(ANALYTICS_READ, branches=[mine])
    for table in ("/inspectors", "/responsibles"):
        answer = (await ask(table, as_=reader)).json()
        assert [item["id"] for item in answer["items"]] == [str(person)]
        assert not answer.get("nameless")
        assert not answer.get("unassigned")
        assert (await ask(table, as_=principal("people:read"))).status_code == 403
    assert (await ask("/inspectors", group_by="month")).status_code == 422
