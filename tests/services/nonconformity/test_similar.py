"""Likely duplicates: of a record, and of a finding that is being typed."""

from collections.abc import Callable
from typing import Any

import pytest

from services.nonconformity.similar.schemas import Similar
from shared.ids import new_id
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World
from tests.support.auth import administrator, principal

Draft = Callable[..., Any]


@pytest.fixture
def draft(ask: Ask, world: World) -> Draft:
    """`await draft(description)`: what resembles it, typed by one of triage."""

    async def send(description: str, who: Any = None, **values: Any) -> list[dict[str, Any]]:
        body = {
            "site_id": str(world.plant.id),
            "place": "машинный зал, отм. 8",
            "description": description,
            **values,
        }
        language = values.pop("language", "ru")
        body.pop("language", None)
        answer = await ask(who or world.triage, "POST", "/nonconformities/similar", json=body, language=language)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = Similar.model_validate(answer.json()).model_dump(mode="json")["items"]
        return items

    return send


async def test_the_same_thing_in_other_words_is_found_and_said_why(
    file: File, draft: Draft, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-20T08:00:00+00:00")
    first = await file()
    await file(description="Не работает освещение лестницы")
    stand_still("2026-11-23T08:00:00+00:00")
    [found] = await draft("у переносного кабеля повреждена изоляцыя", place="маш. зал, отм 8")
    assert (found["id"], found["number"], found["state"]) == (first["id"], first["number"], "registered")
    assert found["score"] >= 0.75
    assert found["reasons"][:2] == ["та же площадка и место", "3 дня назад"]
    assert found["reasons"][2] == "совпадают слова: переносного, кабеля, повреждена, изоляцыя"
    [english] = await draft("повреждена изоляция кабеля", language="en")
    assert english["reasons"][:2] == ["same site and place", "3 days ago"]


async def test_the_likeliest_comes_first_and_at_most_ten(file: File, draft: Draft, world: World) -> None:
    elsewhere = await file(place="склад МТР № 3")
    abroad = await file(site_id=str(world.far_plant.id))
    here = await file()
    found = [item["id"] for item in await draft("Повреждена изоляция переносного кабеля")]
    assert found == [here["id"], elsewhere["id"], abroad["id"]]
    for _ in range(10):
        await file()
    assert len(await draft("Повреждена изоляция переносного кабеля")) == 10


async def test_a_record_does_not_resemble_itself(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    answer = await ask(world.triage, "GET", f"/nonconformities/{second['id']}/similar")
    assert [item["id"] for item in answer.json()["items"]] == [first["id"]]


async def test_what_was_rejected_or_is_a_duplicate_is_left_out(
    ask: Ask, file: File, world: World, draft: Draft
) -> None:
    first, second, third = await file(), await file(), await file()
    await ask(world.triage, "POST", f"/nonconformities/{second['id']}/reject", json={"reason": "Не наше"})
    await ask(world.triage, "POST", f"/nonconformities/{third['id']}/merge", json={"into_id": first["id"]})
    assert [item["id"] for item in await draft("Повреждена изоляция переносного кабеля")] == [first["id"]]


async def test_nobody_learns_of_records_out_of_sight(ask: Ask, file: File, world: World, draft: Draft) -> None:
    ours = await file()
    text = "Повреждена изоляция переносного кабеля"
    assert await draft(text, who=world.stranger) == []
    assert await draft(text, who=principal()) == []
    assert [item["id"] for item in await draft(text, who=administrator())] == [ours["id"]]
    assert (await ask(world.stranger, "GET", f"/nonconformities/{ours['id']}/similar")).status_code == 404
    assert (await ask(world.triage, "GET", f"/nonconformities/{new_id()}/similar")).status_code == 404


@pytest.mark.parametrize("description", ["и на по", "42:* & | !", "' \\ ::", "ъ", "7", "😀", "изол"])
async def test_any_text_may_be_typed(file: File, draft: Draft, description: str) -> None:
    await file()
    assert len(await draft(description)) <= 1


@pytest.mark.parametrize("found_at", ["1950-01-01T00:00:00+12:00", "9999-12-31T23:59:59-10:00"])
async def test_any_moment_may_be_typed(file: File, draft: Draft, found_at: str) -> None:
    await file()
    assert len(await draft("Повреждена изоляция переносного кабеля", found_at=found_at)) <= 1


@pytest.mark.parametrize(
    "values", [{"description": " "}, {"site_id": "x"}, {"place": "а" * 201}, {"colour": "red"}, {"found_at": "вчера"}]
)
async def test_a_bad_draft_is_told_at_its_field(ask: Ask, world: World, values: dict[str, str]) -> None:
    body = {"site_id": str(world.plant.id), "description": "Кабель", **values}
    answer = await ask(world.triage, "POST", "/nonconformities/similar", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["body", *values]
