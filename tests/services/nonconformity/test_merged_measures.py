"""What is owed in a record that turns out to be a duplicate goes on in the record that is followed."""

from typing import Any

import pytest

from services.nonconformity.attachments import repository as attachments
from services.nonconformity.domain.attachments import Purpose
from shared.contracts.nonconformity.measures import MeasureData, MeasureMoved
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_claiming_files import draft
from tests.services.nonconformity.test_measures import Plan, day, path, plan
from tests.services.nonconformity.test_merging import merged, shown
from tests.services.nonconformity.test_walk import events_of, walked
from tests.services.nonconformity.world import World

__all__ = ["plan"]

COMPENSATING = {"kind": "compensating", "description": "Поставить ограждение"}


async def said(ask: Ask, world: World, card: dict[str, Any], noun: str = "measure") -> list[str]:
    answer = await ask(world.triage, "GET", f"/nonconformities/{card['id']}/history")
    return [entry["text"].replace("\u00a0", " ") for entry in answer.json()["items"] if entry["noun"] == noun]


async def measures_of(ask: Ask, world: World, card: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await ask(world.triage, "GET", f"/nonconformities/{card['id']}/measures")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_open_measures_go_on_in_the_survivor_and_each_record_tells_what_happened_in_it(
    ask: Ask, file: File, world: World, plan: Plan, database: Database
) -> None:
    first, second = [await walked(ask, await file(), world, "assign") for _ in range(2)]
    await plan(first)
    gone = await plan(second)
    await ask(world.triage, "POST", path(gone, "cancel"), json={"reason": "Не нужно"})
    owed = await plan(second, **COMPENSATING, expires_on=day(20))
    assert "merge" in (await shown(ask, second, world.triage))["allowed_actions"]
    assert (await merged(ask, world, second, first)).status_code == 200
    assert [one["number"] for one in await measures_of(ask, world, first)] == [
        f"{first['number']}/1",
        f"{first['number']}/2",
    ]
    assert [one["id"] for one in await measures_of(ask, world, second)] == [gone["id"]], "what was done with stays"
    old = await said(ask, world, second)
    assert old[-1] == f"Компенсирующее мероприятие № 2 перенесено в {first['number']}/2 (Разборова О. И.)"
    assert old[-2].startswith("Компенсирующее мероприятие № 2 назначено: «Поставить ограждение»")
    new = await said(ask, world, first)
    assert new[1:] == [f"Компенсирующее мероприятие № 2 перенесено из {second['number']}/2 (Разборова О. И.)"]
    [_, told] = await events_of(database, owed["id"])
    assert told.type.endswith(".measure.moved.v1")
    assert (told.parent, told.payload(MeasureData).number) == (first["id"], f"{first['number']}/2")
    assert told.payload(MeasureMoved).changed["number"] == (f"{second['number']}/2", f"{first['number']}/2")
    assert str(world.helper.id) in told.readers, "its owner sees the survivor"
    assert (await ask(world.helper, "GET", path(owed))).status_code == 404, "it is there no more"


async def test_a_moved_measure_is_done_and_verified_in_the_survivor_which_is_not_closed_before(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    first, second = [await walked(ask, await file(), world, "assign") for _ in range(2)]
    await plan(second)
    await merged(ask, world, second, first)
    await walked(ask, first, world, "report-fixed")
    refused = await ask(world.verifier, "POST", f"/nonconformities/{first['id']}/verify")
    assert (refused.status_code, refused.json()["code"]) == (409, "measures_open")
    [moved] = await measures_of(ask, world, first)
    done = await ask(world.helper, "POST", path(moved, "complete"), json={"comment": "Заменён"})
    assert done.status_code == 200, done.text
    assert (await ask(world.verifier, "POST", path(moved, "verify"))).status_code == 200
    assert (await said(ask, world, first))[-1].startswith("Корректирующее мероприятие № 1: выполнение подтверждено")
    assert "подтверждено" not in "".join(await said(ask, world, second)), "it happened elsewhere"
    assert (await ask(world.verifier, "POST", f"/nonconformities/{first['id']}/verify")).status_code == 200


async def test_evidence_goes_along_and_is_seen_there_by_whoever_sees_the_survivor(
    ask: Ask, file: File, world: World, plan: Plan, database: Database
) -> None:
    first, second = [await walked(ask, await file(), world, "assign") for _ in range(2)]
    measure = await plan(second)
    photo = draft(world.helper.id, None, Purpose.MEASURE)
    async with database.transaction() as session:
        await attachments.add(session, [photo])
    body = {"comment": "Ввод заменён", "attachment_ids": [str(photo.id)]}
    assert (await ask(world.helper, "POST", path(measure, "complete"), json=body)).status_code == 200
    await merged(ask, world, second, first)
    [moved] = await measures_of(ask, world, first)
    assert (moved["state"], moved["evidence"]) == ("completed", "Ввод заменён")
    [file_of_it] = moved["attachments"]
    assert file_of_it["id"] == str(photo.id)
    for card, files in ((first, [str(photo.id)]), (second, [])):
        answer = await ask(world.triage, "GET", f"/nonconformities/{card['id']}/attachments")
        assert [one["id"] for one in answer.json()["items"]] == files
    assert "приложено" in (await said(ask, world, second))[-2], "and the duplicate's history still names it"


async def test_what_keeps_people_safe_until_the_fix_goes_along_once_verified_too(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    first, second = [await walked(ask, await file(), world, "assign") for _ in range(2)]
    for values in ({**COMPENSATING, "expires_on": day(20)}, {"description": "Заменить ввод"}):
        measure = await plan(second, **values)
        await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Сделано"})
        assert (await ask(world.verifier, "POST", path(measure, "verify"))).status_code == 200
    assert (await merged(ask, world, second, first)).status_code == 200
    assert [one["kind"] for one in await measures_of(ask, world, first)] == ["compensating"]
    assert [one["kind"] for one in await measures_of(ask, world, second)] == ["corrective"]


async def test_into_a_closed_record_nothing_open_is_merged_and_it_is_said_what_to_do(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    first = await walked(ask, await file(), world, "assign", "report-fixed", "verify")
    second = await walked(ask, await file(), world, "assign")
    owed = await plan(second)
    refused = await merged(ask, world, second, first)
    assert (refused.status_code, refused.json()["code"]) == (409, "measures_open")
    assert refused.json()["detail"].startswith(f"{first['number']} закрыта")
    assert f"{second['number']}/1" in refused.json()["detail"]
    assert [one["id"] for one in await measures_of(ask, world, second)] == [owed["id"]]
    await ask(world.triage, "POST", path(owed, "cancel"), json={"reason": "Сделано в той записи"})
    assert (await merged(ask, world, second, first)).status_code == 200


async def test_a_number_names_one_measure_for_ever_and_a_measure_that_comes_back_is_told_everywhere(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    first, second = [await walked(ask, await file(), world, "assign") for _ in range(2)]
    await plan(second)
    await merged(ask, world, second, first)
    back = {"reason": "Это другой кабель"}
    assert (await ask(world.triage, "POST", f"/nonconformities/{second['id']}/unmerge", json=back)).status_code == 200
    assert await measures_of(ask, world, second) == [], "it stays where it was carried"
    assert (await plan(second))["number"] == f"{second['number']}/2"
    assert (await merged(ask, world, first, second)).status_code == 200
    assert [one["number"].rpartition("/")[2] for one in await measures_of(ask, world, second)] == ["2", "3"]
    moves = [text for text in await said(ask, world, second) if "перенесено" in text]
    there, here = first["number"], "Корректирующее мероприятие"
    assert [text.partition(" (")[0] for text in moves] == [
        f"{here} № 1 перенесено в {there}/1",
        f"{here} № 3 перенесено из {there}/1",
    ]
    elsewhere = [text.partition(" (")[0] for text in await said(ask, world, first)]
    assert elsewhere == [
        f"{here} № 1 перенесено из {second['number']}/1",
        f"{here} № 1 перенесено в {second['number']}/3",
    ]


@pytest.mark.parametrize("follower", [False, True])
async def test_a_merge_that_is_refused_moves_nothing(
    ask: Ask, file: File, world: World, plan: Plan, follower: bool
) -> None:
    first, second, third = [await walked(ask, await file(), world, "assign") for _ in range(3)]
    await plan(second)
    await merged(ask, world, first, third) if follower else await ask(
        world.triage, "POST", f"/nonconformities/{first['id']}/reject", json={"reason": "Не подтвердилось"}
    )
    assert (await merged(ask, world, second, first)).status_code == 422
    assert len(await measures_of(ask, world, second)) == 1
