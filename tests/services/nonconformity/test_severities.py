"""Severities: four, named and dated by administrators; the term proposes the due date."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest

from services.nonconformity.events.settings import OPTIONS_ID
from shared.auth import permissions
from shared.contracts.nonconformity.settings import OptionsChanged, SeverityChanged
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_walk import events_of
from tests.services.nonconformity.world import World
from tests.support.auth import principal

BOSS = principal(permissions.NONCONFORMITY_CONFIGURE)
PATH = "/nonconformities/severities"
OPTIONS = "/nonconformities/options"
StandStill = Callable[[str], None]


async def change(ask: Ask, code: str, **values: Any) -> dict[str, Any]:
    read = await ask(BOSS, "GET", f"{PATH}/{code}")
    answer = await ask(BOSS, "PATCH", f"{PATH}/{code}", json=values, headers={"If-Match": read.headers["etag"]})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def assigned(ask: Ask, world: World, card: dict[str, Any], **order: Any) -> Any:
    body = {"responsible_id": str(world.executor.id), **order}
    return await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=body)


async def test_everybody_reads_the_four_from_the_mildest_in_their_language(ask: Ask, world: World) -> None:
    items = (await ask(world.executor, "GET", PATH)).json()["items"]
    assert [(item["code"], item["name"], item["due_days"]) for item in items] == [
        ("low", "Низкая", 30), ("medium", "Средняя", 14), ("high", "Высокая", 7), ("critical", "Критическая", 1),
    ]  # fmt: skip
    assert all(item["allowed_actions"] == [] for item in items)
    english = (await ask(BOSS, "GET", PATH, language="en")).json()["items"]
    assert (english[3]["name"], english[3]["allowed_actions"]) == ("Critical", ["edit"])


async def test_a_severity_is_renamed_and_given_terms_each_with_its_event(
    ask: Ask, database: Database, category: UUID
) -> None:
    terms = [{"category_id": str(category), "due_days": 2}]
    after = await change(ask, "high", name_ru="Опасная", due_days=5, category_terms=terms)
    assert (after["version"], after["name"], after["due_days"]) == (2, "Опасная", 5)
    assert after["category_terms"] == [
        {"category": {"id": str(category), "name": "Электробезопасность"}, "due_days": 2}
    ]
    subject = str(uuid5(NAMESPACE_URL, "profkom/severities/high"))
    [told] = await events_of(database, subject)
    data = told.payload(SeverityChanged)
    assert (data.code, data.name_ru, data.due_days, data.version) == ("high", "Опасная", 5, 2)
    assert [(term.category_id, term.due_days) for term in data.category_terms] == [(category, 2)]
    assert data.changed["category_terms"] == ({}, {str(category): 2})
    same = await change(ask, "high", due_days=5, category_terms=terms)
    assert (same["version"], len(await events_of(database, subject))) == (2, 1)
    assert (await change(ask, "high", category_terms=[]))["category_terms"] == []


@pytest.mark.parametrize(
    ("values", "loc", "code"),
    [
        ({"due_days": -1}, ["body", "due_days"], "greater_than_equal"),
        ({"due_days": 3654}, ["body", "due_days"], "less_than_equal"),
        ({"name_ru": "  "}, ["body", "name_ru"], "string_too_short"),
        ({"active": None}, ["body", "active"], "invalid"),
        ({"code": "awful"}, ["body", "code"], "extra_forbidden"),
        ({"category_terms": [{"category_id": str(uuid4()), "due_days": 1}]},
         ["body", "category_terms", 0, "category_id"], "unknown_category"),
    ],
)  # fmt: skip
async def test_a_bad_change_is_refused_at_its_field(ask: Ask, values: Any, loc: list[Any], code: str) -> None:
    answer = await ask(BOSS, "PATCH", f"{PATH}/high", json=values, headers={"If-Match": '"1"'})
    assert answer.status_code == 422, answer.text
    assert [(error["loc"], error["code"]) for error in answer.json()["errors"]] == [(loc, code)]


async def test_a_category_has_one_term_at_a_severity(ask: Ask, category: UUID) -> None:
    term = {"category_id": str(category), "due_days": 2}
    answer = await ask(
        BOSS, "PATCH", f"{PATH}/high", json={"category_terms": [term, term]}, headers={"If-Match": '"1"'}
    )
    assert answer.json()["errors"][0]["code"] == "category_twice"


async def test_only_administrators_change_severities_and_with_the_version_they_read(ask: Ask, world: World) -> None:
    version = {"If-Match": '"1"'}
    assert (await ask(world.triage, "PATCH", f"{PATH}/low", json={"due_days": 9}, headers=version)).status_code == 403
    assert (await ask(BOSS, "PATCH", f"{PATH}/low", json={"due_days": 9})).status_code == 428
    stale = await ask(BOSS, "PATCH", f"{PATH}/low", json={"due_days": 9}, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    assert (await ask(BOSS, "GET", f"{PATH}/awful")).status_code in (404, 422)


async def test_a_severity_out_of_use_takes_no_new_findings_and_records_keep_it(
    ask: Ask, file: File, world: World, category: UUID
) -> None:
    kept = await file(severity="low")
    await change(ask, "low", active=False)
    body = {"site_id": str(world.plant.id), "place": "цех", "category_id": str(category), "description": "Скользко"}
    refused = await ask(world.inspector, "POST", "/nonconformities", json={**body, "severity": "low"})
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["loc"], error["code"]) == (422, ["body", "severity"], "inactive_severity")
    path, version = f"/nonconformities/{kept['id']}", {"If-Match": '"1"'}
    edited = await ask(world.inspector, "PATCH", path, json={"place": "крыша"}, headers=version)
    assert (edited.status_code, edited.json()["severity"]) == (200, "low")
    other = await file()
    worse = await ask(world.inspector, "PATCH", f"/nonconformities/{other['id']}", json={"severity": "low"},
                      headers=version)  # fmt: skip
    assert worse.json()["errors"][0]["code"] == "inactive_severity"
    default = await ask(BOSS, "PATCH", f"{PATH}/medium", json={"active": False}, headers=version)
    assert (default.status_code, default.json()["code"]) == (409, "default_severity_stays")


async def test_the_term_proposes_the_due_date_and_an_assignment_without_one_takes_it(
    ask: Ask, file: File, world: World, stand_still: StandStill
) -> None:
    stand_still("2026-11-23T20:30:00+00:00")  # the 23rd in Kursk, the 24th in Beloyarsk
    card, far = await file(severity="high"), await file(world.watcher, severity="high")
    assert (card["proposed_due_on"], far["proposed_due_on"]) == ("2026-11-30", "2026-12-01")
    assert (await ask(world.triage, "GET", f"/nonconformities/{card['id']}")).json()["proposed_due_on"] == "2026-11-30"
    done = (await assigned(ask, world, card)).json()
    assert (done["due_on"], done["first_due_on"], done["proposed_due_on"]) == ("2026-11-30", "2026-11-30", None)
    await change(ask, "high", due_days=1)
    again = (await assigned(ask, world, card)).json()
    assert (again["due_on"], again["due_date_moves"]) == ("2026-11-30", 0), "what was promised stays"


async def test_a_term_that_has_passed_is_due_today(ask: Ask, file: File, world: World, stand_still: StandStill) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    card = await file(severity="critical")
    stand_still("2026-11-27T08:00:00+00:00")
    assert (await assigned(ask, world, card)).json()["due_on"] == "2026-11-27"


async def test_a_category_may_have_a_term_of_its_own_and_a_severity_none(
    ask: Ask, file: File, world: World, category: UUID
) -> None:
    terms = [{"category_id": str(category), "due_days": 3}]
    await change(ask, "low", due_days=None, category_terms=terms)
    own = await file(severity="low")
    registered = datetime.fromisoformat(own["registered_at"])
    proposed = date.fromisoformat(own["proposed_due_on"])
    assert proposed - registered.date() in (timedelta(days=3), timedelta(days=4))  # the branch is ahead of UTC
    await change(ask, "low", category_terms=[])
    card = await file(severity="low")
    assert card["proposed_due_on"] is None
    refused = await assigned(ask, world, card)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "due_date_needed")


async def test_a_new_name_is_told_in_the_history_and_on_the_public_form(ask: Ask, file: File, world: World) -> None:
    card = await file(severity="low")
    version = {"If-Match": '"1"'}
    await ask(world.inspector, "PATCH", f"/nonconformities/{card['id']}", json={"severity": "critical"},
              headers=version)  # fmt: skip
    await change(ask, "critical", name_ru="Остановка работ")
    history = (await ask(world.inspector, "GET", f"/nonconformities/{card['id']}/history")).json()["items"]
    texts = [entry["text"] for entry in history if entry["act"] == "edit"]
    assert "тяжесть — было «Низкая», стало «Остановка работ»" in texts[0]


async def test_how_long_a_finding_can_be_repeated_is_an_administrators_choice(
    ask: Ask, file: File, world: World, database: Database, stand_still: StandStill
) -> None:
    read = await ask(world.executor, "GET", OPTIONS)
    assert (read.json(), read.headers["etag"]) == (
        {"version": 1, "repeat_days": 90, "allowed_actions": []}, '"1"',
    )  # fmt: skip
    stand_still("2026-01-01T09:00:00+00:00")
    await file()
    stand_still("2026-01-20T09:00:00+00:00")
    assert (await file(place="крыша"))["repeat"] is False
    headers = {"If-Match": '"1"'}
    assert (await ask(world.triage, "PATCH", OPTIONS, json={"repeat_days": 10}, headers=headers)).status_code == 403
    assert (await ask(BOSS, "PATCH", OPTIONS, json={"repeat_days": 0}, headers=headers)).status_code == 422
    assert (await ask(BOSS, "PATCH", OPTIONS, json={"repeat_days": 10})).status_code == 428
    shorter = await ask(BOSS, "PATCH", OPTIONS, json={"repeat_days": 10}, headers=headers)
    assert (shorter.json()["repeat_days"], shorter.headers["etag"]) == (10, '"2"')
    assert (await file())["repeat"] is False, "19 days are too long ago now"
    [told] = await events_of(database, str(OPTIONS_ID))
    assert told.payload(OptionsChanged).changed == {"repeat_days": (90, 10)}
