"""The form that asks nobody's name: what it offers, what it takes, what keeps robots out."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select

from services.nonconformity.domain.codes import parse_code
from services.nonconformity.models import nonconformities, report_codes
from services.nonconformity.public.proof import VALID
from shared import clock
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.outbox.tables import outbox
from shared.web.tables import idempotency_keys
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.public import Worker, tampered
from tests.services.nonconformity.world import World
from tests.support.auth import administrator

PLACES = "/nonconformities/places"


@pytest.fixture
async def poster(ask: Ask, world: World) -> dict[str, Any]:
    new = {"site_id": str(world.far_plant.id), "branch_id": str(world.kursk.id), "place": "проходная, стенд 2"}
    answer = await ask(administrator(), "POST", PLACES, json=new)
    assert answer.status_code == 201, answer.text
    card: dict[str, Any] = answer.json()
    return card


async def count(database: Database, table: Any) -> int:
    async with database.transaction() as session:
        found: int | None = await session.scalar(select(func.count()).select_from(table))
    return found or 0


# Reporting


async def test_a_finding_without_a_name_is_in_the_journal_and_says_so(worker: Worker, ask: Ask, world: World) -> None:
    made = await worker.reported(site_id=str(world.plant.id), severity="high", proposal="Заизолировать")
    assert made["number"].startswith("НС-")
    assert parse_code(made["code"]) is not None
    listed = (await ask(world.triage, "GET", "/nonconformities?source=public")).json()["items"]
    assert [(row["number"], row["author"], row["source"]) for row in listed] == [(made["number"], None, "public")]
    card = (await ask(world.triage, "GET", f"/nonconformities/{listed[0]['id']}")).json()
    assert (card["author"], card["source"], card["state"]) == (None, "public", "registered")
    assert card["branch"]["id"] == str(world.kursk.id)
    assert card["way"][0]["actor"] is None
    history = (await ask(world.triage, "GET", f"/nonconformities/{card['id']}/history")).json()["items"]
    assert [entry["actor"] for entry in history] == [None]
    assert (await ask(world.stranger, "GET", f"/nonconformities/{card['id']}")).status_code == 404


async def test_the_event_names_nobody(worker: Worker, world: World, database: Database) -> None:
    await worker.reported(site_id=str(world.plant.id))
    async with database.transaction() as session:
        body = (await session.scalars(select(outbox.c.body))).one().decode()
    event = json.loads(body)
    assert event["type"] == "profkom.nonconformity.nonconformity.registered.v1"
    assert (event["actor"], event["readers"]) == (None, "")
    assert (event["data"]["author_id"], event["data"]["source"]) == (None, "public")
    assert worker.address not in body


async def test_a_nameless_finding_goes_all_the_way(worker: Worker, ask: Ask, world: World) -> None:
    await worker.reported(site_id=str(world.plant.id))
    card = (await ask(world.triage, "GET", "/nonconformities?source=public")).json()["items"][0]
    path = f"/nonconformities/{card['id']}"
    due = (clock.now() + timedelta(days=5)).date().isoformat()
    order = {"responsible_id": str(world.executor.id), "due_on": due}
    steps = [
        (world.triage, "assign", order),
        (world.executor, "report-fixed", {"comment": "Заизолировали"}),
        (world.verifier, "verify", None),
    ]
    for who, verb, body in steps:
        answer = await ask(who, "POST", f"{path}/{verb}", json=body)
        assert answer.status_code == 200, (verb, answer.text)
    assert answer.json()["state"] == "closed"


async def test_only_a_digest_of_the_code_is_kept(worker: Worker, world: World, database: Database) -> None:
    made = await worker.reported(site_id=str(world.plant.id))
    code = parse_code(made["code"])
    assert code is not None
    async with database.transaction() as session:
        digest = (await session.scalars(select(report_codes.c.digest))).one()
        answers = [bytes(body) for body in await session.scalars(select(idempotency_keys.c.body))]
        events = [bytes(body) for body in await session.scalars(select(outbox.c.body))]
    assert len(digest) == 32
    for kept in (digest, *answers, *events):
        assert code.encode() not in kept
        assert made["code"].encode() not in kept


async def test_a_report_sent_again_after_a_lost_answer_is_entered_once(
    worker: Worker, world: World, database: Database
) -> None:
    key, site = "6f1c1f5e-1f0a-4e58-9a43-0d4a1b1f9d11", str(world.plant.id)
    first = await worker.send(key=key, site_id=site)
    again = await worker.ask("POST", "", headers={"Idempotency-Key": key}, json=worker.report(site_id=site))
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["cache-control"] == "no-store"
    assert await count(database, nonconformities) == 1


# Where


async def test_a_poster_fills_in_site_and_place(worker: Worker, poster: dict[str, Any], ask: Ask, world: World) -> None:
    assert poster["form_path"] == f"/f/{poster['slug']}"
    form = (await worker.ask("GET", f"/form?place={poster['slug'].upper()}")).json()
    assert (form["place"]["place"], form["place"]["site"]["name"]) == ("проходная, стенд 2", "АЭС Аккую (Турция)")
    await worker.reported(place_slug=poster["slug"], place=None)
    await worker.reported(place_slug=poster["slug"], place="у турникета")
    listed = (await ask(world.triage, "GET", "/nonconformities?source=public&sort=number")).json()["items"]
    assert [row["place"] for row in listed] == ["проходная, стенд 2", "у турникета"]
    assert {row["branch"]["name"] for row in listed} == {"Курское"}


async def test_a_poster_out_of_use_says_so_and_the_form_still_works(
    worker: Worker, poster: dict[str, Any], ask: Ask, world: World
) -> None:
    off = await ask(
        administrator(), "PATCH", f"{PLACES}/{poster['id']}", json={"active": False}, headers={"If-Match": '"1"'}
    )
    assert off.json()["active"] is False
    for torn in (poster["slug"], "k7m2", "%00", "..%2F..", ""):
        form = await worker.ask("GET", f"/form?place={torn}")
        assert (form.status_code, form.json()["place"]) == (200, None), torn
    answer = await worker.send(place_slug=poster["slug"])
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "place_closed")


async def test_the_form_offers_what_can_be_chosen(worker: Worker, world: World) -> None:
    form = await worker.ask("GET", "/form", language="en")
    body = form.json()
    assert [(site["name"], site["branch_id"]) for site in body["sites"]] == [
        ("АЭС Аккую (Турция)", None),
        ("Курская АЭС", str(world.kursk.id)),
    ]
    assert [branch["name"] for branch in body["branches"]] == ["Белоярское", "Курское"]
    assert "Электробезопасность" in [category["name"] for category in body["categories"]]
    assert body["severities"][0] == {"code": "low", "name": "Low"}
    assert body["limits"]["description"] == 10_000
    assert "Ёлкина" not in form.text


async def test_a_site_without_a_branch_needs_one(worker: Worker, world: World, ask: Ask) -> None:
    answer = await worker.send(site_id=str(world.far_plant.id))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "branch_needed")
    await worker.reported(site_id=str(world.far_plant.id), branch_id=str(world.beloyarsk.id))
    assert len((await ask(world.watcher, "GET", "/nonconformities")).json()["items"]) == 1


# Robots, and nonsense


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"website": "http://spam.example"}, "website", "trap_filled"),
        ({"description": None}, "description", "missing"),
        ({"description": "   "}, "description", "string_too_short"),
        ({"description": "я" * 10_001}, "description", "string_too_long"),
        ({"description": "a\x00b"}, "description", "invalid"),
        ({"place": "п" * 201}, "place", "string_too_long"),
        ({"place": None}, "site_id", "where_needed"),
        ({"site_id": None}, "site_id", "where_needed"),
        ({"place_slug": "k7m2x9qd"}, "site_id", "where_needed"),
        ({"site_id": None, "place_slug": "k7m2x9qd"}, "place_slug", "place_closed"),
        ({"site_id": None, "place_slug": "../../etc"}, "place_slug", "string_pattern_mismatch"),
        ({"site_id": "01a208e3-01b6-7473-b348-cee6b0a4ce8e"}, "site_id", "unknown_site"),
        ({"category_id": "01a208e3-01b6-7473-b348-cee6b0a4ce8e"}, "category_id", "unknown_category"),
        ({"severity": "deadly"}, "severity", "enum"),
        ({"found_at": "2999-01-01T00:00:00Z"}, "found_at", "found_in_future"),
        ({"author_id": "01a208e3-01b6-7473-b348-cee6b0a4ce8e"}, "author_id", "extra_forbidden"),
    ],
)
async def test_a_wrong_report_is_told_at_its_field_and_costs_no_proof(
    worker: Worker, world: World, database: Database, values: dict[str, Any], field: str, code: str, language: str
) -> None:
    proof = await worker.proof()
    body = worker.report(**{"site_id": str(world.plant.id), **values})
    answer = await worker.ask("POST", "", headers={"X-Proof": proof}, json=body, language=language)
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert (error["loc"], error["code"]) == (["body", field], code)
    assert any("а" <= letter <= "я" for letter in error["message"].lower()) is (language == "ru"), error["message"]
    assert await count(database, report_codes) == 0
    assert (await worker.send(proof=proof, site_id=str(world.plant.id))).status_code == 201


async def test_without_a_proof_nothing_is_taken(worker: Worker, world: World, database: Database) -> None:
    answer = await worker.ask("POST", "", json=worker.report(site_id=str(world.plant.id)))
    assert (answer.status_code, answer.json()["code"]) == (428, "proof_needed")
    assert await count(database, nonconformities) == 0


async def test_a_proof_is_good_once_also_for_two_at_once(worker: Worker, world: World, database: Database) -> None:
    proof, site = await worker.proof(), str(world.plant.id)
    answers = await asyncio.gather(*(worker.send(proof=proof, site_id=site) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 428, 428, 428]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 428} == {"proof_refused"}
    assert await count(database, nonconformities) == 1


async def test_a_proof_of_ones_own_making_is_refused(worker: Worker, world: World) -> None:
    good, site = await worker.proof(), str(world.plant.id)
    forged = [
        tampered(good, expiresAt=4_000_000_000),
        tampered(good, cost=1),
        "bm90IGEgcHJvb2Y=",
        "[]",
        "é" * 10,
        "x" * 5000,
    ]
    for proof in forged:
        answer = await worker.ask(
            "POST",
            "",
            headers={"X-Proof": proof.encode()},
            json=worker.report(site_id=site),
        )
        assert (answer.status_code, answer.json()["code"]) == (428, "proof_refused"), proof[:40]


async def test_an_old_proof_is_refused(worker: Worker, world: World, stand_still: Any) -> None:
    begun = clock.now()
    proof = await worker.proof()
    stand_still((begun + VALID + timedelta(seconds=2)).isoformat())
    answer = await worker.send(proof=proof, site_id=str(world.plant.id))
    assert (answer.status_code, answer.json()["code"]) == (428, "proof_refused")


async def test_an_installation_without_a_key_keeps_the_form_closed(app: FastAPI, worker: Worker, world: World) -> None:
    app.state.settings = app.state.settings.model_copy(update={"public_form_key": SecretStr("")})
    for path in ("/form", "/challenge"):
        answer = await worker.ask("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (403, "public_form_closed")
    report = await worker.ask("POST", "", headers={"X-Proof": "x"}, json=worker.report(site_id=str(world.plant.id)))
    assert report.status_code == 403


# Places


async def test_places_are_kept_by_those_who_configure_their_branch(
    ask: Ask, world: World, configurer: Principal, poster: dict[str, Any]
) -> None:
    new = {"site_id": str(world.plant.id), "branch_id": str(world.beloyarsk.id), "place": "цех 3"}
    assert (await ask(configurer, "POST", PLACES, json=new)).status_code == 403
    assert (await ask(world.triage, "GET", PLACES)).status_code == 403
    own = await ask(configurer, "POST", PLACES, json={**new, "branch_id": str(world.kursk.id)})
    assert own.status_code == 201
    elsewhere = (await ask(administrator(), "POST", PLACES, json=new)).json()
    assert [row["place"] for row in (await ask(configurer, "GET", f"{PLACES}?sort=place")).json()["items"]] == [
        "проходная, стенд 2",
        "цех 3",
    ]
    assert (await ask(configurer, "GET", f"{PLACES}/{elsewhere['id']}")).status_code == 404
    found = (await ask(administrator(), "GET", f"{PLACES}?q=ЦЕХ&total=true")).json()
    assert found["total"] == 2


async def test_a_place_is_renamed_and_its_address_stays(ask: Ask, poster: dict[str, Any]) -> None:
    path = f"{PLACES}/{poster['id']}"
    assert (await ask(administrator(), "PATCH", path, json={"place": "стенд 3"})).status_code == 428
    renamed = await ask(administrator(), "PATCH", path, json={"place": "стенд 3"}, headers={"If-Match": '"1"'})
    assert (renamed.json()["place"], renamed.json()["slug"], renamed.json()["version"]) == (
        "стенд 3",
        poster["slug"],
        2,
    )
    stale = await ask(administrator(), "PATCH", path, json={"active": False}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    emptied = await ask(administrator(), "PATCH", path, json={"place": None}, headers={"If-Match": '"2"'})
    assert emptied.status_code == 422


async def test_a_place_of_nowhere_is_refused(ask: Ask, world: World) -> None:
    unknown = "01a208e3-01b6-7473-b348-cee6b0a4ce8e"
    answer = await ask(administrator(), "POST", PLACES, json={"site_id": unknown, "branch_id": unknown, "place": "цех"})
    assert [error["code"] for error in answer.json()["errors"]] == ["unknown_site", "unknown_branch"]
