"""A finding that comes back to its place is shown as a repeat, on both cards and in the list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.nonconformity.models import categories, nonconformities
from shared.auth import permissions
from shared.contracts.nonconformity import NonconformityData
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, Bring, File
from tests.services.nonconformity.samples import workbook
from tests.services.nonconformity.test_walk import events_of, walked
from tests.services.nonconformity.world import World, acting
from tests.support.auth import administrator, principal

StandStill = Callable[[str], None]


async def shown(ask: Ask, card: dict[str, Any], who: Any = None) -> dict[str, Any]:
    answer = await ask(who or administrator(), "GET", f"/nonconformities/{card['id']}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def numbers(items: list[dict[str, Any]]) -> list[str]:
    return [item["number"] for item in items]


async def test_a_finding_that_came_back_is_shown_on_both_cards_and_told_in_its_event(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    first = await file(place="Машинный зал, отм.8")
    assert (first["repeat"], first["repeats"]) == (False, {"earlier": [], "later": []})
    await walked(ask, first, world, "assign", "report-fixed", "verify")
    second = await file(place="машинный зал  отм. 8")
    assert second["repeat"] is True
    [earlier] = second["repeats"]["earlier"]
    assert (earlier["id"], earlier["number"], earlier["state"]) == (first["id"], first["number"], "closed")
    [later] = (await shown(ask, first))["repeats"]["later"]
    assert (later["number"], later["state"]) == (second["number"], "registered")
    [told] = await events_of(database, second["id"])
    assert told.payload(NonconformityData).repeat_of_id == UUID(first["id"])
    assert (await events_of(database, first["id"]))[0].payload(NonconformityData).repeat_of_id is None


async def test_the_latest_of_several_is_what_is_repeated(ask: Ask, file: File, database: Database) -> None:
    cards = [await file() for _ in range(3)]
    assert numbers(cards[2]["repeats"]["earlier"]) == [cards[1]["number"], cards[0]["number"]]
    [told] = await events_of(database, cards[2]["id"])
    assert told.payload(NonconformityData).repeat_of_id == UUID(cards[1]["id"])
    assert numbers((await shown(ask, cards[0]))["repeats"]["later"]) == [cards[1]["number"], cards[2]["number"]]


async def test_another_place_site_or_category_is_no_repeat(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    async with database.sessions() as session:
        other = await session.scalar(select(categories.c.id).where(categories.c.name == "СИЗ"))
    await file()
    for values in ({"place": "крыша"}, {"site_id": str(world.far_plant.id)}, {"category_id": str(other)}):
        assert (await file(**values))["repeat"] is False, values


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Машинный зал, отм. 8", "машинный зал отм.8", True),
        ("Щит №2 (чёрный)", "щит № 2 — черный", True),
        ("отм. -3,6", "отм. 3,6", False),
        ("отм. −3.6", "отм. –3,6", True),
        ("ТГ-2", "тг 2", True),
        ("ТГ-2", "ТГ-3", False),
    ],
)
async def test_a_place_is_the_same_however_it_is_punctuated(
    database: Database, one: str, other: str, same: bool
) -> None:
    async with database.sessions() as session:
        keys = (await session.execute(select(func.place_key(one), func.place_key(other)))).one()
    assert (keys[0] == keys[1]) is same, keys


async def test_ninety_days_count_from_the_closure_and_until_then_from_the_registration(
    ask: Ask, file: File, world: World, stand_still: StandStill
) -> None:
    stand_still("2026-01-01T09:00:00+00:00")
    closed, left = await file(place="крыша"), await file(place="подвал")
    await walked(ask, closed, world, "assign", "report-fixed", due_on="2026-02-01")
    stand_still("2026-03-01T09:00:00+00:00")
    await walked(ask, closed, world, "verify")
    stand_still("2026-04-01T09:00:00+00:00")  # 90 days after the registration
    assert numbers((await file(place="подвал"))["repeats"]["earlier"]) == [left["number"]]
    stand_still("2026-05-30T09:00:00+00:00")  # 90 days after the closure
    assert numbers((await file(place="крыша"))["repeats"]["earlier"]) == [closed["number"]]
    stand_still("2026-07-01T09:00:00+00:00")
    assert (await file(place="подвал"))["repeats"]["earlier"] == []
    assert len((await shown(ask, closed))["repeats"]["later"]) == 1


@pytest.mark.parametrize("verb", ["reject", "merge"])
async def test_what_was_set_aside_neither_repeats_nor_is_repeated(
    ask: Ask, file: File, world: World, verb: str
) -> None:
    first, second = await file(), await file()
    body = {"reason": "Не подтвердилось"} if verb == "reject" else {"into_id": first["id"]}
    aside = await ask(world.triage, "POST", f"/nonconformities/{second['id']}/{verb}", json=body)
    assert (aside.json()["repeat"], aside.json()["repeats"]) == (False, {"earlier": [], "later": []})
    assert (await shown(ask, first))["repeats"]["later"] == []
    third = await file()
    assert numbers(third["repeats"]["earlier"]) == [first["number"]]
    listed = (await ask(world.triage, "GET", "/nonconformities", params={"repeat": "true"})).json()["items"]
    assert numbers(listed) == [third["number"]]


async def test_the_list_is_narrowed_to_repeats_and_to_the_others(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()

    async def listed(flag: str) -> list[tuple[str, bool]]:
        answer = await ask(world.triage, "GET", "/nonconformities", params={"repeat": flag})
        return [(item["id"], item["repeat"]) for item in answer.json()["items"]]

    assert await listed("true") == [(second["id"], True)]
    assert await listed("false") == [(first["id"], False)]


async def test_moving_a_finding_to_another_place_makes_or_unmakes_the_repeat(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    first, second = await file(), await file(place="крыша")
    editor = acting(world.persons["triage"], permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_EDIT)
    path = f"/nonconformities/{second['id']}"
    moved = await ask(editor, "PATCH", path, json={"place": first["place"]}, headers={"If-Match": '"1"'})
    assert (moved.json()["repeat"], numbers(moved.json()["repeats"]["earlier"])) == (True, [first["number"]])
    told = (await events_of(database, second["id"]))[-1]
    assert told.payload(NonconformityData).repeat_of_id == UUID(first["id"])
    back = await ask(editor, "PATCH", path, json={"place": "крыша"}, headers={"If-Match": '"2"'})
    assert (back.json()["repeat"], back.json()["repeats"]["earlier"]) == (False, [])


async def test_a_card_names_no_repeat_that_its_reader_may_not_see(ask: Ask, file: File, world: World) -> None:
    """Two branches work at one site: each learns that it is a repeat, and not of what."""
    theirs = await file(world.watcher)
    ours = await file()
    assert (ours["repeat"], ours["repeats"]) == (True, {"earlier": [], "later": []})
    seen_by_all = await shown(ask, ours)
    assert numbers(seen_by_all["repeats"]["earlier"]) == [theirs["number"]]
    both = principal(permissions.NONCONFORMITY_READ, branches=(world.kursk.id, world.beloyarsk.id))
    assert numbers((await shown(ask, theirs, both))["repeats"]["later"]) == [ours["number"]]
    assert (await shown(ask, theirs, world.watcher))["repeats"]["later"] == []


async def test_an_imported_journal_knows_its_repeats(
    ask: Ask, bring: Bring, world: World, category: UUID, database: Database
) -> None:
    plant, found, author = "Курская АЭС", "Электробезопасность", "Ёлкина Анна Петровна"
    rows = [
        (number, day, plant, "Цех 3", found, text, author, "", "", "", "", "зарегистрировано")
        for number, day, text in (
            (1, "01.02.2026", "Оголён провод"), (2, "01.03.2026", "Снова оголён"), (3, "01.09.2026", "Опять"),
        )
    ]  # fmt: skip
    await bring(workbook(*rows))
    async with database.sessions() as session:
        stored = (await session.execute(select(nonconformities).order_by(nonconformities.c.found_at))).all()
    assert [row.repeat_of_id for row in stored] == [None, stored[0].id, None]
    [told] = await events_of(database, str(stored[1].id))
    assert told.payload(NonconformityData).repeat_of_id == stored[0].id
