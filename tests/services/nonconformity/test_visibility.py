"""Two branches: what is not yours to see does not exist for you."""

from typing import Any

import pytest

from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World
from tests.support.auth import administrator, principal

DUE = "2030-01-01"
REASON = {"reason": "Не согласен"}
VERBS: dict[str, Any] = {
    "assign": {"responsible_id": "00000000-0000-0000-0000-000000000001", "due_on": DUE},
    "start": None,
    "report-fixed": {"comment": "Сделано"},
    "verify": None,
    "return": REASON,
    "reject": REASON,
    "dispute": REASON,
    "unmerge": REASON,
    "merge": {"into_id": "00000000-0000-0000-0000-000000000001"},
    "move-due-date": {"due_on": DUE, **REASON},
}


@pytest.mark.parametrize("verb", VERBS)
async def test_every_verb_on_a_foreign_branchs_record_is_404(ask: Ask, file: File, world: World, verb: str) -> None:
    card = await file()
    answer = await ask(world.stranger, "POST", f"/nonconformities/{card['id']}/{verb}", json=VERBS[verb])
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_card_history_due_dates_and_edit_of_a_foreign_record_are_404(ask: Ask, file: File, world: World) -> None:
    path = f"/nonconformities/{(await file())['id']}"
    for method, tail in (("GET", ""), ("GET", "/history"), ("GET", "/due-dates"), ("PATCH", "")):
        options: dict[str, Any] = {"json": {"place": "x"}, "headers": {"If-Match": '"1"'}} if method == "PATCH" else {}
        answer = await ask(world.stranger, method, path + tail, **options)
        assert answer.status_code == 404, (method, tail)


async def test_lists_and_search_show_ones_own_branch_only(ask: Ask, file: File, world: World) -> None:
    ours, theirs = await file(), await file(world.watcher)

    async def seen(who: Any, **params: str) -> set[str]:
        answer = await ask(who, "GET", "/nonconformities", params={"total": "true", **params})
        assert answer.json()["total"] == len(answer.json()["items"])
        return {item["id"] for item in answer.json()["items"]}

    assert await seen(world.triage) == {ours["id"]}
    assert await seen(world.stranger) == {theirs["id"]}
    assert await seen(world.triage, q="изоляция") == {ours["id"]}
    assert await seen(world.triage, q=theirs["number"]) == set()
    assert await seen(world.triage, branch_id=str(world.beloyarsk.id)) == set()
    assert await seen(administrator()) == {ours["id"], theirs["id"]}
    assert await seen(principal()) == set()


async def test_who_takes_part_sees_the_record_from_another_branch(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    assert (await ask(world.watcher, "GET", path)).status_code == 404
    order = {
        "responsible_id": str(world.executor.id),
        "due_on": DUE,
        "observer_ids": [str(world.watcher.id)],
    }
    await ask(world.triage, "POST", f"{path}/assign", json=order)
    assert (await ask(world.watcher, "GET", path)).json()["allowed_actions"] == []
    listed = (await ask(world.watcher, "GET", "/nonconformities", params={"mine": "true"})).json()["items"]
    assert [item["id"] for item in listed] == [card["id"]]
    assert (await ask(world.watcher, "POST", f"{path}/start")).json()["code"] == "executors_only"
    without = {"responsible_id": str(world.executor.id), "observer_ids": []}
    await ask(world.triage, "POST", f"{path}/assign", json=without)
    assert (await ask(world.watcher, "GET", path)).status_code == 404


async def test_an_executor_without_any_permission_sees_and_does_what_is_theirs(
    ask: Ask, file: File, world: World
) -> None:
    card, other = await file(), await file()
    order = {"responsible_id": str(world.executor.id), "due_on": DUE}
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    listed = (await ask(world.executor, "GET", "/nonconformities")).json()["items"]
    assert [item["id"] for item in listed] == [card["id"]]
    assert (await ask(world.executor, "POST", f"/nonconformities/{card['id']}/start")).status_code == 200
    assert (await ask(world.executor, "GET", f"/nonconformities/{other['id']}")).status_code == 404


async def test_an_original_out_of_sight_is_unknown(ask: Ask, file: File, world: World) -> None:
    ours, theirs = await file(), await file(world.watcher)
    path = f"/nonconformities/{ours['id']}/merge"
    answer = await ask(world.triage, "POST", path, json={"into_id": theirs["id"]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "unknown_nonconformity"


async def test_a_permission_held_in_another_branch_opens_nothing_here(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    order = {"responsible_id": str(world.executor.id), "due_on": DUE, "observer_ids": [str(world.stranger.id)]}
    await ask(world.triage, "POST", f"{path}/assign", json=order)
    refused = await ask(world.stranger, "POST", f"{path}/reject", json=REASON)
    assert (refused.status_code, refused.json()["code"]) == (403, "triage_only")
    assert (await ask(world.stranger, "GET", path)).json()["allowed_actions"] == []
