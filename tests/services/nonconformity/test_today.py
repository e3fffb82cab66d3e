"""Today: what waits for each person, and nothing that waits for another."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest

from services.nonconformity.projections import service as projections
from shared.auth.principal import Principal
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import say
from tests.services.nonconformity.world import World
from tests.support.auth import principal

SECTIONS = ("to_assign", "to_do", "overdue", "due_soon", "to_verify")
#: Noon in Moscow and 14:00 in Yekaterinburg.
NOON = "2026-11-23T09:00:00+00:00"


async def today(ask: Ask, who: Principal) -> dict[str, Any]:
    answer = await ask(who, "GET", "/nonconformities/today")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    for section in SECTIONS:  # the list behind each heading is the same one, whole
        behind = await ask(who, "GET", "/nonconformities", params=dict(parse_qsl(found[section]["query"])))
        assert behind.status_code == 200, behind.text
        assert behind.json()["items"][:5] == found[section]["items"]
        assert len(behind.json()["items"]) == found[section]["count"]
    for section in ("measures_to_do", "measures_to_verify", "measures_to_hand_over"):
        behind = await ask(who, "GET", "/measures", params=dict(parse_qsl(found[section]["query"])))
        assert behind.status_code == 200, behind.text
        assert (behind.json()["items"], len(behind.json()["items"])) == (
            found[section]["items"],
            found[section]["count"],
        )
    return found


async def waiting(ask: Ask, who: Principal) -> dict[str, list[str]]:
    """{section: ids of its records}, without the empty ones."""
    found = await today(ask, who)
    return {name: [item["id"] for item in found[name]["items"]] for name in SECTIONS if found[name]["count"]}


async def assign(ask: Ask, world: World, card: dict[str, Any], due_on: str, **more: Any) -> None:
    order = {"responsible_id": str(world.executor.id), "due_on": due_on, **more}
    answer = await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    assert answer.status_code == 200, answer.text


async def test_a_record_waits_for_whoever_has_to_act_next(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still(NOON)
    card = await file()
    assert await waiting(ask, world.triage) == {"to_assign": [card["id"]]}
    assert await waiting(ask, world.inspector) == {}
    await assign(ask, world, card, "2026-12-20", co_executor_ids=[str(world.helper.id)])
    assert await waiting(ask, world.triage) == {}
    for who in (world.executor, world.helper):
        assert await waiting(ask, who) == {"to_do": [card["id"]]}
    fixed = await ask(world.helper, "POST", f"/nonconformities/{card['id']}/report-fixed", json={"comment": "Готово"})
    assert fixed.status_code == 200, fixed.text
    assert await waiting(ask, world.helper) == {}
    for who in (world.inspector, world.verifier):
        assert await waiting(ask, who) == {"to_verify": [card["id"]]}
    await ask(world.verifier, "POST", f"/nonconformities/{card['id']}/verify")
    for who in (world.inspector, world.verifier, world.triage, world.executor):
        assert await waiting(ask, who) == {}


async def test_nobody_is_asked_to_verify_their_own_fix(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still(NOON)
    card = await file()
    await assign(ask, world, card, "2026-12-20", responsible_id=str(world.verifier.id))
    answer = await ask(world.verifier, "POST", f"/nonconformities/{card['id']}/report-fixed", json={"comment": "Да"})
    assert answer.status_code == 200, answer.text
    assert await waiting(ask, world.verifier) == {}
    assert await waiting(ask, world.inspector) == {"to_verify": [card["id"]]}


async def test_dates_are_those_of_the_branch(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still(NOON)
    late, soon, far = await file(), await file(), await file()
    for card, due_on in ((late, "2026-11-23"), (soon, "2026-11-26"), (far, "2026-11-28")):
        await assign(ask, world, card, due_on)
    ids = {"late": late["id"], "soon": soon["id"], "far": far["id"]}
    assert await waiting(ask, world.triage) == {"due_soon": [ids["late"], ids["soon"]]}
    stand_still("2026-11-23T20:59:59+00:00")  # a second before Moscow's midnight; Yekaterinburg's was two hours ago
    assert (await waiting(ask, world.triage)).get("overdue") is None
    stand_still("2026-11-23T21:00:00+00:00")
    assert await waiting(ask, world.triage) == {"overdue": [ids["late"]], "due_soon": [ids["soon"]]}
    assert await waiting(ask, world.executor) == {
        "to_do": [ids["late"], ids["soon"], ids["far"]],
        "overdue": [ids["late"]],
        "due_soon": [ids["soon"]],
    }
    assert await waiting(ask, world.verifier) == {}, "who neither executes nor triages is not pressed"


async def test_measures_wait_for_their_owner_and_then_for_another(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still(NOON)
    card = await file()
    path = f"/nonconformities/{card['id']}/measures"
    plan = {
        "kind": "corrective",
        "description": "Оградить",
        "owner_id": str(world.helper.id),
        "due_on": "2026-12-01",
    }
    planned = await ask(world.verifier, "POST", path, json=plan)
    assert planned.status_code == 201, planned.text

    async def measures(who: Principal) -> tuple[int, int]:
        found = await today(ask, who)
        return found["measures_to_do"]["count"], found["measures_to_verify"]["count"]

    assert (await measures(world.helper), await measures(world.verifier)) == ((1, 0), (0, 0))
    done = await ask(world.helper, "POST", f"{path}/{planned.json()['id']}/complete", json={"comment": "Готово"})
    assert done.status_code == 200, done.text
    for who in (world.inspector, world.verifier):
        assert await measures(who) == (0, 1)
    for who in (world.helper, world.triage, world.stranger):
        assert await measures(who) == (0, 0)
    shown = (await ask(world.inspector, "GET", f"/nonconformities/{card['id']}")).json()
    joined = {person["id"] for person in shown["observers"]}
    assert str(world.verifier.id) in joined, "who plans a measure observes its record"


async def test_what_an_erased_person_was_to_do_waits_for_triage_to_name_another(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}/measures"
    plan = {"kind": "corrective", "description": "Оградить", "owner_id": str(world.helper.id), "due_on": "2030-01-01"}
    measure = (await ask(world.verifier, "POST", path, json=plan)).json()
    everybody = (world.triage, world.verifier, world.inspector, world.helper, world.stranger)
    assert [(await today(ask, who))["measures_to_hand_over"]["count"] for who in everybody] == [0, 0, 0, 0, 0]
    async with database.transaction() as session:
        erased = next(person for person in world.persons.values() if person.id == world.helper.id)
        await projections.know_persons(session, [erased.model_copy(update={"version": 2, "removed": True})])
    assert [(await today(ask, who))["measures_to_hand_over"]["count"] for who in everybody] == [1, 0, 0, 0, 0]
    handed = await ask(
        world.triage,
        "PATCH",
        f"{path}/{measure['id']}",
        json={"owner_id": str(world.executor.id)},
        headers={"If-Match": '"1"'},
    )
    assert handed.status_code == 200, handed.text
    assert [(await today(ask, who))["measures_to_hand_over"]["count"] for who in everybody] == [0, 0, 0, 0, 0]
    assert (await today(ask, world.executor))["measures_to_do"]["count"] == 1


async def test_another_branchs_work_is_not_ones_own(ask: Ask, file: File, world: World) -> None:
    ours, theirs = await file(), await file(world.watcher)
    assert await waiting(ask, world.triage) == {"to_assign": [ours["id"]]}
    assert await waiting(ask, world.stranger) == {"to_assign": [theirs["id"]]}
    assert await waiting(ask, principal()) == {}


async def test_counts_go_on_where_the_first_rows_end(ask: Ask, file: File, world: World) -> None:
    cards = [await file() for _ in range(7)]
    found = await today(ask, world.triage)
    assert found["to_assign"]["count"] == 7
    assert [item["id"] for item in found["to_assign"]["items"]] == [card["id"] for card in cards[:5]]


async def test_unread_mentions_are_part_of_today(ask: Ask, file: File, world: World) -> None:
    card = await file()
    said = [await say(ask, world.inspector, card, f"@[{world.helper.id}], {number}") for number in range(7)]
    mentions = (await today(ask, world.helper))["mentions"]
    assert mentions["count"] == 7
    assert [item["comment_id"] for item in mentions["items"]] == [one["id"] for one in reversed(said)][:5]
    assert mentions["items"][0]["nonconformity"]["number"] == card["number"]


@pytest.mark.parametrize("wrong", ["all", "", "TO_DO"])
async def test_an_unknown_way_of_waiting_is_refused(ask: Ask, world: World, wrong: str) -> None:
    refused = await ask(world.triage, "GET", "/nonconformities", params={"waiting": wrong})
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["query", "waiting"])
