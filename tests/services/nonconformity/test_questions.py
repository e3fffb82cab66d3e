"""What people type finds what they mean: the search of the list, and likely duplicates."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from services.nonconformity.models import categories
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.questions import DRAFTS, FINDINGS, SEARCHES
from tests.services.nonconformity.world import World


@pytest.fixture
async def keys(file: File, database: Database) -> Mapping[str, str]:
    """{id: key} of the findings, all filed."""
    async with database.sessions() as session:
        kinds = {row.name: str(row.id) for row in (await session.execute(select(categories))).all()}
    filed = {}
    for one in FINDINGS:
        values = {"description": one.description, "place": one.place, "category_id": kinds[one.category]}
        card = await file(**values, **({"proposal": one.proposal} if one.proposal else {}))
        filed[card["id"]] = one.key
    return filed


async def test_the_search_finds_word_forms_and_forgives_slips(ask: Ask, world: World, keys: Mapping[str, str]) -> None:
    answered = {}
    for question in SEARCHES:
        answer = await ask(world.triage, "GET", "/nonconformities", params={"q": question.typed})
        answered[question.typed] = tuple(keys[item["id"]] for item in answer.json()["items"])
    assert answered == {question.typed: question.wanted for question in SEARCHES}


async def test_the_same_thing_in_other_words_comes_first(ask: Ask, world: World, keys: Mapping[str, str]) -> None:
    answered = {}
    for question in DRAFTS:
        body = {"site_id": str(world.plant.id), "place": question.place, "description": question.typed}
        answer = await ask(world.triage, "POST", "/nonconformities/similar", json=body)
        answered[question.typed] = tuple(keys[item["id"]] for item in answer.json()["items"][:1])
    assert answered == {question.typed: question.wanted[:1] for question in DRAFTS}
