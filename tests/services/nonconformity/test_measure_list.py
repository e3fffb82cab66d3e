"""Measures of all records in one list: mine, overdue, expiring; each sees those of the records they may see."""

from collections.abc import Callable
from typing import Any

import pytest

from services.nonconformity.measures.schemas import MeasurePage
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_measures import Plan, path, plan  # noqa: F401  a fixture
from tests.services.nonconformity.test_walk import walked
from tests.services.nonconformity.world import World
from tests.support.auth import administrator


async def test_filters_narrow_the_list_and_each_sees_their_own(
    ask: Ask,
    file: File,
    world: World,
    plan: Plan,  # noqa: F811
    stand_still: Callable[[str], None],
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    card = await walked(ask, await file(), world, "assign", due_on="2026-12-31")
    first = await plan(card, due_on="2026-11-25", description="Убрать щепу")
    holds = {"kind": "compensating", "due_on": "2026-11-24", "expires_on": "2026-11-28"}
    second = await plan(card, owner_id=str(world.executor.id), **holds)
    body = {"kind": "preventive", "description": "Обучить смену", "owner_id": str(world.watcher.id)}
    far = await file(world.watcher)
    where = f"/nonconformities/{far['id']}/measures"
    third = (await ask(world.stranger, "POST", where, json={**body, "due_on": "2026-11-23"})).json()
    marks = {first["id"]: 1, second["id"]: 2, third["id"]: 3}

    async def listed(who: Any = None, **params: str) -> list[int]:
        answer = await ask(who or administrator(), "GET", "/measures", params=params)
        assert answer.status_code == 200, answer.text
        MeasurePage.model_validate(answer.json())
        return [marks[item["id"]] for item in answer.json()["items"]]

    assert await listed() == [3, 2, 1]
    assert await listed(sort="-due_on") == [1, 2, 3]
    assert await listed(sort="expires_on") == [2, 1, 3]
    assert await listed(kind="preventive") == [3]
    assert await listed(owner_id=str(world.executor.id)) == [2]
    assert await listed(branch_id=str(world.beloyarsk.id)) == [3]
    assert await listed(nonconformity_id=card["id"]) == [2, 1]
    assert await listed(due_before="2026-11-25") == [3, 2]
    assert await listed(expires_before="2026-11-29") == [2]
    assert await listed(q="ЩЕПУ") == [1]
    assert await listed(overdue="true") == []
    assert await listed(world.triage) == [2, 1]
    assert await listed(world.stranger) == [3]
    assert await listed(world.helper, mine="true", open="true") == [1]
    assert await listed(world.helper) == [2, 1], "who owns one sees the record, and so its others"
    stand_still("2026-11-23T20:30:00+00:00")  # still the 23rd in Kursk, the 24th in Beloyarsk
    assert await listed(overdue="true") == [3]
    await ask(world.executor, "POST", path(second, "complete"), json={"comment": "Стоит"})
    assert await listed(state="completed") == [2]
    stand_still("2026-11-29T08:00:00+00:00")
    assert await listed(overdue="true") == [3, 2, 1]
    assert await listed(overdue="false") == []
    await ask(world.triage, "POST", path(first, "cancel"), json={"reason": "Не нужно"})
    assert await listed(overdue="true") == [3, 2]
    assert await listed(open="true") == [3, 2]
    pages, cursor = [], None
    while True:
        params = {"limit": 1, "total": "true", **({"cursor": cursor} if cursor else {})}
        page = (await ask(administrator(), "GET", "/measures", params=params)).json()
        assert page["total"] == 3
        pages += [marks[item["id"]] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert pages == [3, 2, 1]


@pytest.mark.parametrize("params", [{"sort": "colour"}, {"kind": "no"}, {"mine": "me"}, {"due_before": "soon"}])
async def test_a_bad_query_is_told_at_its_parameter(ask: Ask, world: World, params: dict[str, str]) -> None:
    answer = await ask(world.inspector, "GET", "/measures", params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"][:2] == ["query", *params]
