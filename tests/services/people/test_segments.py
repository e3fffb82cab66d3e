"""Saved segments: who makes, sees and counts them, and that nobody learns through one what they may not read."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.auth import permissions as p
from shared.ids import new_id
from tests.services.people.conftest import People
from tests.support.auth import principal

SEGMENTS = "/api/v1/segments"
MEMBERS = {"field": "person.is_member", "op": "equals", "value": True}
WOMEN = {"field": "person.sex", "op": "equals", "value": "female"}
EDITOR = (p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, p.PEOPLE_EDIT_SEGMENTS)


async def save(people: People, condition: Any = MEMBERS, *, by: Any = None, status: int = 201, **values: Any) -> Any:
    body = {"name": "Члены профсоюза", "condition": condition, **values}
    return await people.post(SEGMENTS, body, by=by, status=status)


async def count(people: People, segment: Any, *, by: Any = None) -> int:
    found: int = (await people.get(f"{SEGMENTS}/{segment['id']}/count", by=by))["count"]
    return found


@pytest.fixture
async def union(people: People) -> tuple[UUID, UUID]:
    """Two branches: in the first a woman and a man, in the second a woman."""
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    await people.person("Ёлкина", branch_id=kursk, sex="female", city="Курчатов", birth_date="1990-05-05")
    await people.person("Абрамов", branch_id=kursk, sex="male", city="Курск")
    await people.person("Власова", branch_id=smolensk, sex="female", is_member=False)
    return kursk, smolensk


async def test_a_condition_is_counted_and_shown_before_it_is_saved(people: People, union: tuple[UUID, UUID]) -> None:
    condition = {"all": [MEMBERS, {"field": "person.branch_id", "op": "equals", "value": str(union[0])}]}
    shown = await people.post(f"{SEGMENTS}/preview", {"condition": condition}, status=200)
    assert shown["count"] == 2
    assert [card["last_name"] for card in shown["sample"]] == ["Абрамов", "Ёлкина"]
    assert shown["description"] == "член профсоюза — да и отделение — Курское"
    assert shown["expression"].startswith("person.is_member == true && (person.branch_id.known")
    assert shown["is_private"] is False
    assert await people.get(SEGMENTS) == {"items": [], "next_cursor": None, "total": None}


async def test_a_saved_segment_follows_the_register(people: People, union: tuple[UUID, UUID]) -> None:
    segment = await save(people, {"field": "person.city", "op": "equals", "value": "курчатов"})
    path = f"{SEGMENTS}/{segment['id']}"
    assert await count(people, segment) == 1
    newcomer = await people.person("Новикова", city="Курчатов")
    assert await count(people, segment) == 2
    page = await people.get(f"{path}/people", limit=1, total=True)
    assert (page["total"], page["items"][0]["last_name"]) == (2, "Ёлкина")
    second = await people.get(f"{path}/people", limit=1, cursor=page["next_cursor"])
    assert [card["id"] for card in second["items"]] == [newcomer["id"]]
    assert second["next_cursor"] is None
    assert (await people.get(f"{path}/people", q="елк"))["items"][0]["last_name"] == "Ёлкина"


async def test_why_a_person_is_not_in_a_segment_is_told_comparison_by_comparison(
    people: People, union: tuple[UUID, UUID]
) -> None:
    segment = await save(people, {"all": [MEMBERS, {"none": [WOMEN]}]})
    someone = (await people.get("/api/v1/people", q="Ёлкина"))["items"][0]
    answer = await people.get(f"{SEGMENTS}/{segment['id']}/people/{someone['id']}")
    assert answer == {
        "matches": False,
        "reasons": [
            {"text": "член профсоюза — да", "holds": True},
            {"text": "пол — женский", "holds": True},
        ],
    }
    english = await people.request(
        "GET", f"{SEGMENTS}/{segment['id']}/people/{someone['id']}", headers={"Accept-Language": "en"}
    )
    assert english.json()["reasons"][1]["text"] == "sex is female"


async def test_only_people_whom_the_caller_may_see_are_counted_and_listed(
    people: People, union: tuple[UUID, UUID]
) -> None:
    kursk, smolensk = union
    segment = await save(people, WOMEN, visibility="everyone", name="Женщины")
    everywhere = principal(*EDITOR)
    chair = principal(*EDITOR, branches=[smolensk])
    reader = principal(p.PEOPLE_READ, branches=[kursk])
    mixed = principal(p.PEOPLE_READ, branches=[kursk, smolensk])
    assert await count(people, segment, by=everywhere) == 2
    assert await count(people, segment, by=chair) == 1
    for curious in (reader, mixed):  # sex is private: to count by it would be to read it
        for what in ("count", "people"):  # and nought would be a lie
            answer = await people.request("GET", f"{SEGMENTS}/{segment['id']}/{what}", by=curious, status=403)
            assert answer.json()["code"] == "private_facts"
    woman = (await people.get("/api/v1/people", q="Ёлкина"))["items"][0]
    path = f"{SEGMENTS}/{segment['id']}/people/{woman['id']}"
    await people.request("GET", path, by=chair, status=404)
    await people.request("GET", path, by=reader, status=403)
    await people.request("GET", path, by=everywhere, status=200)


async def test_private_facts_cannot_be_asked_without_the_right_to_read_them(people: People) -> None:
    reader = principal(p.PEOPLE_READ, p.PEOPLE_EDIT_SEGMENTS)
    refusal = await people.post(f"{SEGMENTS}/preview", {"condition": WOMEN}, by=reader, status=403)
    assert refusal["code"] == "private_facts"
    assert (await save(people, WOMEN, by=reader, status=403))["code"] == "private_facts"
    own = await save(people, by=reader)
    refusal = await people.patch(f"{SEGMENTS}/{own['id']}", {"condition": WOMEN}, version=1, by=reader, status=403)
    assert refusal["code"] == "private_facts"
    shown = {field["field"] for field in (await people.get(f"{SEGMENTS}/fields", by=reader))["items"]}
    assert "person.city" in shown
    assert not shown & {"person.age", "person.sex", "person.children", "person.birth_date"}


async def test_a_segment_is_seen_by_its_owner_and_by_those_it_is_shared_with(
    people: People, union: tuple[UUID, UUID]
) -> None:
    kursk, smolensk = union
    chair, colleague = principal(*EDITOR, branches=[kursk]), principal(p.PEOPLE_READ, branches=[kursk])
    stranger = principal(*EDITOR, branches=[smolensk])
    own = await save(people, by=chair, name="Моё")
    shared = await save(people, by=chair, name="Наше", visibility="branch", branch_id=str(kursk))

    async def seen(by: Any) -> list[str]:
        return [item["name"] for item in (await people.get(SEGMENTS, by=by))["items"]]

    assert await seen(chair) == ["Моё", "Наше"]
    assert await seen(colleague) == ["Наше"]
    assert await seen(stranger) == []
    assert [i["name"] for i in (await people.get(SEGMENTS, by=colleague, mine=True))["items"]] == []
    for path in (f"{SEGMENTS}/{own['id']}", f"{SEGMENTS}/{shared['id']}", f"{SEGMENTS}/{shared['id']}/count"):
        await people.request("GET", path, by=stranger, status=404)
    await people.patch(f"{SEGMENTS}/{shared['id']}", {"name": "Чужое"}, version=1, by=stranger, status=404)
    assert shared["allowed_actions"] == ["edit", "remove"]
    assert (await people.get(f"{SEGMENTS}/{shared['id']}", by=colleague))["allowed_actions"] == []
    await people.patch(f"{SEGMENTS}/{shared['id']}", {"name": "x"}, version=1, by=colleague, status=403)


async def test_nobody_shares_beyond_the_branches_they_hold(people: People, union: tuple[UUID, UUID]) -> None:
    kursk, smolensk = union
    chair = principal(*EDITOR, branches=[kursk])
    for values in ({"visibility": "everyone"}, {"visibility": "branch", "branch_id": str(smolensk)}):
        assert (await save(people, by=chair, status=403, **values))["code"] == "cannot_share_segment"
    own = await save(people, by=chair)
    await people.patch(f"{SEGMENTS}/{own['id']}", {"visibility": "everyone"}, version=1, by=chair, status=403)
    await save(people, by=principal(p.PEOPLE_READ), status=403)
    for values in ({"visibility": "branch"}, {"branch_id": str(kursk)}):
        await save(people, status=422, **values)
    unknown = await save(people, status=422, visibility="branch", branch_id=str(new_id()))
    assert unknown["errors"][0]["code"] == "unknown_branch"


async def test_a_fault_of_a_condition_is_told_with_its_place_in_both_languages(people: People) -> None:
    condition = {"all": [MEMBERS, {"field": "person.agee", "op": "equals", "value": 1}]}
    refusal = await save(people, condition, status=422)
    assert refusal["errors"] == [
        {
            "loc": ["body", "condition", "all", 1, "field"],
            "code": "unknown_name",
            "message": "Такого поля нет. Может быть, person.age (возраст)?",
        }
    ]
    body = {"name": "x", "condition": condition}
    english = await people.request("POST", SEGMENTS, json=body, headers={"Accept-Language": "en"}, status=422)
    assert english.json()["errors"][0]["message"] == "There is no such field. Did you mean person.age (age)?"


async def test_a_change_is_told_and_remembered_and_a_stale_one_is_refused(people: People) -> None:
    segment = await save(people)
    path = f"{SEGMENTS}/{segment['id']}"
    changed = await people.patch(path, {"name": "Все члены"}, version=1)
    assert (changed["version"], changed["name"], changed["condition"]) == (2, "Все члены", MEMBERS)
    await people.patch(path, {"name": "Поздно"}, version=1, status=412)
    await people.request("DELETE", path, headers={"If-Match": '"2"'}, status=204)
    await people.request("GET", path, status=404)
    created, renamed, removed = await people.events("segment.created", "segment.changed", "segment.removed")
    assert created["data"]["expression"] == "person.is_member == true"
    assert created["readpermission"] != p.PEOPLE_READ  # an own segment is its owner's affair
    assert renamed["data"]["changed"] == {"name": ["Члены профсоюза", "Все члены"]}
    assert removed["data"]["removed"] is True
    acts = await people.sql("SELECT act FROM history WHERE noun = 'segment' ORDER BY version")
    assert [row[0] for row in acts] == ["created", "changed", "removed"]


async def test_of_two_changes_at_once_one_wins(people: People) -> None:
    segment = await save(people)
    answers = await asyncio.gather(
        *(
            people.request("PATCH", f"{SEGMENTS}/{segment['id']}", json={"name": name}, headers={"If-Match": '"1"'})
            for name in ("Первый", "Второй")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_builder_is_told_fields_operators_and_choices_in_the_callers_language(people: People) -> None:
    fields = {field["field"]: field for field in (await people.get(f"{SEGMENTS}/fields"))["items"]}
    assert fields["person.age"] == {
        "field": "person.age", "label": "возраст", "kind": "number", "unit": "лет", "is_private": True,
        "operators": ["equals", "not_equals", "at_least", "at_most", "between", "known", "unknown"],
        "choices": [], "source": None,
    }  # fmt: skip
    assert fields["person.sex"]["choices"][0] == {"value": "male", "label": "мужской"}
    assert fields["person.branch_id"]["source"] == "/api/v1/branches"
    assert "known" not in fields["person.is_member"]["operators"]
    english = (await people.request("GET", f"{SEGMENTS}/fields", headers={"Accept-Language": "en"})).json()
    assert english["operators"]["at_least"] == "at least"
