"""Who is away and who acts meanwhile: no day twice, no work that comes back in a circle, no illness told around."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people.domain.absences import Away, acting_for, closes_circle
from shared.auth import permissions as p
from shared.ids import new_id
from tests.services.people.conftest import People
from tests.support.auth import principal

ABSENCES = "/api/v1/absences"


def away(person: Any, first: str, last: str, substitute: Any = None, **values: Any) -> dict[str, Any]:
    body = {"person_id": person["id"], "first_day": first, "last_day": last, "kind": "vacation", **values}
    return body | ({"substitute_id": substitute["id"]} if substitute else {})


async def acting(people: People, person: Any, day: str) -> str | None:
    answer = await people.get(f"/api/v1/people/{person['id']}/substitute", on=day)
    return answer["acting"]["name"].split()[0] if answer["acting"] else None


@pytest.fixture
async def three(people: People) -> tuple[Any, Any, Any]:
    branch = await people.branch()
    first, second, third = [await people.person(name, branch_id=branch) for name in ("Первый", "Второй", "Третий")]
    return first, second, third


async def test_the_substitute_acts_on_the_days_of_the_absence_and_not_otherwise(
    people: People, three: tuple[Any, Any, Any]
) -> None:
    first, second, _ = three
    card = await people.post(ABSENCES, away(first, "2027-07-01", "2027-07-14", second))
    assert card["substitute"] == {"id": second["id"], "name": "Второй Иван"}
    assert card["allowed_actions"] == ["edit", "cancel"]
    days = {day: await acting(people, first, day) for day in ("2027-06-30", "2027-07-01", "2027-07-14", "2027-07-15")}
    assert list(days.values()) == ["Первый", "Второй", "Второй", "Первый"]
    answer = await people.get(f"/api/v1/people/{first['id']}/substitute", on="2027-07-05")
    assert (answer["is_absent"], answer["absent_until"]) == (True, "2027-07-14")


async def test_a_substitute_who_is_away_too_hands_on_to_theirs(people: People, three: tuple[Any, Any, Any]) -> None:
    first, second, third = three
    await people.post(ABSENCES, away(first, "2027-07-01", "2027-07-14", second))
    await people.post(ABSENCES, away(second, "2027-07-10", "2027-07-20", third))
    assert await acting(people, first, "2027-07-09") == "Второй"
    assert await acting(people, first, "2027-07-10") == "Третий"
    await people.post(ABSENCES, away(third, "2027-07-12", "2027-07-12"))
    assert await acting(people, first, "2027-07-12") is None


async def test_a_circle_of_substitutes_on_one_day_is_refused_and_on_different_days_is_not(
    people: People, three: tuple[Any, Any, Any]
) -> None:
    first, second, third = three
    await people.post(ABSENCES, away(first, "2027-07-01", "2027-07-14", second))
    await people.post(ABSENCES, away(second, "2027-07-10", "2027-07-20", third))
    refusal = await people.post(ABSENCES, away(third, "2027-07-14", "2027-07-30", first), status=409)
    assert refusal["code"] == "substitutes_in_a_circle"
    assert "Выберите другого" in refusal["detail"]
    later = await people.post(ABSENCES, away(third, "2027-07-15", "2027-07-30", first))
    path = f"{ABSENCES}/{later['id']}"
    assert (await people.patch(path, {"first_day": "2027-07-13"}, version=1, status=409))["code"] == refusal["code"]
    assert (await people.get(path))["first_day"] == "2027-07-15"


async def test_a_circle_cannot_close_between_two_people_who_write_at_once(
    people: People, three: tuple[Any, Any, Any]
) -> None:
    first, second, third = three
    bodies = [
        away(first, "2027-07-01", "2027-07-14", second),
        away(second, "2027-07-01", "2027-07-14", third),
        away(third, "2027-07-01", "2027-07-14", first),
    ]
    answers = await asyncio.gather(*(people.request("POST", ABSENCES, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409]


async def test_two_absences_of_one_person_never_share_a_day(people: People, three: tuple[Any, Any, Any]) -> None:
    first = three[0]
    card = await people.post(ABSENCES, away(first, "2027-07-01", "2027-07-14"))
    refusal = await people.post(ABSENCES, away(first, "2027-07-14", "2027-07-20"), status=409)
    assert refusal["code"] == "absences_overlap"
    assert "с 01.07.2027 по 14.07.2027" in refusal["detail"]
    next_one = await people.post(ABSENCES, away(first, "2027-07-15", "2027-07-20"))
    await people.patch(f"{ABSENCES}/{next_one['id']}", {"first_day": "2027-07-10"}, version=1, status=409)
    await people.post(f"{ABSENCES}/{card['id']}/cancel", status=200)
    await people.patch(f"{ABSENCES}/{next_one['id']}", {"first_day": "2027-07-10"}, version=1)
    bodies = [away(three[1], "2027-08-01", "2027-08-02") for _ in range(2)]
    answers = await asyncio.gather(*(people.request("POST", ABSENCES, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_one_plans_ones_own_absence_and_an_editor_those_of_the_branch(people: People) -> None:
    branch, other = await people.branch("Курское"), await people.branch("Смоленское")
    me, colleague = await people.person("Я", branch_id=branch), await people.person("Коллега", branch_id=branch)
    foreigner = await people.person("Чужой", branch_id=other)
    oneself = principal(person_id=UUID(me["id"]))
    body = away(me, "2027-07-01", "2027-07-14", colleague, kind="sick_leave")
    del body["person_id"]
    card = await people.post(ABSENCES, body, by=oneself)
    assert (card["person"]["id"], card["kind"]) == (me["id"], "sick_leave")
    await people.post(ABSENCES, away(colleague, "2027-07-01", "2027-07-02"), by=oneself, status=404)
    unknown = await people.post(ABSENCES, away(me, "2027-08-01", "2027-08-02", foreigner), by=oneself, status=422)
    assert unknown["errors"][0]["code"] == "unknown_person"
    path = f"{ABSENCES}/{card['id']}"
    await people.request("GET", path, by=principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[other]), status=404)
    reader = principal(p.PEOPLE_READ, branches=[branch])
    assert (await people.get(path, by=reader))["kind"] is None  # an illness is nobody's business
    assert (await people.get(path, by=reader))["allowed_actions"] == []
    await people.post(f"{path}/cancel", by=reader, status=403)
    stand_in = principal(person_id=UUID(colleague["id"]))
    assert [one["id"] for one in (await people.get(ABSENCES, by=stand_in))["items"]] == [card["id"]]
    assert (await people.get(ABSENCES, by=principal()))["items"] == []
    await people.request("GET", f"/api/v1/people/{me['id']}/substitute", by=principal(), status=404)


async def test_what_happened_is_told_without_the_reason(people: People, three: tuple[Any, Any, Any]) -> None:
    card = await people.post(ABSENCES, away(three[0], "2027-07-01", "2027-07-14", kind="sick_leave"))
    path = f"{ABSENCES}/{card['id']}"
    await people.patch(path, {"kind": "vacation", "last_day": "2027-07-10"}, version=1)
    await people.patch(path, {"last_day": "2027-07-09"}, version=1, status=412)
    await people.post(f"{path}/cancel", status=200)
    assert (await people.post(f"{path}/cancel", status=409))["code"] == "absence_cancelled"
    events = await people.events("absence.planned", "absence.changed", "absence.cancelled")
    assert [event["data"]["version"] for event in events] == [1, 2, 3]
    assert "kind" not in str([event["data"] for event in events])
    assert events[1]["data"]["changed"] == {"last_day": ["2027-07-14", "2027-07-10"]}
    assert (await people.get(ABSENCES))["items"] == []
    assert len((await people.get(ABSENCES, cancelled=True))["items"]) == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"last_day": "2027-06-30"}, "Последний день раньше первого"),
        ({"last_day": "2037-06-30"}, "длиннее трёх лет"),
        ({"kind": "boredom"}, "Такого значения нет"),
        ({"first_day": "вчера"}, "Дата нужна вида"),
    ],
)
async def test_wrong_days_are_refused_in_words(
    people: People, three: tuple[Any, Any, Any], values: dict[str, Any], words: str
) -> None:
    body = {**away(three[0], "2027-07-01", "2027-07-14"), **values}
    (error,) = (await people.post(ABSENCES, body, status=422))["errors"]
    assert words in error["message"]
    assert len(error["loc"]) == 2, "the words stand at a field"
    oneself = {**away(three[0], "2027-07-01", "2027-07-14"), "substitute_id": three[0]["id"]}
    assert (await people.post(ABSENCES, oneself, status=409))["code"] == "own_substitute"


PEOPLE = [new_id() for _ in range(5)]
DAYS = st.dates(date(2027, 1, 1), date(2027, 1, 8))


@st.composite
def absences(draw: st.DrawFn) -> Away:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    person, substitute = draw(st.permutations(PEOPLE))[:2]
    return Away(person, first, last, draw(st.sampled_from([substitute, None])))


@given(st.lists(absences(), max_size=12))
def test_when_no_absence_closed_a_circle_somebody_acts_or_nobody_is_named(planned: list[Away]) -> None:
    standing: list[Away] = []
    for new in planned:
        sharing = [one for one in standing if one.first_day <= new.last_day and new.first_day <= one.last_day]
        if any(one.person_id == new.person_id for one in sharing) or closes_circle(new, sharing):
            continue
        standing.append(new)
    for day in range(1, 9):
        that_day = [one for one in standing if one.first_day <= date(2027, 1, day) <= one.last_day]
        gone = {one.person_id: one.substitute_id for one in that_day}
        for person in PEOPLE:
            chain, at = [person], person
            while gone.get(at):
                at = gone[at]  # type: ignore[assignment]
                assert at not in chain, "a circle"
                chain.append(at)
            assert acting_for(person, that_day) == (None if at in gone else at)
