"""Measures of a record through the API: planned, done, verified; no closure while one is open."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.nonconformity.attachments import service as attachments
from services.nonconformity.domain.attachments import Purpose
from services.nonconformity.measures.jobs import MeasureJobs
from shared import clock
from shared.contracts.nonconformity.measures import MeasureData, MeasureExpired
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_claiming_files import draft
from tests.services.nonconformity.test_walk import events_of, walked
from tests.services.nonconformity.world import VERIFIES, World, acting

Plan = Callable[..., Awaitable[dict[str, Any]]]


def day(days: int) -> str:
    return (clock.today("Europe/Moscow") + timedelta(days=days)).isoformat()


def path(measure: dict[str, Any], verb: str = "") -> str:
    base = f"/nonconformities/{measure['nonconformity']['id']}/measures/{measure['id']}"
    return f"{base}/{verb}" if verb else base


@pytest.fixture
def plan(ask: Ask, world: World) -> Plan:
    """`await plan(card)`: a corrective measure of the helper's, due in five days; fields may be given."""

    async def send(card: dict[str, Any], **values: Any) -> dict[str, Any]:
        body = {
            "kind": "corrective",
            "description": "Заменить кабельный ввод",
            "owner_id": str(world.helper.id),
            "due_on": day(5),
            **values,
        }
        answer = await ask(world.triage, "POST", f"/nonconformities/{card['id']}/measures", json=body)
        assert answer.status_code == 201, answer.text
        measure: dict[str, Any] = answer.json()
        return measure

    return send


async def test_a_measure_is_planned_done_returned_done_again_and_verified_by_somebody_else(
    ask: Ask, file: File, world: World, plan: Plan, database: Database
) -> None:
    card = await walked(ask, await file(), world, "assign")
    measure = await plan(card)
    assert (measure["number"], measure["state"]) == (f"{card['number']}/1", "planned")
    assert measure["owner"] == {"id": str(world.helper.id), "name": "Помогаев Пётр Ильич"}
    assert measure["allowed_actions"] == ["edit", "cancel"]
    mine = (await ask(world.helper, "GET", path(measure))).json()
    assert mine["allowed_actions"] == ["complete"]
    done = await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Ввод заменён"})
    assert (done.status_code, done.json()["state"], done.json()["evidence"]) == (200, "completed", "Ввод заменён")
    back = await ask(world.verifier, "POST", path(measure, "return"), json={"reason": "Сальник не затянут"})
    assert (back.json()["state"], back.json()["evidence"], back.json()["completed_by"]) == ("planned", None, None)
    await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Затянут"})
    powerful = acting(world.persons["helper"], *VERIFIES)
    own = await ask(powerful, "POST", path(measure, "verify"))
    assert (own.status_code, own.json()["code"]) == (403, "own_measure")
    verified = await ask(world.inspector, "POST", path(measure, "verify"))
    assert (verified.json()["state"], verified.json()["verified_by"]["name"]) == ("verified", "Ёлкина Анна Петровна")
    assert verified.headers["etag"] == '"5"'
    told = await events_of(database, measure["id"])
    assert [event.type.split(".")[3] for event in told] == [
        "created", "completed", "returned", "completed", "verified",
    ]  # fmt: skip
    last = told[-1].payload(MeasureData)
    assert (last.number, last.nonconformity_number, last.version) == (f"{card['number']}/1", card["number"], 5)
    assert last.changed["state"] == ("completed", "verified")
    assert str(world.helper.id) in told[-1].readers
    assert told[0].payload(MeasureData).changed == {}


async def test_the_owner_sees_the_record_and_loses_it_with_a_cancelled_measure(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    card = await file()
    record = f"/nonconformities/{card['id']}"
    assert (await ask(world.helper, "GET", record)).status_code == 404
    measure = await plan(card)
    seen = await ask(world.helper, "GET", record)
    assert (seen.status_code, seen.json()["allowed_actions"]) == (200, [])
    listed = (await ask(world.helper, "GET", "/nonconformities", params={"mine": "true"})).json()["items"]
    assert [item["id"] for item in listed] == [card["id"]]
    cancelled = await ask(world.triage, "POST", path(measure, "cancel"), json={"reason": "Заменили всю линию"})
    assert (cancelled.json()["state"], cancelled.json()["allowed_actions"]) == ("cancelled", [])
    assert (await ask(world.helper, "GET", record)).status_code == 404
    assert (await ask(world.helper, "GET", "/nonconformities")).json()["items"] == []


async def test_who_acts_on_a_measure_observes_the_record(ask: Ask, file: File, world: World, plan: Plan) -> None:
    card = await file()
    measure = await plan(card)
    await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Сделано"})
    await ask(world.verifier, "POST", path(measure, "verify"))
    after = (await ask(world.inspector, "GET", f"/nonconformities/{card['id']}")).json()
    assert [person["name"] for person in after["observers"]] == ["Проверяева Нина Львовна", "Разборова Ольга Ивановна"]
    assert after["version"] == card["version"], "an edit that somebody is writing stays good"


async def test_a_record_is_not_closed_while_a_measure_is_open_and_the_refusal_lists_them(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    card = await walked(ask, await file(), world, "assign")
    undone, unverified, gone = await plan(card), await plan(card), await plan(card)
    await ask(world.helper, "POST", path(unverified, "complete"), json={"comment": "Сделано"})
    await ask(world.triage, "POST", path(gone, "cancel"), json={"reason": "Не нужно"})
    card = await walked(ask, card, world, "report-fixed")
    assert card["measures"] == {"total": 2, "open": 2, "overdue": 0}
    record = f"/nonconformities/{card['id']}"
    assert (await ask(world.inspector, "GET", record)).json()["allowed_actions"] == ["return"]
    refused = await ask(world.inspector, "POST", f"{record}/verify")
    assert (refused.status_code, refused.json()["code"]) == (409, "measures_open")
    assert f"{undone['number']}, {unverified['number']}" in refused.json()["detail"]
    assert [(error["loc"], error["code"]) for error in refused.json()["errors"]] == [
        (["measures", 1], "measure_undone"), (["measures", 2], "measure_unverified"),
    ]  # fmt: skip
    english = await ask(world.inspector, "POST", f"{record}/verify", language="en")
    assert "is done and waits to be verified" in english.json()["errors"][1]["message"]
    await ask(world.inspector, "POST", path(unverified, "verify"))
    await ask(world.helper, "POST", path(undone, "complete"), json={"comment": "Сделано"})
    await ask(world.inspector, "POST", path(undone, "verify"))
    closed = await ask(world.inspector, "POST", f"{record}/verify")
    assert (closed.json()["state"], closed.json()["measures"]["open"]) == ("closed", 0)
    body = {"kind": "preventive", "description": "Обучить", "owner_id": str(world.helper.id), "due_on": day(3)}
    late = await ask(world.triage, "POST", f"{record}/measures", json=body)
    assert (late.status_code, late.json()["code"]) == (409, "measures_frozen")


async def test_a_measure_planned_at_the_moment_of_closure_is_refused_or_holds_it_back(
    ask: Ask, file: File, world: World
) -> None:
    for _ in range(5):
        card = await walked(ask, await file(), world, "assign", "report-fixed")
        record = f"/nonconformities/{card['id']}"
        body = {"kind": "preventive", "description": "Обучить", "owner_id": str(world.helper.id), "due_on": day(3)}
        closed, planned = await asyncio.gather(
            ask(world.inspector, "POST", f"{record}/verify"),
            ask(world.triage, "POST", f"{record}/measures", json=body),
        )
        assert sorted((closed.status_code, planned.status_code)) in ([200, 409], [201, 409])
        after = (await ask(world.inspector, "GET", record)).json()
        assert (after["state"] == "closed") is (after["measures"]["open"] == 0)


async def test_of_many_who_verify_a_measure_at_once_one_wins(ask: Ask, file: File, world: World, plan: Plan) -> None:
    measure = await plan(await file())
    await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Сделано"})
    who = [world.inspector, world.verifier] * 5
    answers = await asyncio.gather(*(ask(one, "POST", path(measure, "verify")) for one in who))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    refusal = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (refusal["code"], "«Выполнено»" in refusal["detail"]) == ("wrong_measure_state", True)


async def test_measures_planned_at_once_get_numbers_in_a_row(ask: Ask, file: File, plan: Plan) -> None:
    card = await file()
    measures = await asyncio.gather(*(plan(card) for _ in range(8)))
    assert sorted(measure["number"] for measure in measures) == [f"{card['number']}/{n}" for n in range(1, 9)]


async def test_it_is_done_with_photos_or_a_word_and_never_with_nothing(
    ask: Ask, file: File, world: World, plan: Plan, database: Database
) -> None:
    card = await file()
    measure, photo = await plan(card), draft(world.helper.id, UUID(card["id"]), Purpose.MEASURE)
    async with database.transaction() as session:
        await attachments.draft(session, uploads=[photo])
    empty: list[Any] = [None, {}, {"comment": None, "attachment_ids": []}]
    for body in empty:
        refused = await ask(world.helper, "POST", path(measure, "complete"), json=body)
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["loc"], error["code"]) == (422, ["body", "comment"], "evidence_needed")
    done = await ask(world.helper, "POST", path(measure, "complete"), json={"attachment_ids": [str(photo.id)]})
    assert [item["id"] for item in done.json()["attachments"]] == [str(photo.id)]
    listed = (await ask(world.triage, "GET", f"/nonconformities/{card['id']}/measures")).json()
    assert [item["id"] for item in listed["items"][0]["attachments"]] == [str(photo.id)]
    assert listed["allowed_actions"] == ["create"]


@pytest.mark.parametrize(
    ("wrong", "loc", "code"),
    [
        ({"due_on": day(12), "expires_on": day(10)}, "due_on", "due_after_expiry"),
        ({"expires_on": None}, "expires_on", "expiry_needed"),
        ({"kind": "preventive"}, "expires_on", "expiry_out_of_place"),
        ({"due_on": day(-1)}, "due_on", "due_date_past"),
        ({"owner_id": str(uuid4())}, "owner_id", "unknown_person"),
        ({"description": "  "}, "description", "string_too_short"),
        ({"kind": "useless"}, "kind", "enum"),
    ],
)
async def test_a_bad_plan_is_refused_at_its_field_and_nothing_is_planned(
    ask: Ask, file: File, world: World, database: Database, wrong: dict[str, Any], loc: str, code: str
) -> None:
    card = await file()
    body = {
        "kind": "compensating", "description": "Ограждение", "owner_id": str(world.helper.id), "due_on": day(2),
        "expires_on": day(10), **wrong,
    }  # fmt: skip
    where = f"/nonconformities/{card['id']}/measures"
    answer = await ask(world.triage, "POST", where, json=body)
    assert answer.status_code == 422, answer.text
    assert [(error["loc"], error["code"]) for error in answer.json()["errors"]] == [(["body", loc], code)]
    assert (await ask(world.triage, "GET", where)).json()["items"] == []


async def test_an_owner_is_of_the_branch_or_takes_part_already(ask: Ask, file: File, world: World, plan: Plan) -> None:
    card = await file()
    body = {"kind": "corrective", "description": "Заменить", "due_on": day(2)}
    where = f"/nonconformities/{card['id']}/measures"
    for who, code in ((world.stranger, "owner_elsewhere"), (acting(world.persons["gone"]), "unknown_person")):
        refused = await ask(world.triage, "POST", where, json={**body, "owner_id": str(who.id)})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    order = {"responsible_id": str(world.executor.id), "due_on": day(9), "observer_ids": [str(world.stranger.id)]}
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    taken = await ask(world.triage, "POST", where, json={**body, "owner_id": str(world.stranger.id)})
    assert taken.status_code == 201, taken.text


async def test_an_edit_needs_the_version_a_moved_date_its_reason_and_a_new_owner_takes_over(
    ask: Ask, file: File, world: World, plan: Plan, database: Database
) -> None:
    measure = await plan(await file())
    assert (await ask(world.triage, "PATCH", path(measure), json={"due_on": day(8)})).status_code == 428
    stale = await ask(world.triage, "PATCH", path(measure), json={"due_on": day(8)}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    fresh = {"If-Match": '"1"'}
    without = await ask(world.triage, "PATCH", path(measure), json={"due_on": day(8)}, headers=fresh)
    assert without.json()["errors"][0]["code"] == "move_reason_needed"
    body = {"due_on": day(8), "owner_id": str(world.executor.id), "reason": "Ждём ввод со склада"}
    moved = (await ask(world.triage, "PATCH", path(measure), json=body, headers=fresh)).json()
    assert (moved["first_due_on"], moved["due_on"], moved["due_date_moves"]) == (day(5), day(8), 1)
    same = await ask(world.triage, "PATCH", path(measure), json={"due_on": day(8)}, headers={"If-Match": '"2"'})
    assert (same.json()["version"], len(await events_of(database, measure["id"]))) == (2, 2)
    assert (await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Я"})).status_code == 404
    late = await ask(world.executor, "POST", path(measure, "complete"), json={"comment": "Сделано"})
    assert late.json()["state"] == "completed"
    after = await ask(world.triage, "PATCH", path(measure), json={"owner_id": str(world.helper.id)},
                      headers={"If-Match": '"3"'})  # fmt: skip
    assert (after.status_code, after.json()["code"]) == (409, "wrong_measure_state")


async def test_a_compensating_measure_expires_is_listed_as_overdue_and_extended_with_a_reason(
    ask: Ask, file: File, world: World, plan: Plan, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    card = await walked(ask, await file(), world, "assign", due_on="2026-12-31")
    values = {"kind": "compensating", "due_on": "2026-11-24", "expires_on": "2026-11-30"}
    measure = await plan(card, **values)
    await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Ограждение стоит"})
    await ask(world.inspector, "POST", path(measure, "verify"))
    stand_still("2026-12-01T08:00:00+00:00")
    shown = (await ask(world.triage, "GET", path(measure))).json()
    assert (shown["late"], shown["expired"], shown["overdue"]) == (False, True, True)
    record = (await ask(world.triage, "GET", f"/nonconformities/{card['id']}")).json()
    assert record["measures"] == {"total": 1, "open": 0, "overdue": 1}
    listed = (await ask(world.triage, "GET", "/measures", params={"overdue": "true"})).json()["items"]
    assert [item["id"] for item in listed] == [measure["id"]]
    body = {"expires_on": "2026-12-20", "reason": "Плиту везут до 18 декабря"}
    assert (await ask(world.helper, "POST", path(measure, "extend"), json=body)).status_code == 403
    longer = await ask(world.verifier, "POST", path(measure, "extend"), json=body)
    assert (longer.json()["expires_on"], longer.json()["extensions"], longer.json()["overdue"]) == (
        "2026-12-20", 1, False,
    )  # fmt: skip
    assert (await ask(world.triage, "GET", "/measures", params={"overdue": "true"})).json()["items"] == []


async def test_an_expiry_is_told_once_for_each_date_and_in_the_branchs_own_day(
    ask: Ask, file: File, world: World, plan: Plan, database: Database, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    jobs = MeasureJobs(database)
    card = await walked(ask, await file(), world, "assign", due_on="2026-12-31")
    measure = await plan(card, kind="compensating", due_on="2026-11-24", expires_on="2026-11-30")
    cancelled = await plan(card, kind="compensating", due_on="2026-11-24", expires_on="2026-11-30")
    await ask(world.triage, "POST", path(cancelled, "cancel"), json={"reason": "Лишнее"})

    async def told() -> list[tuple[Any, ...]]:
        events = [event for event in await events_of(database, measure["id"]) if "expired" in event.type]
        read = [event.payload(MeasureExpired) for event in events]
        assert all(event.actor is None and str(world.helper.id) in (event.readers or "") for event in events)
        return [(data.version, str(data.expires_on)) for data in read]

    stand_still("2026-11-30T20:59:00+00:00")  # in Moscow the last day that it holds
    await jobs.expire()
    assert await told() == []
    stand_still("2026-11-30T21:01:00+00:00")
    await jobs.expire()
    await jobs.expire()
    assert await told() == [(1, "2026-11-30")]
    assert len(await events_of(database, cancelled["id"])) == 2
    body = {"expires_on": "2026-12-20", "reason": "Плиту везут до 18 декабря"}
    await ask(world.verifier, "POST", path(measure, "extend"), json=body)
    await jobs.expire()
    stand_still("2026-12-25T08:00:00+00:00")
    await jobs.expire()
    assert await told() == [(1, "2026-11-30"), (2, "2026-12-20")]
    timeline = (await ask(world.triage, "GET", f"/nonconformities/{card['id']}/history")).json()["items"]
    said = [entry["text"] for entry in timeline if entry["act"] == "expire"]
    assert said[0] == "Компенсирующее мероприятие № 1 больше не действует: срок истёк 30 ноября 2026\xa0г."


async def test_what_expires_after_the_fix_was_reported_burns_nobody(
    ask: Ask, file: File, world: World, plan: Plan, database: Database, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    card = await walked(ask, await file(), world, "assign", due_on="2026-12-31")
    measure = await plan(card, kind="compensating", due_on="2026-11-24", expires_on="2026-11-30")
    await walked(ask, card, world, "start", "report-fixed")
    stand_still("2026-12-05T08:00:00+00:00")
    await MeasureJobs(database).expire()
    assert len(await events_of(database, measure["id"])) == 1


async def test_a_rejected_record_freezes_its_measures_and_they_burn_no_more(
    ask: Ask, file: File, world: World, plan: Plan, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    card = await file()
    measure = await plan(card, due_on="2026-11-24")
    stand_still("2026-11-26T08:00:00+00:00")
    assert (await ask(world.helper, "GET", path(measure))).json()["late"] is True
    await walked(ask, card, world, "reject")
    shown = (await ask(world.helper, "GET", path(measure))).json()
    assert (shown["late"], shown["allowed_actions"]) == (False, [])
    refused = await ask(world.helper, "POST", path(measure, "complete"), json={"comment": "Сделано"})
    assert (refused.status_code, refused.json()["code"]) == (409, "measures_frozen")
    await walked(ask, card, world, "dispute")
    assert (await ask(world.helper, "GET", path(measure))).json()["allowed_actions"] == ["complete"]


async def test_the_history_of_the_record_tells_of_its_measures_in_sentences(
    ask: Ask, file: File, world: World, plan: Plan, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    card = await file()
    values = {"kind": "compensating", "due_on": "2026-11-24", "expires_on": "2026-11-30"}
    measure = await plan(card, description="Выставить ограждение", **values)
    body = {"due_on": "2026-11-25", "owner_id": str(world.executor.id), "reason": "Нет стоек"}
    await ask(world.triage, "PATCH", path(measure), json=body, headers={"If-Match": '"1"'})
    await ask(world.executor, "POST", path(measure, "complete"), json={"comment": "Стоит"})
    await ask(world.verifier, "POST", path(measure, "return"), json={"reason": "Упало"})
    extended = {"expires_on": "2026-12-05", "reason": "Плиту везут"}
    await ask(world.verifier, "POST", path(measure, "extend"), json=extended)
    await ask(world.triage, "POST", path(measure, "cancel"), json={"reason": "Проём закрыт"})

    async def told(language: str) -> list[str]:
        where = f"/nonconformities/{card['id']}/history"
        items = (await ask(world.triage, "GET", where, language=language)).json()["items"]
        return [item["text"].replace("\xa0", " ") for item in items if item["noun"] == "measure"]

    assert await told("ru") == [
        "Компенсирующее мероприятие № 1 назначено: «Выставить ограждение», ответственный — Помогаев П. И., "
        "срок — 24 ноября 2026 г., действует до 30 ноября 2026 г. (Разборова О. И.)",
        "Компенсирующее мероприятие № 1: ответственный сменён: было — Помогаев П. И., стало — Исполнев О. Ю.; "
        "срок перенесён с 24 ноября 2026 г. на 25 ноября 2026 г.: «Нет стоек» (Разборова О. И.)",
        "Компенсирующее мероприятие № 1 выполнено: «Стоит» (Исполнев О. Ю.)",
        "Компенсирующее мероприятие № 1 возвращено в работу: «Упало» (Проверяева Н. Л.)",
        "Компенсирующее мероприятие № 1 продлено с 30 ноября 2026 г. до 5 декабря 2026 г.: «Плиту везут» "
        "(Проверяева Н. Л.)",
        "Компенсирующее мероприятие № 1 отменено: «Проём закрыт» (Разборова О. И.)",
    ]
    assert (await told("en"))[2] == "Compensating measure no. 1 done: “Стоит” (Исполнев О. Ю.)"


async def test_everything_about_a_foreign_branchs_measures_is_404(
    ask: Ask, file: File, world: World, plan: Plan
) -> None:
    measure = await plan(await file())
    theirs = await file(world.watcher)
    record = f"/nonconformities/{measure['nonconformity']['id']}/measures"
    new = {"kind": "corrective", "description": "Заменить", "owner_id": str(world.stranger.id), "due_on": day(2)}
    reason = {"reason": "Не нужно"}
    calls: list[tuple[str, str, Any]] = [
        ("GET", record, None), ("POST", record, new), ("GET", path(measure), None),
        ("PATCH", path(measure), {"description": "Иначе"}), ("POST", path(measure, "complete"), {"comment": "Я"}),
        ("POST", path(measure, "verify"), None), ("POST", path(measure, "return"), reason),
        ("POST", path(measure, "extend"), {"expires_on": day(9), **reason}), ("POST", path(measure, "cancel"), reason),
        ("GET", f"/nonconformities/{theirs['id']}/measures/{measure['id']}", None),
        ("POST", f"/nonconformities/{theirs['id']}/measures/{measure['id']}/cancel", reason),
    ]  # fmt: skip
    for method, where, body in calls:
        headers = {"If-Match": '"1"'} if method == "PATCH" else {}
        answer = await ask(world.stranger, method, where, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, where)
    assert (await ask(world.stranger, "GET", "/measures")).json()["items"] == []
    assert (await ask(world.triage, "GET", path(measure))).json()["version"] == 1
