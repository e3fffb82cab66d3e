"""Within the hour an import can be taken back: all that nobody has touched, and nothing that somebody has."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from services.people.persons import service
from services.people.persons.schemas import PersonIn
from shared import clock
from tests.services.people.conftest import People
from tests.services.people.spreadsheets import ANNA, BORIS, Clerk, changed, counts, table

CLARA = changed(BORIS, number="100706", name="Шишкова Клара Кузьминична", branch="Смоленское")


@pytest.fixture
def clerk(people: People) -> Clerk:
    return Clerk(people)


@pytest.fixture
def hour_later() -> Iterator[None]:
    clock.use(lambda: datetime.now(UTC) + timedelta(minutes=61))
    yield
    clock.use(None)


async def test_new_persons_and_places_go_and_a_later_import_brings_the_same_cards_back(clerk: Clerk) -> None:
    first = await clerk.bring(table(ANNA, BORIS))
    anna = await clerk.person("100704")
    undone = await clerk.undo(first)
    assert (undone["state"], undone["undone"]) == ("undone", {"taken_back": 2, "kept": 0})
    assert await clerk.person("100704") is None
    await clerk.people.request("GET", f"/api/v1/people/{anna['id']}", status=404)
    for kind in ("branches", "units", "sites"):
        assert (await clerk.people.get(f"/api/v1/{kind}"))["items"] == []
    removed = await clerk.people.events("person.removed", "unit.removed", "branch.removed")
    assert [event["data"]["removed"] for event in removed] == [True] * 5
    assert [event["type"].split(".")[2] for event in removed] == ["person", "person", "unit", "unit", "branch"]

    again = await clerk.bring(table(ANNA, changed(BORIS, member="да")))
    assert counts(again) == {"new": 2}
    assert again["creates"] == {"branches": ["Курское"], "units": ["Курское: Цех 1", "Курское: Цех 2"]}
    revived = await clerk.person("100704")
    assert (revived["id"], revived["version"], revived["branch_id"]) == (anna["id"], 3, anna["branch_id"])
    registered = [e for e in await clerk.people.events("person.registered") if e["subject"] == anna["id"]]
    assert [event["data"]["version"] for event in registered] == [1, 3]
    boris = await clerk.person("100705")
    periods = await clerk.people.get(f"/api/v1/people/{boris['id']}/memberships")
    assert periods["items"] == [{"joined_on": "2010-04-21", "left_on": None, "ended": False}]
    assert counts(await clerk.check(table(ANNA))) == {"unchanged": 1}


async def test_changed_cards_are_put_back_with_their_membership(clerk: Clerk) -> None:
    await clerk.bring(table(ANNA, BORIS))
    before = [await clerk.person(number) for number in ("100704", "100705")]
    periods = [await clerk.people.get(f"/api/v1/people/{card['id']}/memberships") for card in before]
    other = await clerk.bring(
        table(
            changed(ANNA, name="Иная Анна Петровна", unit="Цех 9", phone="+7 900 000-00-00", member="нет"),
            changed(BORIS, member="да", joined="01.02.2016", branch="Смоленское"),
        )
    )
    assert counts(other) == {"changed": 2}
    undone = await clerk.undo(other)
    assert undone["undone"] == {"taken_back": 2, "kept": 0}
    after = [await clerk.person(number) for number in ("100704", "100705")]
    volatile = {"version": 3, "updated_at": ""}
    assert [{**card, **volatile} for card in after] == [{**card, **volatile} for card in before]
    assert [card["version"] for card in after] == [3, 3]
    assert [await clerk.people.get(f"/api/v1/people/{card['id']}/memberships") for card in before] == periods
    assert [branch["name"] for branch in (await clerk.people.get("/api/v1/branches"))["items"]] == ["Курское"]
    history = (await clerk.people.get(f"/api/v1/people/{before[0]['id']}/history"))["items"]
    assert [item["act"] for item in history] == ["put_back", "changed", "registered"]
    event = (await clerk.people.events("person.changed"))[-1]
    assert event["data"]["changed"]["branch_id"][1] == before[1]["branch_id"]


async def test_whoever_was_touched_since_is_kept_and_so_is_the_place(clerk: Clerk) -> None:
    people = clerk.people
    first = await clerk.bring(table(ANNA, BORIS, CLARA))
    anna, boris = await clerk.person("100704"), await clerk.person("100705")
    await people.patch(f"/api/v1/people/{anna['id']}", {"city": "Курчатов"}, version=1)
    await people.grant(boris["id"], "inspector", boris["branch_id"])
    undone = await clerk.undo(first)
    assert undone["undone"] == {"taken_back": 1, "kept": 2}
    assert (await clerk.person("100704"))["city"] == "Курчатов"
    assert await clerk.person("100705") is not None
    assert await clerk.person("100706") is None
    assert [branch["name"] for branch in (await people.get("/api/v1/branches"))["items"]] == ["Курское"]


async def test_a_place_that_somebody_edited_stays(clerk: Clerk) -> None:
    first = await clerk.bring(table(ANNA))
    branch = (await clerk.people.get("/api/v1/branches"))["items"][0]
    await clerk.people.patch(f"/api/v1/branches/{branch['id']}", {"city": "Курчатов"}, version=1)
    await clerk.undo(first)
    assert [item["city"] for item in (await clerk.people.get("/api/v1/branches"))["items"]] == ["Курчатов"]


async def test_a_number_that_somebody_else_has_by_now_is_not_taken_from_them(clerk: Clerk) -> None:
    await clerk.bring(table(ANNA))
    renumbered = await clerk.bring(table(changed(ANNA, number="200001")))
    await clerk.people.person("Новый", "Пётр", personnel_number="100704")
    undone = await clerk.undo(renumbered)
    assert undone["undone"] == {"taken_back": 0, "kept": 1}
    assert (await clerk.person("200001"))["last_name"] == "Катаева"


async def test_after_an_hour_it_is_too_late(clerk: Clerk, hour_later: None) -> None:
    clock.use(None)
    first = await clerk.bring(table(ANNA))
    clock.use(lambda: datetime.now(UTC) + timedelta(minutes=61))
    refused = await clerk.step(first, "undo", status=409)
    assert refused["code"] == "import_undo_too_late"
    assert await clerk.person("100704") is not None


async def test_an_import_is_undone_once_and_only_after_it_was_applied(clerk: Clerk) -> None:
    checked = await clerk.check(table(ANNA))
    assert (await clerk.step(checked, "undo", status=409))["code"] == "import_not_applied"
    await clerk.apply(checked)
    await clerk.undo(checked)
    assert (await clerk.step(checked, "undo", status=409))["code"] == "import_not_applied"
    assert (await clerk.step(checked, "apply", status=409))["code"] == "import_not_checked"


async def test_nobody_is_put_back_into_a_place_that_is_gone(clerk: Clerk) -> None:
    first = await clerk.bring(table(ANNA))
    moved = await clerk.bring(table(changed(ANNA, branch="Смоленское")))
    assert (await clerk.undo(first))["undone"] == {"taken_back": 0, "kept": 1}  # Курское goes: nobody is there now
    assert (await clerk.undo(moved))["undone"] == {"taken_back": 0, "kept": 1}
    anna = await clerk.person("100704")
    branches = (await clerk.people.get("/api/v1/branches"))["items"]
    assert [(branch["name"], branch["id"]) for branch in branches] == [("Смоленское", anna["branch_id"])]


async def test_who_is_being_given_a_role_while_the_undoing_runs_is_kept(clerk: Clerk) -> None:
    first = await clerk.bring(table(ANNA))
    anna = await clerk.person("100704")
    await clerk.step(first, "undo")
    give = text(
        "INSERT INTO grants (id, person_id, role_id, valid_from, granted_at)"
        " SELECT gen_random_uuid(), :id, id, now(), now() FROM roles WHERE code = 'inspector'"
    )
    async with clerk.people.database.transaction() as session:
        await session.execute(text("SELECT 1 FROM persons WHERE id = :id FOR SHARE"), {"id": anna["id"]})
        undoing = asyncio.create_task(clerk.run("import.undo", first["id"]))
        await asyncio.sleep(0.5)  # it waits for the lock
        await session.execute(give, {"id": anna["id"]})
    assert (await undoing)["undone"] == {"taken_back": 0, "kept": 1}
    assert await clerk.person("100704") is not None


async def test_a_place_into_which_somebody_is_being_registered_stays(clerk: Clerk) -> None:
    first = await clerk.bring(table(ANNA))
    branch = (await clerk.person("100704"))["branch_id"]
    newcomer = PersonIn(last_name="Новый", first_name="Пётр", branch_id=branch).model_dump()
    await clerk.step(first, "undo")
    async with clerk.people.database.transaction() as session:
        await service.register(session, principal=clerk.people.admin, values=newcomer)
        undoing = asyncio.create_task(clerk.run("import.undo", first["id"]))
        await asyncio.sleep(0.5)  # it waits for the branch
    assert (await undoing)["undone"] == {"taken_back": 1, "kept": 0}
    assert [item["id"] for item in (await clerk.people.get("/api/v1/branches"))["items"]] == [branch]
