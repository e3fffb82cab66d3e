"""Two records of one thing become one that is followed; both keep what happened to them."""

import asyncio
from typing import Any

import pytest

from shared.contracts.nonconformity import NonconformityData
from shared.db.database import Database
from shared.ids import new_id
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_walk import DUE, events_of
from tests.services.nonconformity.world import World
from tests.support.auth import administrator


async def merged(ask: Ask, world: World, one: dict[str, Any], into: dict[str, Any], who: Any = None) -> Any:
    body = {"into_id": into["id"]}
    return await ask(who or world.triage, "POST", f"/nonconformities/{one['id']}/merge", json=body)


async def shown(ask: Ask, card: dict[str, Any], who: Any = None) -> dict[str, Any]:
    answer: dict[str, Any] = (await ask(who or administrator(), "GET", f"/nonconformities/{card['id']}")).json()
    return answer


async def test_the_survivor_links_to_its_duplicate_and_both_keep_their_histories(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    first, second = await file(), await file()
    order = {"responsible_id": str(world.executor.id), "due_on": DUE}
    await ask(world.triage, "POST", f"/nonconformities/{second['id']}/assign", json=order)
    card = (await merged(ask, world, second, first)).json()
    assert (card["state"], card["duplicate_of"]) == ("duplicate", {"id": first["id"], "number": first["number"]})
    survivor = await shown(ask, first)
    assert survivor["merged"] == [{"id": second["id"], "number": second["number"]}]
    assert (survivor["state"], survivor["version"]) == ("registered", 2)
    histories = [
        (await ask(world.triage, "GET", f"/nonconformities/{one['id']}/history")).json()["items"]
        for one in (first, second)
    ]
    acts = [[entry["act"] for entry in items if entry["noun"] == "nonconformity"] for items in histories]
    assert acts == [["register", "absorb"], ["register", "assign", "merge"]]
    assert f"Присоединён дубликат {second['number']}" in histories[0][-1]["text"]
    told = (await events_of(database, first["id"]))[-1]
    assert told.type.endswith(".absorbed.v1")
    assert told.payload(NonconformityData).reason == second["number"]
    assert (await events_of(database, second["id"]))[-1].type.endswith(".marked_duplicate.v1")


async def test_who_took_part_in_the_duplicate_observes_the_survivor(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    order = {
        "responsible_id": str(world.executor.id),
        "co_executor_ids": [str(world.helper.id)],
        "observer_ids": [str(world.watcher.id)],
        "due_on": DUE,
    }
    await ask(world.triage, "POST", f"/nonconformities/{second['id']}/assign", json=order)
    await merged(ask, world, second, first)
    observing = {person["id"] for person in (await shown(ask, first))["observers"]}
    assert {str(world.executor.id), str(world.helper.id), str(world.watcher.id)} <= observing
    assert str(world.inspector.id) not in observing, "the author of both needs no second place"
    assert (await shown(ask, first, world.watcher))["number"] == first["number"]


async def test_duplicates_of_a_duplicate_go_along(ask: Ask, file: File, world: World) -> None:
    first, second, third = await file(), await file(), await file()
    await merged(ask, world, third, second)
    assert (await merged(ask, world, second, first)).status_code == 200
    assert [one["id"] for one in (await shown(ask, first))["merged"]] == [second["id"], third["id"]]
    assert (await shown(ask, second))["merged"] == []
    assert (await shown(ask, third))["duplicate_of"]["id"] == first["id"]
    await ask(world.triage, "POST", f"/nonconformities/{third['id']}/unmerge", json={"reason": "Это другой кабель"})
    history = (await ask(world.triage, "GET", f"/nonconformities/{first['id']}/history")).json()["items"]
    assert [entry["subject_id"] for entry in history if entry["noun"] == "duplicate"] == [third["id"]]


async def test_triage_and_the_author_can_undo_it(ask: Ask, file: File, world: World, database: Database) -> None:
    first, second = await file(), await file()
    for who, verb in ((world.triage, "unmerge"), (world.inspector, "dispute")):
        await merged(ask, world, second, first)
        body = {"reason": "Это другой кабель"}
        back = await ask(who, "POST", f"/nonconformities/{second['id']}/{verb}", json=body)
        assert (back.status_code, back.json()["state"], back.json()["duplicate_of"]) == (200, "registered", None)
        assert (await shown(ask, first))["merged"] == []
    path = f"/nonconformities/{second['id']}"
    history = (await ask(world.triage, "GET", f"{path}/history")).json()["items"]
    said = [entry["text"] for entry in history if entry["act"] == "unmerge"]
    assert said == [f"Отделено от {first['number']} — Разборова О. И.: «Это другой кабель»"]
    history = (await ask(world.triage, "GET", f"/nonconformities/{first['id']}/history")).json()["items"]
    said = [entry["text"] for entry in history if entry["noun"] == "duplicate"]
    assert said == [
        f"Отделено несоответствие {second['number']}: больше не дубликат — {who}"
        for who in ("Разборова О. И.", "Ёлкина А. П.")
    ]
    again = await ask(world.triage, "POST", f"{path}/unmerge", json={"reason": "Ещё раз"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("itself", "merge_into_itself"),
        ("duplicate", "merge_into_set_aside"),
        ("rejected", "merge_into_set_aside"),
        ("circle", "merge_into_set_aside"),
        ("foreign", "unknown_nonconformity"),
        ("unknown", "unknown_nonconformity"),
    ],
)
async def test_what_cannot_be_merged_is_told_and_nothing_is_changed(
    ask: Ask, file: File, world: World, case: str, code: str
) -> None:
    first, second, third = await file(), await file(), await file()
    foreign = await file(world.watcher)
    reason = {"reason": "Не подтвердилось"}
    if case == "rejected":
        await ask(world.triage, "POST", f"/nonconformities/{first['id']}/reject", json=reason)
    if case == "duplicate":
        await merged(ask, world, first, third)
    if case == "circle":
        await merged(ask, world, first, second)
    into = {"itself": second, "foreign": foreign, "unknown": {"id": str(new_id())}}.get(case, first)
    before = await shown(ask, second)
    refused = await merged(ask, world, second, into)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code), refused.text
    assert refused.json()["errors"][0]["loc"] == ["body", "into_id"]
    assert await shown(ask, second) == before


async def test_records_of_two_branches_are_not_merged_by_whoever_triages_both(
    ask: Ask, file: File, world: World
) -> None:
    first, second = await file(world.watcher), await file()
    refused = await merged(ask, world, second, first, administrator())
    assert refused.json()["errors"][0]["code"] == "merge_across_branches"
    assert first["number"] in refused.json()["errors"][0]["message"]


async def test_of_two_who_merge_each_into_the_other_exactly_one_succeeds(ask: Ask, file: File, world: World) -> None:
    for _ in range(5):
        first, second = await file(), await file()
        answers = await asyncio.gather(merged(ask, world, first, second), merged(ask, world, second, first))
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        states = sorted([(await shown(ask, one))["state"] for one in (first, second)])
        assert states == ["duplicate", "registered"]


async def test_a_ring_of_merges_at_once_leaves_one_survivor_and_no_circle(ask: Ask, file: File, world: World) -> None:
    cards = [await file() for _ in range(4)]
    ring = zip(cards, [*cards[1:], cards[0]], strict=True)
    answers = await asyncio.gather(*(merged(ask, world, one, into) for one, into in ring))
    assert {answer.status_code for answer in answers} == {200, 422}
    after = [await shown(ask, card) for card in cards]
    survivors = {card["id"] for card in after if card["state"] == "registered"}
    assert survivors
    assert all(card["duplicate_of"]["id"] in survivors for card in after if card["state"] == "duplicate")


async def test_a_stale_version_merges_nothing(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    path, body = f"/nonconformities/{second['id']}/merge", {"into_id": first["id"]}
    stale = await ask(world.triage, "POST", path, json=body, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    assert (await shown(ask, first))["version"] == 1


async def test_who_does_not_triage_may_not_merge(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    refused = await merged(ask, world, second, first, world.inspector)
    assert (refused.status_code, refused.json()["code"]) == (403, "triage_only")
