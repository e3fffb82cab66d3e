"""What the journal holds on a person is told to people, who shows the key, and to nobody else."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from services.nonconformity.main import create_app
from services.nonconformity.settings import Settings
from shared.ids import new_id
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import say
from tests.services.nonconformity.world import World

KEY = "only-our-services-know"


async def held(app: FastAPI, person: object, key: str | None = KEY) -> httpx.Response:
    headers = {"X-Internal-Key": key} if key is not None else {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://journal") as client:
        return await client.get(f"/internal/persons/{person}/data", headers=headers)


@pytest.fixture
async def app_with_key(settings: Settings) -> AsyncIterator[FastAPI]:
    made = create_app(settings.model_copy(update={"internal_key": SecretStr(KEY)}))
    async with made.router.lifespan_context(made):
        yield made


async def test_all_that_a_person_did_is_told_with_the_number_of_the_record(
    app: FastAPI, app_with_key: FastAPI, ask: Ask, file: File, world: World
) -> None:
    card = await file(world.inspector)
    await say(ask, world.inspector, card, "Кабель под напряжением")
    await say(ask, world.triage, card, f"@[{world.inspector.id}], взгляните")
    view = {"name": "Моё", "filters": "mine=true"}
    assert (await ask(world.inspector, "POST", "/nonconformities/views", json=view)).status_code == 201
    seen = {"until": (await ask(world.inspector, "GET", "/nonconformities/news")).json()["as_of"]}
    assert (await ask(world.inspector, "POST", "/nonconformities/news/read", json=seen)).status_code == 200
    answer = await held(app_with_key, world.inspector.id)
    assert answer.status_code == 200, answer.text
    data = answer.json()
    assert [(row["record"], row["description"]) for row in data["filed"]] == [(card["number"], card["description"])]
    assert [row["text"] for row in data["comments"]] == ["Кабель под напряжением"]
    assert len(data["mentioned_in"]) == 1
    assert "взгляните" not in answer.text  # what others wrote is theirs
    assert data["acts"][0]["act"] == "register"
    assert [row["name"] for row in data["views"]] == ["Моё"]
    assert [list(row) for row in data["news_read"]] == [["until"]]
    nothing = (await held(app_with_key, new_id())).json()
    assert set(nothing) == set(data)
    assert not any(nothing.values())


@pytest.mark.parametrize("key", [None, "", "guessed"])
async def test_without_the_key_there_is_no_such_path(
    app: FastAPI, app_with_key: FastAPI, world: World, key: str | None
) -> None:
    assert (await held(app_with_key, world.inspector.id, key)).status_code == 404
    assert (await held(app, world.inspector.id, key)).status_code == 404  # no key is set: the door is shut
