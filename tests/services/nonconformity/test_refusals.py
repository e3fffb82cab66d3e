"""Bad input: each kind gets its own clear problem, at its field, and nothing is half-written."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from services.nonconformity.models import counters, history, nonconformities, way
from services.nonconformity.projections import service as projections
from shared import clock
from shared.auth import permissions
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import INSPECTS, World, acting, person
from tests.support.auth import principal

Body = dict[str, Any]


@pytest.fixture
def body(world: World, category: UUID) -> Body:
    return {
        "site_id": str(world.plant.id),
        "place": "машинный зал",
        "category_id": str(category),
        "description": "Нет ограждения",
    }


async def rows(database: Database) -> int:
    async with database.sessions() as session:
        tables = (nonconformities, way, history, outbox, counters)
        return sum([await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables])


@pytest.mark.parametrize(
    ("wrong", "loc", "code"),
    [
        ({"site_id": str(uuid4())}, ["body", "site_id"], "unknown_site"),
        ({"category_id": str(uuid4())}, ["body", "category_id"], "unknown_category"),
        ({"branch_id": str(uuid4())}, ["body", "branch_id"], "unknown_branch"),
        ({"site_id": "1"}, ["body", "site_id"], "uuid_parsing"),
        ({"description": "а" * 1_000_000}, ["body", "description"], "string_too_long"),
        ({"description": "   "}, ["body", "description"], "string_too_short"),
        ({"description": "ноль\x00байт"}, ["body", "description"], "invalid"),
        ({"place": None}, ["body", "place"], "string_type"),
        ({"severity": "ужасная"}, ["body", "severity"], "enum"),
        ({"found_at": "2999-01-01T00:00:00+03:00"}, ["body", "found_at"], "found_in_future"),
        ({"found_at": "0001-01-01T00:00:00+14:00"}, ["body", "found_at"], "invalid"),
        ({"found_at": "2026-01-01T00:00:00"}, ["body", "found_at"], "timezone_aware"),
        ({"number": "НС-2026-00001"}, ["body", "number"], "extra_forbidden"),
    ],
)
async def test_a_bad_finding_is_refused_at_its_field_and_nothing_is_written(
    ask: Ask, world: World, body: Body, database: Database, wrong: Body, loc: list[str], code: str
) -> None:
    before = await rows(database)
    answer = await ask(world.inspector, "POST", "/nonconformities", json={**body, **wrong})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert [(item["loc"], item["code"]) for item in answer.json()["errors"]] == [(loc, code)]
    assert await rows(database) == before


async def test_half_a_character_is_refused_and_breaks_nothing(ask: Ask, world: World, body: Body) -> None:
    content = json.dumps({**body, "description": "кран \ud800"}).encode()
    answer = await ask(
        world.inspector, "POST", "/nonconformities", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == ["body", "description"]


async def test_several_faults_are_told_at_once_in_the_callers_language(ask: Ask, world: World, body: Body) -> None:
    wrong = {**body, "site_id": str(uuid4()), "category_id": str(uuid4())}
    answer = await ask(world.inspector, "POST", "/nonconformities", json=wrong, language="en")
    assert [item["code"] for item in answer.json()["errors"]] == ["unknown_site", "unknown_category"]
    assert "try again in a few seconds" in answer.json()["errors"][0]["message"]


async def test_html_and_sql_are_kept_as_the_text_they_are(ask: Ask, file: File, world: World) -> None:
    text = "<script>alert(1)</script>'; DROP TABLE nonconformities; --"
    card = await file(description=text, place=text)
    shown = (await ask(world.inspector, "GET", f"/nonconformities/{card['id']}")).json()
    assert (shown["description"], shown["place"]) == (text, text)
    found = await ask(world.inspector, "GET", "/nonconformities", params={"q": text})
    assert found.status_code == 200


async def test_who_files_must_be_a_person_with_a_branch_and_the_right_to(ask: Ask, world: World, body: Body) -> None:
    async def code(who: Principal, **more: str) -> str:
        answer = await ask(who, "POST", "/nonconformities", json={**body, **more})
        refused = answer.json()
        return str(refused["errors"][0]["code"] if refused["errors"] else refused["code"])

    robot = principal(*INSPECTS, kind="robot")
    assert await code(robot) == "persons_only"
    assert await code(principal(*INSPECTS)) == "caller_unknown"
    assert await code(world.executor) == "forbidden"
    foreign = str(world.beloyarsk.id)
    assert await code(world.inspector, branch_id=foreign) == "filing_elsewhere"


async def test_an_author_without_a_branch_names_one(
    ask: Ask, world: World, body: Body, know: Callable[..., Any]
) -> None:
    nomad = person("Кочевник Борис Борисович", None)
    await know([nomad])
    who = acting(nomad, *INSPECTS, branches=(world.kursk.id,))
    refused = await ask(who, "POST", "/nonconformities", json=body)
    assert refused.json()["errors"][0]["code"] == "branch_needed"
    filed = await ask(who, "POST", "/nonconformities", json={**body, "branch_id": str(world.kursk.id)})
    assert (filed.status_code, filed.json()["branch"]["name"]) == (201, "Курское")


async def test_a_retired_category_takes_no_new_findings(ask: Ask, world: World, body: Body) -> None:
    boss = principal(permissions.NONCONFORMITY_CONFIGURE)
    path = f"/categories/{body['category_id']}"
    await ask(boss, "PATCH", path, json={"active": False}, headers={"If-Match": '"1"'})
    answer = await ask(world.inspector, "POST", "/nonconformities", json=body)
    assert answer.json()["errors"][0]["code"] == "inactive_category"


@pytest.mark.parametrize(
    ("wrong", "loc", "code"),
    [
        ({"responsible_id": str(uuid4())}, ["body", "responsible_id"], "unknown_person"),
        ({"co_executor_ids": [str(uuid4())]}, ["body", "co_executor_ids", 0], "unknown_person"),
        ({"due_on": "2020-01-01"}, ["body", "due_on"], "due_date_past"),
        ({"due_on": "2999-01-01"}, ["body", "due_on"], "due_date_far"),
        ({"due_on": "завтра"}, ["body", "due_on"], "date_from_datetime_parsing"),
        ({"observer_ids": [str(uuid4())] * 51}, ["body", "observer_ids"], "too_long"),
    ],
)
async def test_a_bad_assignment_is_refused_at_its_field(
    ask: Ask, file: File, world: World, wrong: Body, loc: list[str | int], code: str
) -> None:
    card = await file()
    order = {"responsible_id": str(world.executor.id), "due_on": "2030-01-01", **wrong}
    answer = await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    assert answer.status_code == 422, answer.text
    assert [(item["loc"], item["code"]) for item in answer.json()["errors"]] == [(loc, code)]
    after = await ask(world.triage, "GET", f"/nonconformities/{card['id']}")
    assert (after.json()["state"], after.json()["version"]) == ("registered", 1)


async def test_who_left_the_register_is_not_assigned(ask: Ask, file: File, world: World) -> None:
    card = await file()
    order = {"responsible_id": str(world.persons["gone"].id), "due_on": "2030-01-01"}
    answer = await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    assert answer.json()["errors"][0]["code"] == "unknown_person"


async def test_an_author_who_was_erased_is_not_assigned(ask: Ask, file: File, world: World, database: Database) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}/assign"
    erased = world.persons["inspector"].model_copy(update={"version": 2, "removed": True})
    async with database.transaction() as session:
        await projections.know_persons(session, [erased])
    order = {"responsible_id": str(world.inspector.id), "due_on": "2030-01-01"}
    answer = await ask(world.triage, "POST", path, json=order)
    assert [(error["loc"], error["code"]) for error in answer.json()["errors"]] == [
        (["body", "responsible_id"], "unknown_person")
    ]


async def test_today_is_what_the_branch_calls_today(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    """At 20:30 UTC it is 23:30 in Kursk and already tomorrow in Beloyarsk."""
    stand_still("2026-11-23T20:30:00+00:00")
    kursk, beloyarsk = await file(), await file(world.watcher)
    order = {"responsible_id": str(world.executor.id), "due_on": "2026-11-23"}
    near = await ask(world.triage, "POST", f"/nonconformities/{kursk['id']}/assign", json=order)
    assert near.status_code == 200
    far = await ask(world.stranger, "POST", f"/nonconformities/{beloyarsk['id']}/assign", json=order)
    assert far.json()["errors"][0]["code"] == "due_date_past"
    assert "24.11.2026" in far.json()["errors"][0]["message"]


@pytest.mark.parametrize("act", ["return", "reject", "dispute", "move-due-date"])
async def test_an_act_that_needs_a_reason_is_refused_without_one(ask: Ask, file: File, world: World, act: str) -> None:
    card = await file()
    body = {"reason": " ", "due_on": "2030-01-01"} if act == "move-due-date" else {"reason": " "}
    answer = await ask(world.triage, "POST", f"/nonconformities/{card['id']}/{act}", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["body", "reason"]


async def test_a_stale_if_match_is_412_for_verbs_and_edits(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path, stale = f"/nonconformities/{card['id']}", {"If-Match": '"7"'}
    order = {"responsible_id": str(world.executor.id), "due_on": "2030-01-01"}
    assert (await ask(world.triage, "POST", f"{path}/assign", json=order, headers=stale)).status_code == 412
    assert (await ask(world.inspector, "PATCH", path, json={"place": "x"}, headers=stale)).status_code == 412
    assert (await ask(world.inspector, "PATCH", path, json={"place": "x"})).status_code == 428
    fresh = {"If-Match": '"1"'}
    assert (await ask(world.triage, "POST", f"{path}/assign", json=order, headers=fresh)).status_code == 200


async def test_a_field_that_must_be_filled_cannot_be_emptied(ask: Ask, file: File, world: World) -> None:
    card = await file(proposal="Заменить")
    path, version = f"/nonconformities/{card['id']}", {"If-Match": '"1"'}
    refused = await ask(world.inspector, "PATCH", path, json={"place": None}, headers=version)
    assert refused.status_code == 422
    emptied = await ask(world.inspector, "PATCH", path, json={"proposal": None}, headers=version)
    assert (emptied.status_code, emptied.json()["proposal"]) == (200, None)


@pytest.mark.parametrize("path", ["/nonconformities/12", "/nonconformities/12/verify", "/nonconformities/1/history"])
async def test_what_is_no_id_leads_nowhere(ask: Ask, world: World, path: str) -> None:
    method = "POST" if path.endswith("verify") else "GET"
    answer = await ask(world.inspector, method, path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_due_date_of_an_unassigned_record_cannot_be_moved(ask: Ask, file: File, world: World) -> None:
    card = await file()
    later = (clock.today("Europe/Moscow") + timedelta(days=3)).isoformat()
    path = f"/nonconformities/{card['id']}/move-due-date"
    answer = await ask(world.triage, "POST", path, json={"due_on": later, "reason": "Ждём"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_due_date")
