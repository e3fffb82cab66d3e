"""An import whose step breaks off again and again ends, with words for whoever waits for it."""

from typing import Any

import pytest

from services.people.imports.target import RegisterImport
from shared.importing.flow.jobs import MOST_TRIES
from tests.services.people.conftest import People
from tests.services.people.spreadsheets import ANNA, Clerk, table


@pytest.fixture
def clerk(people: People) -> Clerk:
    return Clerk(people)


async def break_off(*_: Any) -> None:
    raise RuntimeError("a bug of ours")


async def test_a_step_that_breaks_off_is_tried_again_and_then_given_up(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = await clerk.check(table(ANNA))
    await clerk.step(checked, "apply")
    with monkeypatch.context() as broken:
        broken.setattr(RegisterImport, "write", break_off)
        for _ in range(MOST_TRIES - 1):
            with pytest.raises(RuntimeError):
                await clerk.run("import.apply", checked["id"])
            assert (await clerk.people.get(f"/api/v1/people/imports/{checked['id']}"))["state"] == "applying"
        given_up = await clerk.run("import.apply", checked["id"])
    assert (given_up["state"], given_up["failure"]["code"]) == ("failed", "import_given_up")
    assert f"{MOST_TRIES} раз подряд" in given_up["failure"]["detail"]
    assert await clerk.person("100704") is None
    assert (await clerk.run("import.apply", checked["id"]))["state"] == "failed"


async def test_a_step_that_kills_its_worker_is_given_up_without_another_try(clerk: Clerk) -> None:
    checked = await clerk.check(table(ANNA))
    await clerk.step(checked, "apply")
    await clerk.people.sql(f"UPDATE imports SET tries = {MOST_TRIES} RETURNING id")
    given_up = await clerk.run("import.apply", checked["id"])
    assert (given_up["state"], given_up["failure"]["code"]) == ("failed", "import_given_up")
    assert await clerk.person("100704") is None


async def test_an_undoing_that_never_ends_leaves_the_import_applied_and_can_be_asked_for_again(clerk: Clerk) -> None:
    applied = await clerk.bring(table(ANNA))
    await clerk.step(applied, "undo")
    await clerk.people.sql(f"UPDATE imports SET tries = {MOST_TRIES} RETURNING id")
    given_up = await clerk.run("import.undo", applied["id"])
    assert (given_up["state"], given_up["failure"]["code"]) == ("applied", "import_given_up")
    assert (await clerk.person("100704"))["last_name"] == "Катаева"
    assert (await clerk.undo(applied))["state"] == "undone"
