"""A card of the register: who may see what of it, what a change leaves behind."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from services.people.domain.persons import PRIVATE_FIELDS
from shared.auth import permissions as p
from shared.ids import new_id
from tests.services.people.conftest import People
from tests.support.auth import principal

NOBODY = "01a208e9-281a-721e-a3cf-ed0c4655ee04"
FULL = {
    "last_name": "ПАСТЕРНАК",
    "first_name": "анна-мария",
    "middle_name": "Петровна",
    "personnel_number": " 00100704 ",
    "position": "инженер  по охране труда",
    "city": "Курчатов",
    "joined_on": "2011-10-19",
    "sex": "female",
    "birth_date": "1970-04-10",
    "phone": "8 (994) 032-73-88",
    "email": "Anna@Example.ORG",
    "children": 2,
    "subscribed_to_news": True,
}


async def test_a_card_is_kept_in_the_form_that_an_import_gives(people: People) -> None:
    branch = await people.branch()
    card = await people.post("/api/v1/people", {**FULL, "branch_id": str(branch)})
    assert card["last_name"] == "Пастернак"
    assert card["first_name"] == "Анна-Мария"
    assert card["personnel_number"] == "00100704"
    assert card["position"] == "инженер по охране труда"
    assert card["private"]["phone"] == "+79940327388"
    assert card["private"]["email"] == "anna@example.org"
    assert card["is_member"] is True
    assert set(card["allowed_actions"]) == {"edit", "leave", "grant", "create_account"}
    assert await people.get(f"/api/v1/people/{card['id']}") == card


async def test_a_card_without_a_branch_is_of_the_only_one_where_its_writer_edits(people: People) -> None:
    kursk, other = await people.branch("Курское"), await people.branch("Смоленское")
    name = {"last_name": "Орлова", "first_name": "Вера"}
    of_one = principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[kursk])
    assert (await people.post("/api/v1/people", name, by=of_one))["branch_id"] == str(kursk)
    of_two = principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[kursk, other])
    refused = await people.post("/api/v1/people", name, by=of_two, status=422)
    assert [(error["loc"], error["code"]) for error in refused["errors"]] == [(["body", "branch_id"], "branch_needed")]
    assert (await people.post("/api/v1/people", name))["branch_id"] is None


async def test_private_fields_are_shown_to_those_who_may_read_them_in_that_branch(people: People) -> None:
    branch, other = await people.branch("Курское"), await people.branch("Смоленское")
    card = await people.post("/api/v1/people", {**FULL, "branch_id": str(branch)})
    path = f"/api/v1/people/{card['id']}"
    inspector = principal(p.PEOPLE_READ, branches=[branch])
    chair = principal(p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, branches=[branch])
    private_elsewhere = principal(p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, branches=[other])

    seen = await people.get(path, by=inspector)
    assert seen["private"] is None
    assert "Example" not in str(seen)
    assert (await people.get(path, by=chair))["private"]["birth_date"] == "1970-04-10"
    assert (await people.get(path, by=principal(person_id=card["id"])))["private"]["children"] == 2
    await people.request("GET", path, by=private_elsewhere, status=404)
    assert (await people.get("/api/v1/people", by=inspector))["items"][0]["private"] is None
    assert (await people.get("/api/v1/people", by=private_elsewhere))["items"] == []


async def test_a_person_of_a_foreign_branch_does_not_exist_for_the_caller(people: People) -> None:
    own, other = await people.branch("Курское"), await people.branch("Смоленское")
    stranger = await people.person("Чужой", branch_id=other)
    nobody = await people.person("Ничей")
    chair = principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[own])
    for card in (stranger, nobody):
        path = f"/api/v1/people/{card['id']}"
        for method, tail, body in (
            ("GET", "", None),
            ("PATCH", "", {"city": "Курск"}),
            ("POST", "/leave", {"left_on": "2020-01-01"}),
            ("GET", "/history", None),
            ("GET", "/memberships", None),
        ):
            answer = await people.request(
                method, path + tail, by=chair, json=body, headers={"If-Match": '"1"'}, status=404
            )
            assert answer.json()["code"] == "not_found"
    await people.post(
        "/api/v1/people", {"last_name": "Новый", "first_name": "Пётр", "branch_id": str(other)}, by=chair, status=403
    )
    mine = await people.post(
        "/api/v1/people", {"last_name": "Новый", "first_name": "Пётр", "branch_id": str(own)}, by=chair
    )
    await people.patch(f"/api/v1/people/{mine['id']}", {"branch_id": str(other)}, version=1, by=chair, status=403)
    reader = principal(p.PEOPLE_READ, branches=[own], person_id=new_id())
    editor_elsewhere = principal(p.PEOPLE_EDIT, branches=[other])
    await people.patch(f"/api/v1/people/{mine['id']}", {"city": "Курск"}, version=1, by=reader, status=403)
    await people.patch(f"/api/v1/people/{mine['id']}", {"city": "Курск"}, version=1, by=editor_elsewhere, status=404)


async def test_a_change_is_told_with_what_was_and_what_became(people: People) -> None:
    branch = await people.branch()
    card = await people.post("/api/v1/people", {**FULL, "branch_id": str(branch)})
    path = f"/api/v1/people/{card['id']}"
    await people.patch(path, {"phone": "+7 900 000-00-00", "position": "мастер", "birth_date": None}, version=1)

    event = (await people.events("person.changed"))[0]
    assert event["data"]["changed"] == {"position": ["инженер по охране труда", "мастер"]}
    assert set(event["data"]["private_changed"]) == {"phone", "birth_date"}
    assert event["data"]["version"] == 2
    assert event["readpermission"] == p.PEOPLE_READ
    assert event["branch"] == str(branch)

    full = (await people.get(f"{path}/history"))["items"][0]["changed"]
    assert full["phone"] == ["+79940327388", "+79000000000"]
    assert full["birth_date"] == ["1970-04-10", None]
    reader = principal(p.PEOPLE_READ, branches=[branch])
    assert set((await people.get(f"{path}/history", by=reader))["items"][0]["changed"]) == {"position"}


async def test_no_event_ever_carries_a_private_value(people: People) -> None:
    card = await people.post("/api/v1/people", FULL)
    await people.patch(f"/api/v1/people/{card['id']}", {"email": "other@example.org", "children": 3}, version=1)
    for event in await people.events("person.registered", "person.changed"):
        assert not PRIVATE_FIELDS & (set(event["data"]) | set(event["data"]["changed"]))
        assert "example.org" not in str(event)
        assert "7994" not in str(event)


async def test_a_personnel_number_is_one_person_however_it_is_padded(people: People) -> None:
    await people.person("Иванов", personnel_number="100704")
    second = await people.person("Петров", personnel_number="100705")
    body = {"last_name": "Сидоров", "first_name": "Пётр", "personnel_number": "000100704"}
    assert (await people.post("/api/v1/people", body, status=409))["code"] == "personnel_number_taken"
    clash = await people.patch(f"/api/v1/people/{second['id']}", {"personnel_number": "0100704"}, version=1, status=409)
    assert clash["code"] == "personnel_number_taken"
    found = await people.get("/api/v1/people", personnel_number="0000100705")
    assert [item["id"] for item in found["items"]] == [second["id"]]


async def test_membership_is_kept_as_periods(people: People) -> None:
    card = await people.person(joined_on="2010-04-21")
    path = f"/api/v1/people/{card['id']}"
    left = await people.post(f"{path}/leave", {"left_on": "2015-01-01"}, status=200)
    assert (left["is_member"], left["left_on"]) == (False, "2015-01-01")
    assert "join" in left["allowed_actions"]
    assert (await people.post(f"{path}/leave", {"left_on": "2016-01-01"}, status=409))["code"] == "not_member"
    early = await people.post(f"{path}/join", {"joined_on": "2014-01-01"}, status=422)
    assert "01.01.2015" in early["errors"][0]["message"]
    again = await people.post(f"{path}/join", {"joined_on": "2016-02-01"}, status=200)
    assert (again["is_member"], again["joined_on"], again["left_on"]) == (True, "2016-02-01", None)
    assert (await people.post(f"{path}/join", {"joined_on": "2016-02-01"}, status=409))["code"] == "already_member"
    await people.patch(path, {"joined_on": "2016-03-01"}, version=3)
    assert (await people.get(f"{path}/memberships"))["items"] == [
        {"joined_on": "2016-03-01", "left_on": None, "ended": False},
        {"joined_on": "2010-04-21", "left_on": "2015-01-01", "ended": True},
    ]
    wrong = await people.post(f"{path}/leave", {"left_on": "2016-02-15"}, status=422)
    assert wrong["errors"][0]["code"] == "date_order"


async def test_a_unit_is_of_the_persons_branch_and_is_left_behind_on_a_move(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    unit = await people.post("/api/v1/units", {"branch_id": str(kursk), "name": "Цех 1"})
    wrong = await people.post(
        "/api/v1/people",
        {"last_name": "Иванов", "first_name": "Иван", "branch_id": str(smolensk), "unit_id": unit["id"]},
        status=422,
    )
    assert wrong["errors"][0]["code"] == "unknown_unit"
    card = await people.person(branch_id=kursk, unit_id=unit["id"])
    moved = await people.patch(f"/api/v1/people/{card['id']}", {"branch_id": str(smolensk)}, version=1)
    assert moved["unit_id"] is None
    changed = (await people.events("person.changed"))[0]["data"]["changed"]
    assert changed["unit_id"] == [unit["id"], None]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", "R2D2"),
        ("last_name", "<script>alert(1)</script>"),
        ("last_name", "x" * 101),
        ("phone", "12"),
        ("phone", "+7 900 000-00-00, +7 900 000-00-01"),
        ("email", "not an address"),
        ("personnel_number", "'; DROP TABLE persons; --"),
        ("birth_date", "1899-01-01"),
        ("birth_date", "2999-01-01"),
        ("joined_on", "2999-01-01"),
        ("children", 31),
        ("sex", "other"),
        ("branch_id", NOBODY),
        ("unit_id", NOBODY),
        ("assignment_site_id", NOBODY),
        ("position", "нуль\x00"),
    ],
)
async def test_a_wrong_value_is_refused_by_its_field(people: People, field: str, value: object) -> None:
    body = {"last_name": "Иванов", "first_name": "Иван", field: value}
    answer = await people.post("/api/v1/people", body, status=422)
    assert [error["loc"] for error in answer["errors"]] == [["body", field]]
    assert await people.sql("SELECT 1 FROM persons WHERE last_name <> 'Администратор'") == []


async def test_a_repeated_idempotency_key_registers_once(people: People) -> None:
    key = {"Idempotency-Key": str(new_id())}
    body = {"last_name": "Иванов", "first_name": "Иван"}
    first = await people.request("POST", "/api/v1/people", json=body, headers=key, status=201)
    second = await people.request("POST", "/api/v1/people", json=body, headers=key, status=201)
    assert second.json() == first.json()
    assert second.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert len(await people.events("person.registered")) == 2  # the administrator, and one Ivanov


async def test_filters_narrow_the_list(people: People) -> None:
    kursk = await people.branch("Курское")
    site = await people.post("/api/v1/sites", {"name": "АЭС Аккую"})
    away = await people.person("Авдеев", branch_id=kursk, assignment_site_id=site["id"])
    former = await people.person("Борисов", branch_id=kursk, is_member=False)
    other = await people.person("Волков")

    async def ids(**query: Any) -> list[str]:
        return [item["id"] for item in (await people.get("/api/v1/people", **query))["items"]]

    assert await ids(branch_id=str(kursk)) == [away["id"], former["id"]]
    assert await ids(branch_id=str(kursk), is_member=False) == [former["id"]]
    assert await ids(on_assignment=True) == [away["id"]]
    assert await ids(assignment_site_id=site["id"]) == [away["id"]]
    assert await ids(id=[other["id"], away["id"]]) == [away["id"], other["id"]]
    assert await ids(branch_id=str(kursk), sort="-name") == [former["id"], away["id"]]
    assert await ids(branch_id=str(new_id())) == []


async def test_nobody_is_registered_into_a_branch_that_is_just_being_removed(people: People) -> None:
    branch = await people.branch()
    body = {"last_name": "Иванов", "first_name": "Иван", "branch_id": str(branch)}
    async with people.database.transaction() as session:
        await session.execute(text("UPDATE branches SET removed_at = now() WHERE id = :id"), {"id": branch})
        registering = asyncio.create_task(people.post("/api/v1/people", body, status=422))
        await asyncio.sleep(0.3)  # it waits to see whether the branch stays
    assert (await registering)["errors"][0]["code"] == "unknown_branch"
