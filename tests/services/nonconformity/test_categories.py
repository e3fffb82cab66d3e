"""Categories: everybody reads them, administrators change them, records keep theirs."""

from uuid import UUID

import pytest

from shared.auth import permissions
from shared.contracts.nonconformity import CategoryChanged, CategoryCreated
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_walk import events_of
from tests.services.nonconformity.world import World
from tests.support.auth import principal

BOSS = principal(permissions.NONCONFORMITY_CONFIGURE)


async def test_a_union_begins_with_the_usual_categories_in_russian_order(ask: Ask, world: World) -> None:
    answer = await ask(world.executor, "GET", "/categories", params={"limit": 100, "total": "true"})
    names = [item["name"] for item in answer.json()["items"]]
    assert {"Электробезопасность", "Работы на высоте", "СИЗ", "Прочее"} <= set(names)
    assert names == sorted(names, key=str.lower)
    assert answer.json()["total"] == len(names) == 16
    assert answer.json()["items"][0]["allowed_actions"] == []


async def test_a_category_is_created_renamed_and_retired_each_with_its_event(ask: Ask, database: Database) -> None:
    created = await ask(BOSS, "POST", "/categories", json={"name": "  Кибербезопасность "})
    assert (created.status_code, created.json()["name"], created.headers["etag"]) == (201, "Кибербезопасность", '"1"')
    path = f"/categories/{created.json()['id']}"
    renamed = await ask(BOSS, "PATCH", path, json={"name": "Киберугрозы"}, headers={"If-Match": '"1"'})
    assert renamed.json()["version"] == 2
    retired = await ask(BOSS, "PATCH", path, json={"active": False}, headers={"If-Match": '"2"'})
    assert (retired.json()["active"], retired.headers["etag"]) == (False, '"3"')
    same = await ask(BOSS, "PATCH", path, json={"active": False}, headers={"If-Match": '"3"'})
    assert same.json()["version"] == 3
    told = await events_of(database, created.json()["id"])
    assert [event.type for event in told] == [
        f"profkom.{CategoryCreated.event_type}", *[f"profkom.{CategoryChanged.event_type}"] * 2,
    ]  # fmt: skip
    assert told[1].payload(CategoryChanged).changed == {"name": ("Кибербезопасность", "Киберугрозы")}
    assert (await ask(BOSS, "GET", path)).json() == retired.json()


@pytest.mark.parametrize("name", ["Электробезопасность", "ЭЛЕКТРОБЕЗОПАСНОСТЬ", "Грузоподъемные работы"])
async def test_case_and_yo_make_no_other_name(ask: Ask, name: str) -> None:
    answer = await ask(BOSS, "POST", "/categories", json={"name": name})
    assert (answer.status_code, answer.json()["code"]) == (409, "category_name_taken")


async def test_only_administrators_change_categories(ask: Ask, world: World, category: UUID) -> None:
    assert (await ask(world.triage, "POST", "/categories", json={"name": "Новая"})).status_code == 403
    path, version = f"/categories/{category}", {"If-Match": '"1"'}
    assert (await ask(world.triage, "PATCH", path, json={"name": "Иная"}, headers=version)).status_code == 403
    assert (await ask(BOSS, "PATCH", path, json={"name": "Иная"})).status_code == 428
    assert (await ask(BOSS, "PATCH", path, json={"name": "Иная"}, headers={"If-Match": '"9"'})).status_code == 412
    assert (await ask(BOSS, "PATCH", path, json={"name": None}, headers=version)).status_code == 422


async def test_a_renamed_category_is_renamed_in_its_records(ask: Ask, file: File, world: World, category: UUID) -> None:
    card = await file()
    path = f"/categories/{category}"
    await ask(BOSS, "PATCH", path, json={"name": "Электрика"}, headers={"If-Match": '"1"'})
    shown = (await ask(world.inspector, "GET", f"/nonconformities/{card['id']}")).json()
    assert shown["category"] == {"id": str(category), "name": "Электрика"}
    found = (await ask(world.inspector, "GET", "/nonconformities", params={"q": "электрика"})).json()["items"]
    assert [item["id"] for item in found] == [card["id"]]


async def test_a_record_may_be_edited_while_its_category_is_retired(
    ask: Ask, file: File, world: World, category: UUID
) -> None:
    card = await file()
    await ask(BOSS, "PATCH", f"/categories/{category}", json={"active": False}, headers={"If-Match": '"1"'})
    path, version = f"/nonconformities/{card['id']}", {"If-Match": '"1"'}
    edited = await ask(world.inspector, "PATCH", path, json={"place": "крыша"}, headers=version)
    assert (edited.status_code, edited.json()["place"]) == (200, "крыша")
