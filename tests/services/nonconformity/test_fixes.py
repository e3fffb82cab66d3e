"""A fix is reported with a photo or a word, and accepted once, by one person."""

import asyncio
from typing import Any

import pytest

from services.nonconformity.attachments import service as attachments
from services.nonconformity.domain.attachments import Purpose
from shared.contracts.nonconformity import FixReported, NonconformityData
from shared.contracts.nonconformity.attachments import AttachmentAdded
from shared.db.database import Database
from shared.ids import new_id
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_claiming_files import draft
from tests.services.nonconformity.test_walk import events_of, walked
from tests.services.nonconformity.world import VERIFIES, World, acting


@pytest.mark.parametrize("body", [None, {}, {"comment": None}, {"attachment_ids": []}])
async def test_a_fix_with_nothing_to_show_is_refused_at_the_field(
    ask: Ask, file: File, world: World, body: dict[str, Any] | None
) -> None:
    card = await walked(ask, await file(), world, "assign")
    path = f"/nonconformities/{card['id']}"
    refused = await ask(world.executor, "POST", f"{path}/report-fixed", json=body)
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["loc"], error["code"]) == (["body", "comment"], "evidence_needed")
    assert "приложите фото" in error["message"]
    english = await ask(world.executor, "POST", f"{path}/report-fixed", json=body, language="en")
    assert "attach a photo" in english.json()["errors"][0]["message"]
    assert (await ask(world.executor, "GET", path)).json()["state"] == "assigned"


async def test_a_photo_alone_is_enough_and_becomes_part_of_the_record(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await walked(ask, await file(), world, "assign")
    photo = draft(world.executor.id, card["id"], Purpose.FIX)
    async with database.transaction() as session:
        await attachments.draft(session, uploads=[photo])
    path = f"/nonconformities/{card['id']}"
    fixed = await ask(world.executor, "POST", f"{path}/report-fixed", json={"attachment_ids": [str(photo.id)]})
    assert (fixed.status_code, fixed.json()["state"]) == (200, "fixed"), fixed.text
    assert [event.type for event in await events_of(database, str(photo.id))] == [
        f"profkom.{AttachmentAdded.event_type}"
    ]
    told = (await events_of(database, card["id"]))[-1]
    assert told.payload(FixReported).changed["attachment_ids"] == ([], [str(photo.id)])
    last = (await ask(world.inspector, "GET", f"{path}/history")).json()["items"][-1]
    assert last["text"] == f"Об устранении сообщено, приложено: «{photo.name}» (Исполнев О. Ю.)"


async def test_a_photo_that_is_not_ones_own_leaves_the_record_as_it_was(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await walked(ask, await file(), world, "assign")
    photos = [draft(world.helper.id, card["id"], Purpose.FIX), draft(world.executor.id, card["id"], Purpose.COMMENT)]
    async with database.transaction() as session:
        await attachments.draft(session, uploads=photos)
    path = f"/nonconformities/{card['id']}"
    for wrong in (*(photo.id for photo in photos), new_id()):
        body = {"comment": "Сделано", "attachment_ids": [str(wrong)]}
        refused = await ask(world.executor, "POST", f"{path}/report-fixed", json=body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["loc"] == ["body", "attachment_ids", 0]
    assert (await ask(world.executor, "GET", path)).json()["version"] == card["version"]


async def test_of_many_who_verify_at_once_one_wins_and_the_others_are_told(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await walked(ask, await file(), world, "assign", "report-fixed")
    path = f"/nonconformities/{card['id']}"
    who = [world.inspector, world.verifier, acting(world.persons["helper"], *VERIFIES)] * 4
    answers = await asyncio.gather(*(ask(one, "POST", f"{path}/verify") for one in who))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 11
    refusals = [answer.json() for answer in answers if answer.status_code == 409]
    assert {refused["code"] for refused in refusals} == {"wrong_state"}
    assert all("«Устранено»" in refused["detail"] for refused in refusals)
    told = [event.payload(NonconformityData) for event in await events_of(database, card["id"])]
    assert [data.state for data in told].count("closed") == 1


async def test_verified_or_returned_at_once_but_never_both(ask: Ask, file: File, world: World) -> None:
    card = await walked(ask, await file(), world, "assign", "report-fixed")
    path = f"/nonconformities/{card['id']}"
    verified, returned = await asyncio.gather(
        ask(world.inspector, "POST", f"{path}/verify"),
        ask(world.verifier, "POST", f"{path}/return", json={"reason": "Осталась щель"}),
    )
    assert sorted((verified.status_code, returned.status_code)) == [200, 409]
    winner = verified if verified.status_code == 200 else returned
    assert (await ask(world.inspector, "GET", path)).json()["state"] == winner.json()["state"]


async def test_who_read_the_record_before_the_other_decided_is_told_by_its_version(
    ask: Ask, file: File, world: World
) -> None:
    card = await walked(ask, await file(), world, "assign", "report-fixed")
    path, read = f"/nonconformities/{card['id']}", {"If-Match": f'"{card["version"]}"'}
    answers = await asyncio.gather(
        *(ask(who, "POST", f"{path}/verify", headers=read) for who in (world.inspector, world.verifier))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
