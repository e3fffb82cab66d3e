"""Saved views: one's own on every device, shared by those who assign, with filters that the list knows."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from services.nonconformity.consumers import HANDLERS
from services.nonconformity.views import service
from shared.auth.permissions import NONCONFORMITY_CONFIGURE
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.contracts.people.erasures import PersonErased
from shared.db.database import Database
from shared.outbox import build
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World, acting
from tests.support.auth import administrator

VIEWS = "/nonconformities/views"
LATE = {"name": "Просроченные", "filters": "overdue=true&state=assigned", "sort": "due_on"}

Save = Callable[..., Any]


@pytest.fixture
def save(ask: Ask) -> Save:
    async def send(who: Principal, **values: Any) -> dict[str, Any]:
        answer = await ask(who, "POST", VIEWS, json=LATE | values)
        assert answer.status_code == 201, answer.text
        view: dict[str, Any] = answer.json()
        return view

    return send


async def names(ask: Ask, who: Principal, **params: Any) -> list[str]:
    answer = await ask(who, "GET", VIEWS, params=params)
    assert answer.status_code == 200, answer.text
    return [view["name"] for view in answer.json()["items"]]


async def told(database: Database) -> list[Event]:
    async with database.sessions() as session:
        bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
    return [event for event in map(Event.parse, bodies) if ".view." in event.type]


async def test_a_view_is_kept_whole_and_its_filters_are_those_of_the_list(
    ask: Ask, file: File, world: World, save: Save
) -> None:
    words = "q=%D0%BA%D0%B0%D0%B1%D0%B5%D0%BB%D1%8C"
    wanted = {"filters": f"state=assigned&{words}&overdue=1", "columns": ["due_on", "state", "due_on"]}
    view = await save(world.inspector, **wanted)
    assert view["filters"] == f"{words}&state=assigned&overdue=true", "canonical"
    assert (view["sort"], view["columns"], view["shared"], view["mine"]) == ("due_on", ["due_on", "state"], False, True)
    assert (view["owner"]["name"], view["allowed_actions"]) == ("Ёлкина Анна Петровна", ["edit", "remove"])
    again = await ask(world.inspector, "GET", f"{VIEWS}/{view['id']}")
    assert (again.json(), again.headers["etag"]) == (view, '"1"')
    listed = await ask(world.inspector, "GET", f"/nonconformities?{view['filters']}&sort={view['sort']}")
    assert listed.status_code == 200, "the list takes it as it is"
    plain = await save(world.inspector, name="Все", filters="", sort=None)
    assert (plain["filters"], plain["sort"], plain["columns"]) == ("", None, None)


async def test_equal_filters_are_equal_texts(world: World, save: Save) -> None:
    first = await save(world.inspector, name="Раз", filters="state=assigned&state=registered&overdue=true")
    second = await save(world.inspector, name="Два", filters="overdue=True&state=assigned&state=registered&q=")
    assert first["filters"] == second["filters"] == "state=assigned&state=registered&overdue=true"


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"filters": "colour=red"}, ["filters", "colour"]),
        ({"filters": "state=lost"}, ["filters", "state", 0]),
        ({"filters": "limit=5"}, ["filters", "limit"]),
        ({"filters": "sort=due_on"}, ["filters", "sort"]),
        ({"filters": "found_from=yesterday"}, ["filters", "found_from"]),
        ({"filters": "q=%00"}, ["filters", "q"]),
        ({"filters": "?state=assigned"}, ["filters", "?state"]),
        ({"filters": "ё" * 10_001}, ["filters"]),
        ({"sort": "colour"}, ["sort"]),
        ({"columns": ["weather"]}, ["columns", 0]),
        ({"name": "  "}, ["name"]),
        ({"name": "и" * 61}, ["name"]),
        ({"owner_id": "me"}, ["owner_id"]),
    ],
)
async def test_what_the_list_would_not_understand_is_refused_at_its_place(
    ask: Ask, world: World, values: dict[str, Any], at: list[Any]
) -> None:
    answer = await ask(world.inspector, "POST", VIEWS, json=LATE | values)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == ["body", *at]
    assert await names(ask, world.inspector) == []


async def test_anothers_own_view_does_not_exist_for_the_rest(ask: Ask, world: World, save: Save) -> None:
    view = await save(world.inspector)
    path = f"{VIEWS}/{view['id']}"
    for who in (world.triage, administrator()):
        assert await names(ask, who) == []
        for method, options in (("GET", {}), ("PUT", {"json": LATE, "headers": {"If-Match": '"1"'}}), ("DELETE", {})):
            assert (await ask(who, method, path, **options)).status_code == 404
    assert await names(ask, world.inspector) == ["Просроченные"]


async def test_who_assigns_shares_with_everybody_and_nobody_else_changes_it(ask: Ask, world: World, save: Save) -> None:
    refused = await ask(world.inspector, "POST", VIEWS, json=LATE | {"shared": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "cannot_share_view")
    view = await save(world.triage, shared=True)
    path = f"{VIEWS}/{view['id']}"
    seen = (await ask(world.watcher, "GET", path)).json()
    assert (seen["mine"], seen["owner"]["name"], seen["allowed_actions"]) == (False, "Разборова Ольга Ивановна", [])
    change = {"json": LATE | {"name": "Мои"}, "headers": {"If-Match": '"1"'}}
    assert (await ask(world.watcher, "PUT", path, **change)).status_code == 403
    assert (await ask(administrator(), "PUT", path, **change)).status_code == 403
    kursk_alone = acting(world.persons["helper"], NONCONFORMITY_CONFIGURE)
    assert (await ask(kursk_alone, "DELETE", path)).status_code == 403
    assert (await ask(administrator(), "GET", path)).json()["allowed_actions"] == ["remove"]
    assert (await ask(administrator(), "DELETE", path)).status_code == 204, "owners leave"
    assert await names(ask, world.watcher) == []


async def test_the_page_says_who_may_share(ask: Ask, world: World) -> None:
    for who, may in ((world.triage, ["create", "share"]), (world.inspector, ["create"])):
        assert (await ask(who, "GET", VIEWS)).json()["allowed_actions"] == may


async def test_own_and_shared_are_told_apart_sorted_and_found(ask: Ask, world: World, save: Save) -> None:
    for name in ("Ёлки", "Еда", "Жара"):
        await save(world.inspector, name=name)
    await save(world.triage, name="Ель", shared=True)
    assert await names(ask, world.inspector) == ["Еда", "Ёлки", "Ель", "Жара"]
    assert await names(ask, world.inspector, mine="true", sort="-name") == ["Жара", "Ёлки", "Еда"]
    assert await names(ask, world.inspector, mine="false") == ["Ель"]
    assert await names(ask, world.inspector, q="елк") == ["Ёлки"]


async def test_a_change_wants_the_version_that_was_read_and_keeps_nothing_of_the_former_view(
    ask: Ask, world: World, save: Save
) -> None:
    view = await save(world.inspector, columns=["state"])
    path = f"{VIEWS}/{view['id']}"
    body = {"name": "Срочные", "filters": "waiting=due_soon"}
    assert (await ask(world.inspector, "PUT", path, json=body)).status_code == 428
    changed = await ask(world.inspector, "PUT", path, json=body, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    now = changed.json()
    assert (now["name"], now["filters"], now["sort"], now["columns"]) == ("Срочные", "waiting=due_soon", None, None)
    assert (await ask(world.inspector, "PUT", path, json=body, headers={"If-Match": '"1"'})).status_code == 412
    same = await ask(world.inspector, "PUT", path, json=body, headers={"If-Match": '"2"'})
    assert same.headers["etag"] == '"2"', "the same again is no change"
    assert (await ask(world.inspector, "DELETE", path, headers={"If-Match": '"1"'})).status_code == 412
    assert (await ask(world.inspector, "DELETE", path, headers={"If-Match": '"2"'})).status_code == 204
    assert (await ask(world.inspector, "GET", path)).status_code == 404


async def test_a_name_is_given_once_by_a_person_and_again_by_another(ask: Ask, world: World, save: Save) -> None:
    await save(world.inspector, name="Всё моё")
    other = await save(world.inspector, name="Другое")
    await save(world.triage, name="Всё моё")
    await save(world.inspector, name="İstanbul")  # a letter that Python and PostgreSQL put in lower case each their way
    again = await ask(world.inspector, "POST", VIEWS, json=LATE | {"name": "İstanbul"})
    assert (again.status_code, again.json()["code"]) == (409, "view_name_taken")
    for method, path, headers in (
        ("POST", VIEWS, {}),
        ("PUT", f"{VIEWS}/{other['id']}", {"If-Match": '"1"'}),
    ):
        taken = await ask(world.inspector, method, path, json=LATE | {"name": "ВСЕ  МОЁ"}, headers=headers)
        assert (taken.status_code, taken.json()["code"]) == (409, "view_name_taken")
    recased = {"json": LATE | {"name": "ДРУГОЕ"}, "headers": {"If-Match": '"1"'}}
    assert (await ask(world.inspector, "PUT", f"{VIEWS}/{other['id']}", **recased)).status_code == 200


async def test_there_are_never_more_than_may_be_however_many_are_saved_at_once(
    ask: Ask, world: World, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_VIEWS", 3)
    await save(world.inspector, name="Первая")
    answers = await asyncio.gather(
        *(ask(world.inspector, "POST", VIEWS, json=LATE | {"name": f"Подборка {number}"}) for number in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"too_many_views"}
    twice = await asyncio.gather(*(ask(world.triage, "POST", VIEWS, json=LATE) for _ in range(3)))
    assert sorted(answer.status_code for answer in twice) == [201, 409, 409]


async def test_events_tell_of_a_view_to_those_who_see_it_and_never_what_it_looks_for(
    ask: Ask, world: World, save: Save, database: Database
) -> None:
    view = await save(world.triage, name="Кабель Петрова", filters="q=Петров")
    path = f"{VIEWS}/{view['id']}"
    shared = {"json": LATE | {"shared": True}, "headers": {"If-Match": '"1"'}}
    assert (await ask(world.triage, "PUT", path, **shared)).status_code == 200
    unshared = {"json": LATE | {"shared": False}, "headers": {"If-Match": '"2"'}}
    assert (await ask(world.triage, "PUT", path, **unshared)).status_code == 200
    assert (await ask(world.triage, "DELETE", path)).status_code == 204
    events = await told(database)
    assert [event.type.split(".")[-2] for event in events] == ["created", "changed", "changed", "removed"]
    assert [event.readpermission is None for event in events] == [False, True, True, False]
    assert [event.data["changed"] for event in events] == [{}, {"shared": [False, True]}, {"shared": [True, False]}, {}]
    assert {event.readers for event in events} == {str(world.triage.id)}
    assert "Петров" not in "".join(event.model_dump_json() for event in events)


async def test_of_an_erased_person_only_what_they_shared_is_kept(
    ask: Ask, world: World, save: Save, database: Database
) -> None:
    await save(world.triage, name="Для себя")
    await save(world.triage, name="Для всех", shared=True)
    await save(world.inspector, name="Чужая")
    gone = world.persons["triage"]
    erased = PersonErased(**{**gone.model_dump(), "version": 2, "last_name": "Удалено", "removed": True})
    event = build(erased, subject=gone.id, actor=None, branch=None)
    await _deliver(database, [event, event])
    assert await names(ask, world.triage) == ["Для всех"]
    assert await names(ask, world.inspector) == ["Для всех", "Чужая"]
    assert [event.type.split(".")[-2] for event in await told(database)] == ["created"] * 3 + ["removed"]


async def _deliver(database: Database, events: Sequence[Event]) -> None:
    async with database.transaction() as session:
        await HANDLERS["events.people.person.*.v1"](session, events)
