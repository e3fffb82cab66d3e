"""News: each hears of what others did that concerns them, once, and of nothing else."""

from collections.abc import Callable
from typing import Any

from shared.auth.principal import Principal
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import say
from tests.services.nonconformity.world import World


async def news(ask: Ask, who: Principal) -> dict[str, Any]:
    answer = await ask(who, "GET", "/nonconformities/news")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def kinds(ask: Ask, who: Principal) -> list[str]:
    """What is unread, the newest first."""
    found = await news(ask, who)
    unread = [item["kind"] for item in found["items"] if item["unread"]]
    assert found["unread"] == len(unread)
    return unread


async def act(ask: Ask, who: Principal, card: dict[str, Any], verb: str, **body: Any) -> None:
    answer = await ask(who, "POST", f"/nonconformities/{card['id']}/{verb}", json=body)
    assert answer.status_code == 200, answer.text


async def test_each_step_is_news_for_the_others(ask: Ask, file: File, world: World) -> None:
    card = await file()
    assert await kinds(ask, world.triage) == ["registered"]
    assert await kinds(ask, world.inspector) == [], "nobody hears of what they did themselves"
    order = {"responsible_id": str(world.executor.id), "co_executor_ids": [str(world.helper.id)]}
    await act(ask, world.triage, card, "assign", due_on="2030-01-01", **order)
    assert await kinds(ask, world.triage) == [], "what waits no more is no news"
    for who in (world.executor, world.helper):
        assert await kinds(ask, who) == ["assigned_to_me"]
    assert await kinds(ask, world.inspector) == ["assigned"]
    await act(ask, world.executor, card, "report-fixed", comment="Готово")
    assert await kinds(ask, world.verifier) == ["reported_fixed"]
    assert await kinds(ask, world.inspector) == ["reported_fixed", "assigned"]
    await act(ask, world.inspector, card, "return", reason="Перила шатаются")
    assert await kinds(ask, world.executor) == ["returned", "assigned_to_me"]
    [newest, *_] = (await news(ask, world.executor))["items"]
    assert newest["actor"]["name"] == "Ёлкина Анна Петровна"
    assert newest["nonconformity"] == {
        "id": card["id"], "number": card["number"], "description": card["description"],
    }  # fmt: skip


async def test_what_is_out_of_sight_is_no_news(ask: Ask, file: File, world: World) -> None:
    card = await file()
    await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    assert await kinds(ask, world.stranger) == []
    assert await kinds(ask, world.helper) == ["mentioned"]
    assert (await ask(world.helper, "POST", f"/nonconformities/{card['id']}/leave")).status_code < 300
    assert await kinds(ask, world.helper) == []


async def test_a_word_in_a_discussion_is_news_for_who_takes_part(ask: Ask, file: File, world: World) -> None:
    card = await file()
    await say(ask, world.triage, card, "Когда это увидели?")
    await say(ask, world.inspector, card, "Утром")
    assert await kinds(ask, world.inspector) == ["commented"]
    assert await kinds(ask, world.triage) == ["commented", "registered"]


async def test_what_was_read_stays_read_and_what_comes_later_does_not(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    for card in (first, second):
        await say(ask, world.inspector, card, f"@[{world.triage.id}], взгляните")
    seen = await news(ask, world.triage)
    assert seen["unread"] == 4
    of_one = {"until": seen["as_of"], "nonconformity_id": first["id"]}
    left = await ask(world.triage, "POST", "/nonconformities/news/read", json=of_one)
    assert left.json()["unread"] == 2
    today = (await ask(world.triage, "GET", "/nonconformities/today")).json()
    assert today["mentions"]["count"] == 1, "a mention is read here and there at once"
    await say(ask, world.inspector, second, "И ещё")
    rest = await ask(world.triage, "POST", "/nonconformities/news/read", json={"until": seen["as_of"]})
    assert [item["kind"] for item in rest.json()["items"] if item["unread"]] == ["commented"]
    assert await kinds(ask, world.inspector) == [], "nobody reads for another"


async def test_reading_never_goes_back_nor_ahead(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T09:00:00+00:00")
    await file()
    for until in ("9999-12-31T23:59:59-10:00", "2020-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"):
        assert (await ask(world.triage, "POST", "/nonconformities/news/read", json={"until": until})).status_code == 200
    assert await kinds(ask, world.triage) == []
    stand_still("2026-11-23T10:00:00+00:00")
    await file()
    assert await kinds(ask, world.triage) == ["registered"]
    stand_still("2027-01-23T10:00:00+00:00")
    assert (await news(ask, world.triage))["items"] == [], "what is older than thirty days is no news"


async def test_measures_are_news_for_their_owner_and_for_who_planned_them(ask: Ask, file: File, world: World) -> None:
    card = await file()
    measure = {
        "kind": "corrective",
        "description": "Заменить перила",
        "owner_id": str(world.helper.id),
        "due_on": "2030-01-01",
    }
    path = f"/nonconformities/{card['id']}/measures"
    planned = await ask(world.triage, "POST", path, json=measure)
    assert planned.status_code == 201, planned.text
    assert await kinds(ask, world.helper) == ["measure_given"]
    done = await ask(world.helper, "POST", f"{path}/{planned.json()['id']}/complete", json={"comment": "Готово"})
    assert done.status_code == 200, done.text
    assert "measure_completed" in await kinds(ask, world.inspector)


async def test_a_measure_handed_over_is_news_for_its_new_owner_from_that_moment(
    ask: Ask, file: File, world: World
) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}/measures"
    measure = {"kind": "corrective", "description": "Заменить перила", "due_on": "2030-01-01"}
    owner = {"owner_id": str(world.executor.id)}
    planned = (await ask(world.triage, "POST", path, json={**measure, **owner})).json()
    before = (await news(ask, world.helper))["as_of"]
    await ask(world.helper, "POST", "/nonconformities/news/read", json={"until": before})
    handed = await ask(
        world.triage,
        "PATCH",
        f"{path}/{planned['id']}",
        json={"owner_id": str(world.helper.id)},
        headers={"If-Match": '"1"'},
    )
    assert handed.status_code == 200, handed.text
    [item] = (await news(ask, world.helper))["items"]
    assert (item["kind"], item["unread"]) == ("measure_given", True)
    assert "measure_given" not in await kinds(ask, world.executor)
