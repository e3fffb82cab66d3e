"""The journal as a list: filters, sorting, pages, and a search that forgives."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.nonconformity.journal.schemas import JournalPage
from services.nonconformity.models import categories
from shared.db.database import Database
from shared.ids import new_id
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World
from tests.support.auth import administrator

Find = Callable[..., Any]


@pytest.fixture
def find(ask: Ask) -> Find:
    """`await find(q="...")`: the numbers' last digits that an administrator's list shows, in its order."""

    async def numbers(**params: Any) -> list[int]:
        answer = await ask(administrator(), "GET", "/nonconformities", params=params)
        assert answer.status_code == 200, answer.text
        JournalPage.model_validate(answer.json())
        return [int(item["number"].rpartition("-")[2]) for item in answer.json()["items"]]

    return numbers


async def test_filters_narrow_the_list_and_join_by_and(ask: Ask, file: File, world: World, find: Find) -> None:
    first = await file(severity="low")
    await file(severity="high", site_id=str(world.far_plant.id))
    await file(world.watcher, severity="high")
    order = {"responsible_id": str(world.executor.id), "due_on": "2030-05-01"}
    await ask(world.triage, "POST", f"/nonconformities/{first['id']}/assign", json=order)
    assert await find(sort="number") == [1, 2, 3]
    assert await find(state="assigned") == [1]
    assert await find(state=["assigned", "registered"], sort="number") == [1, 2, 3]
    assert await find(responsible_id=str(world.executor.id), state="assigned") == [1]
    assert await find(severity="high", sort="-number") == [3, 2]
    assert await find(severity="high", site_id=str(world.far_plant.id)) == [2]
    assert await find(branch_id=str(world.beloyarsk.id)) == [3]
    assert await find(author_id=str(world.watcher.id)) == [3]
    assert await find(due_before="2030-05-02") == [1]
    assert await find(due_before="2030-05-01") == []


async def test_overdue_is_what_passed_its_date_in_its_branch_and_is_not_reported_fixed(
    ask: Ask, file: File, world: World, find: Find, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    cards = [await file(), await file(), await file(world.watcher)]
    order = {"responsible_id": str(world.executor.id), "due_on": "2026-11-23"}
    for card, triage in zip(cards, (world.triage, world.triage, world.stranger), strict=True):
        await ask(triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    await ask(world.executor, "POST", f"/nonconformities/{cards[1]['id']}/report-fixed", json={"comment": "Сделано"})
    stand_still("2026-11-23T20:30:00+00:00")  # still the 23rd in Kursk, the 24th in Beloyarsk
    assert await find(overdue="true") == [3]
    assert await find(overdue="false", sort="number") == [1, 2]
    stand_still("2026-11-24T08:00:00+00:00")
    assert await find(overdue="true", sort="number") == [1, 3]
    shown = await ask(administrator(), "GET", f"/nonconformities/{cards[0]['id']}")
    assert shown.json()["overdue"] is True


async def test_days_of_finding_are_days_of_the_branch(file: File, find: Find) -> None:
    await file(found_at="2026-03-01T23:30:00+03:00")
    await file(found_at="2026-03-02T00:30:00+03:00")
    assert await find(found_from="2026-03-02") == [2]
    assert await find(found_to="2026-03-01") == [1]
    assert await find(found_from="2026-03-01", found_to="2026-03-02", sort="found_at") == [1, 2]


@pytest.mark.parametrize("sort", ["registered_at", "-registered_at", "number", "-due_on", "found_at"])
async def test_pages_show_every_record_once_in_any_order(ask: Ask, file: File, world: World, sort: str) -> None:
    for place in range(7):
        card = await file(found_at=f"2026-0{1 + place % 3}-01T10:00:00+03:00")
        if place % 2:
            order = {"responsible_id": str(world.executor.id), "due_on": "2030-01-01"}
            await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    seen, cursor = [], None
    while True:
        params = {"limit": 3, "sort": sort, **({"cursor": cursor} if cursor else {})}
        page = (await ask(administrator(), "GET", "/nonconformities", params=params)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    everything = (await ask(administrator(), "GET", "/nonconformities", params={"sort": sort})).json()["items"]
    assert seen == [item["id"] for item in everything]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("изоляции", [1]),  # another form of the word
        ("ИЗОЛЯЦИЯ кабелей", [1]),
        ("изоляцыя", [1]),  # a slip
        ("повреждена изляция", [1]),
        ("еще лестница", [2]),  # ё typed as е
        ("стро", [3]),  # the beginning of a word
        ("стропы кабель", []),  # all words are needed
        ("отм. 8", [1, 2]),
        ("кран", [3]),  # not its look-alike «краска»
        ("на и по", []),  # nothing but small words: nothing is found, nothing breaks
        ("высоте", [2]),  # a category's name
        ("аккую", [3]),  # a site's name
        ("акуую", [3]),  # with a slip
        ("крен", [3]),  # a slip in a short word
        ("42:* & |", []),
        ("лестниц", [2]),
        ("перила", []),  # whose stem is «пер»: no reason to show all that begins so
    ],
)
async def test_search_finds_word_forms_and_forgives_slips(
    file: File, world: World, database: Database, find: Find, words: str, found: list[int]
) -> None:
    async with database.sessions() as session:
        named = select(categories.c.id).where(categories.c.name == "Работы на высоте")
        height: UUID | None = await session.scalar(named)
    await file()
    await file(description="Ещё одна ступень лестницы сломана, нужна краска", category_id=str(height))
    await file(
        description="Кран поднимает груз на изношенном стропе", place="эстакада", site_id=str(world.far_plant.id)
    )
    if words == "на и по":
        assert sorted(await find(q=words)) == [1, 2, 3], "small words narrow nothing"
    else:
        assert sorted(await find(q=words)) == found


@pytest.mark.parametrize("address", ["example.org/'qwertzu", "example.org/\\\\qwertzu"])
async def test_a_quote_in_an_address_in_some_record_breaks_nobodys_search(file: File, find: Find, address: str) -> None:
    await file(description=f"Снимок лежит на {address}")
    assert await find(q="qwertzu") == [1]


@pytest.mark.parametrize("typed", ["НС-{year}-00002", "нс {year} 2", "{year}-2", "2", "№ 2"])
async def test_a_number_finds_its_record_however_it_is_typed(file: File, find: Find, typed: str) -> None:
    cards = [await file(), await file(), await file()]
    year = cards[0]["number"].split("-")[1]
    assert await find(q=typed.format(year=year)) == [2]


async def test_a_number_within_a_text_is_found_too(file: File, find: Find) -> None:
    await file(description="Не работает кран № 7")
    await file()
    assert await find(q="7") == [1]


async def test_chosen_records_are_listed_in_the_lists_order_and_those_out_of_sight_are_absent(
    ask: Ask, file: File, world: World, find: Find
) -> None:
    cards = [await file(), await file(severity="high"), await file(world.watcher), await file()]
    first, second, foreign, last = (card["id"] for card in cards)
    assert await find(ids=[last, first], sort="number") == [1, 4], "repeated"
    assert await find(ids=f"{last},{second}", sort="-number") == [4, 2], "by commas"
    assert await find(ids=[f"{first},{second}", last], severity="high") == [2], "joined with other filters by «and»"
    assert await find(ids=[first, str(new_id())]) == [1], "an unknown one is left out"
    assert await find(ids=str(new_id())) == [], "and an unknown one alone shows nothing, not everything"
    many = ",".join([first, foreign, *(str(new_id()) for _ in range(198))])
    seen = await ask(world.inspector, "GET", "/nonconformities", params={"ids": many, "total": "true"})
    assert [item["id"] for item in seen.json()["items"]] == [first], "another branch's is left out"
    assert seen.json()["total"] == 1


@pytest.mark.parametrize("ids", ["", ",", "42", f"{UUID(int=1)},", ",".join([str(UUID(int=1))] * 201)])
async def test_chosen_records_that_are_no_ids_or_too_many_are_refused(ask: Ask, world: World, ids: str) -> None:
    answer = await ask(world.inspector, "GET", "/nonconformities", params={"ids": ids})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"][:2] == ["query", "ids"]


@pytest.mark.parametrize(
    "params",
    [
        {"sort": "colour"},
        {"cursor": "AAAA"},
        {"limit": "0"},
        {"state": "lost"},
        {"colour": "red"},
        {"found_from": "0001-01-01"},
        {"q": "а" * 300},
        {"q": "\x00"},
        {"responsible_id": "me"},
    ],
)
async def test_a_bad_query_is_told_at_its_parameter(ask: Ask, world: World, params: dict[str, str]) -> None:
    answer = await ask(world.inspector, "GET", "/nonconformities", params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"][:2] == ["query", *params]
