"""One order for many records: each succeeds or is refused by itself."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.nonconformity.bulk.schemas import Outcomes
from shared import clock
from shared.db.database import Database
from shared.ids import new_id
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_walk import DUE, events_of
from tests.services.nonconformity.world import World

PATH = "/nonconformities/bulk"
LATER = (clock.today("Europe/Moscow") + timedelta(days=30)).isoformat()


async def ordered(ask: Ask, who: Any, verb: str, ids: list[Any], **values: Any) -> dict[str, Any]:
    items = [one if isinstance(one, dict) else {"id": str(one)} for one in ids]
    answer = await ask(who, "POST", f"{PATH}/{verb}", json={"items": items, **values})
    assert answer.status_code == 200, answer.text
    outcomes: dict[str, Any] = Outcomes.model_validate(answer.json()).model_dump(mode="json")
    return outcomes


async def test_many_are_assigned_at_once_with_an_event_and_a_history_each(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    cards = [await file() for _ in range(3)]
    ids = [card["id"] for card in reversed(cards)]
    outcomes = await ordered(ask, world.triage, "assign", ids, responsible_id=str(world.executor.id), due_on=DUE)
    assert [one["id"] for one in outcomes["items"]] == ids, "in the order of the request"
    assert (outcomes["done"], outcomes["left"]) == (3, 0)
    for card, outcome in zip(reversed(cards), outcomes["items"], strict=True):
        assert (outcome["number"], outcome["ok"], outcome["version"]) == (card["number"], True, 2)
        shown = (await ask(world.executor, "GET", f"/nonconformities/{card['id']}")).json()
        assert (shown["state"], shown["due_on"], shown["version"]) == ("assigned", DUE, 2)
        assert [event.type.split(".")[3] for event in await events_of(database, card["id"])] == [
            "registered", "assigned",
        ]  # fmt: skip


async def test_what_is_refused_is_told_for_itself_and_holds_up_nothing(ask: Ask, file: File, world: World) -> None:
    good, rejected, stale, foreign = await file(), await file(), await file(), await file(world.watcher)
    await ask(world.triage, "POST", f"/nonconformities/{rejected['id']}/reject", json={"reason": "Не наше"})
    unknown = str(new_id())
    ids = [rejected["id"], {"id": stale["id"], "version": 9}, foreign["id"], unknown, good["id"]]
    outcomes = await ordered(ask, world.triage, "assign", ids, responsible_id=str(world.executor.id), due_on=DUE)
    codes = [one["problem"] and one["problem"]["code"] for one in outcomes["items"]]
    assert codes == ["wrong_state", "stale_version", "not_found", "not_found", None]
    assert (outcomes["done"], outcomes["left"]) == (1, 4)
    foreign_one, unknown_one = ({**one, "id": None} for one in outcomes["items"][2:4])
    foreign_one["problem"].pop("correlation_id"), unknown_one["problem"].pop("correlation_id")
    assert foreign_one == unknown_one, "a record out of sight is told as one that there is not"
    assert foreign_one["number"] is None
    assert "Отклонено" in outcomes["items"][0]["problem"]["detail"]
    assert outcomes["items"][0]["number"] == rejected["number"]


async def test_people_who_are_left_out_stay_and_nobody_stands_twice(ask: Ask, file: File, world: World) -> None:
    card = await file()
    order = {
        "responsible_id": str(world.executor.id),
        "co_executor_ids": [str(world.helper.id)],
        "observer_ids": [str(world.watcher.id)],
        "due_on": DUE,
    }
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    await ordered(ask, world.triage, "assign", [card["id"]], responsible_id=str(world.helper.id))
    shown = (await ask(world.triage, "GET", f"/nonconformities/{card['id']}")).json()
    assert (shown["responsible"]["id"], shown["co_executors"]) == (str(world.helper.id), [])
    assert str(world.watcher.id) in {one["id"] for one in shown["observers"]}
    assert shown["due_on"] == DUE
    await ordered(ask, world.triage, "assign", [card["id"]], responsible_id=str(world.helper.id), observer_ids=[])
    shown = (await ask(world.triage, "GET", f"/nonconformities/{card['id']}")).json()
    assert str(world.watcher.id) not in {one["id"] for one in shown["observers"]}


async def test_an_unknown_responsible_person_is_told_for_each(ask: Ask, file: File, world: World) -> None:
    card = await file()
    gone = str(world.persons["gone"].id)
    outcomes = await ordered(ask, world.triage, "assign", [card["id"]], responsible_id=gone, due_on=DUE)
    [outcome] = outcomes["items"]
    assert outcome["problem"]["errors"][0]["code"] == "unknown_person"
    assert (await ask(world.triage, "GET", f"/nonconformities/{card['id']}")).json()["version"] == 1


async def test_many_due_dates_are_moved_and_each_keeps_its_first(ask: Ask, file: File, world: World) -> None:
    cards = [await file() for _ in range(2)]
    ids = [card["id"] for card in cards]
    await ordered(ask, world.triage, "assign", ids, responsible_id=str(world.executor.id), due_on=DUE)
    bare = await file()
    outcomes = await ordered(ask, world.triage, "move-due-date", [*ids, bare["id"]], due_on=LATER, reason="Ждём кабель")
    assert [one["problem"] and one["problem"]["code"] for one in outcomes["items"]] == [None, None, "no_due_date"]
    ledger = (await ask(world.triage, "GET", f"/nonconformities/{ids[0]}/due-dates")).json()
    assert (ledger["first_due_on"], ledger["due_on"], len(ledger["moves"])) == (DUE, LATER, 1)


async def test_refusals_come_in_the_callers_language(ask: Ask, file: File, world: World) -> None:
    card = await file()
    body = {"items": [{"id": card["id"]}], "due_on": LATER, "reason": "Parts"}
    answer = await ask(world.triage, "POST", f"{PATH}/move-due-date", json=body, language="en")
    assert answer.json()["items"][0]["problem"]["detail"].startswith("There is no due date to move yet")


async def test_two_opposite_orders_at_once_wait_for_each_other(ask: Ask, file: File, world: World) -> None:
    ids = [(await file())["id"] for _ in range(12)]
    for _ in range(3):
        answers = await asyncio.gather(
            ordered(ask, world.triage, "assign", ids, responsible_id=str(world.executor.id), due_on=DUE),
            ordered(ask, world.triage, "assign", ids[::-1], responsible_id=str(world.helper.id), due_on=DUE),
        )
        assert [answer["done"] for answer in answers] == [12, 12]
    people = set()
    for one in ids:
        people.add((await ask(world.triage, "GET", f"/nonconformities/{one}")).json()["responsible"]["id"])
    assert len(people) == 1, "whoever came second had the last word on every record"


async def test_whoever_may_see_but_not_triage_is_refused_for_each(ask: Ask, file: File, world: World) -> None:
    card = await file()
    outcomes = await ordered(
        ask, world.inspector, "assign", [card["id"]], responsible_id=str(world.executor.id), due_on=DUE
    )
    assert outcomes["items"][0]["problem"]["code"] == "triage_only"


@pytest.mark.parametrize(
    "items", [[], [{"id": "x"}], [{"id": "01a208e3-01b6-7473-b348-cee6b0a4ce8e"}] * 2, [{"id": str(new_id())}] * 201]
)
async def test_an_order_that_makes_no_sense_is_refused_as_a_whole(ask: Ask, world: World, items: list[Any]) -> None:
    body = {"items": items, "due_on": LATER, "reason": "Ждём кабель"}
    assert (await ask(world.triage, "POST", f"{PATH}/move-due-date", json=body)).status_code == 422
