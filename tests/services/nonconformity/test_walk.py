"""The way of a finding from its filing to its closure, through the API."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.nonconformity.schemas import Card
from shared import clock
from shared.auth import permissions
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import NonconformityData
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import VERIFIES, World, acting

DUE = (clock.today("Europe/Moscow") + timedelta(days=7)).isoformat()


async def events_of(database: Database, record_id: str) -> list[Event]:
    async with database.sessions() as session:
        bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
    return [event for body in bodies if (event := Event.parse(body)).subject == record_id]


async def test_a_finding_is_walked_to_its_closure_by_three_people(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file(severity="high", proposal="Заменить")
    path = f"/nonconformities/{card['id']}"
    assert card["number"].endswith("-00001")
    assert card["state"] == "registered"
    assert card["allowed_actions"] == ["edit"]
    order = {"responsible_id": str(world.executor.id), "co_executor_ids": [str(world.helper.id)], "due_on": DUE}
    answer = await ask(world.triage, "POST", f"{path}/assign", json=order)
    assert answer.status_code == 200, answer.text
    assert answer.json()["responsible"]["name"] == "Исполнев Олег Юрьевич"
    assert (await ask(world.executor, "GET", path)).json()["allowed_actions"] == ["start", "report-fixed"]
    assert (await ask(world.executor, "POST", f"{path}/start")).json()["state"] == "in_progress"
    fixed = await ask(world.helper, "POST", f"{path}/report-fixed", json={"comment": "Кабель заменён"})
    assert fixed.json()["state"] == "fixed"
    closed = await ask(world.inspector, "POST", f"{path}/verify")
    assert closed.status_code == 200, closed.text
    final = Card.model_validate(closed.json())
    assert final.state == "closed"
    assert [step.state for step in final.way] == ["registered", "assigned", "in_progress", "fixed", "closed"]
    assert final.fixed_by is not None
    assert final.fixed_by.name == "Помогаев Пётр Ильич"
    assert (await ask(world.inspector, "GET", path)).json() == closed.json()
    told = await events_of(database, card["id"])
    assert [event.type.split(".")[3] for event in told] == [
        "registered", "assigned", "started", "fix_reported", "verified",
    ]  # fmt: skip
    last = told[-1].payload(NonconformityData)
    assert [step.state for step in last.way] == [step.state for step in final.way]
    assert last.changed["state"] == ("fixed", "closed")
    assert {UUID(reader) for reader in told[-1].readers.split(",")} == {
        world.inspector.id, world.triage.id, world.executor.id, world.helper.id,
    }  # fmt: skip


async def walked(ask: Ask, card: dict[str, Any], world: World, *acts: str, due_on: str = DUE) -> dict[str, Any]:
    """The record after these acts, each done by whoever may."""
    who = {"assign": world.triage, "start": world.executor, "report-fixed": world.executor}
    order = {"responsible_id": str(world.executor.id), "due_on": due_on}
    reason = {"reason": "Кабель по-прежнему оголён"}
    bodies = {
        "assign": order,
        "report-fixed": {"comment": "Кабель заменён"},
        "return": reason,
        "reject": reason,
        "dispute": reason,
    }
    who |= {"verify": world.verifier, "return": world.verifier, "reject": world.triage, "dispute": world.inspector}
    for act in acts:
        answer = await ask(who[act], "POST", f"/nonconformities/{card['id']}/{act}", json=bodies.get(act))
        assert answer.status_code == 200, answer.text
        card = answer.json()
    return card


async def test_a_fix_that_does_not_hold_is_returned_and_reported_again(ask: Ask, file: File, world: World) -> None:
    card = await walked(ask, await file(), world, "assign", "report-fixed", "return")
    assert card["state"] == "in_progress"
    assert card["way"][-1]["reason"] == "Кабель по-прежнему оголён"
    assert card["way"][-1]["actor"]["name"] == "Проверяева Нина Львовна"
    card = await walked(ask, card, world, "report-fixed", "verify")
    assert (card["state"], card["closed_at"] is not None) == ("closed", True)


async def test_who_reported_the_fix_cannot_verify_it_even_as_a_verifier(ask: Ask, file: File, world: World) -> None:
    card = await walked(ask, await file(), world, "assign", "report-fixed")
    powerful = acting(world.persons["executor"], *VERIFIES)
    refused = await ask(powerful, "POST", f"/nonconformities/{card['id']}/verify")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_fix")
    assert "Принять его может автор" in refused.json()["detail"]
    assert "verify" not in (await ask(powerful, "GET", f"/nonconformities/{card['id']}")).json()["allowed_actions"]


async def test_the_author_disputes_a_rejection_and_a_closure(ask: Ask, file: File, world: World) -> None:
    rejected = await walked(ask, await file(), world, "reject")
    assert rejected["allowed_actions"] == []
    seen = await ask(world.inspector, "GET", f"/nonconformities/{rejected['id']}")
    assert seen.json()["allowed_actions"] == ["dispute"]
    assert (await walked(ask, rejected, world, "dispute"))["state"] == "registered"
    closed = await walked(ask, await file(), world, "assign", "report-fixed", "verify")
    reopened = await walked(ask, closed, world, "dispute")
    assert (reopened["state"], reopened["closed_at"]) == ("in_progress", None)
    refused = await ask(world.triage, "POST", f"/nonconformities/{closed['id']}/dispute", json={"reason": "нет"})
    assert (refused.status_code, refused.json()["code"]) == (403, "author_only")


async def test_an_act_from_the_wrong_state_says_where_the_record_is(ask: Ask, file: File, world: World) -> None:
    card = await file()
    refused = await ask(world.verifier, "POST", f"/nonconformities/{card['id']}/verify")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    assert "Зарегистрировано" in refused.json()["detail"]
    assert "«На проверке»" in refused.json()["detail"]
    english = await ask(world.verifier, "POST", f"/nonconformities/{card['id']}/verify", language="en")
    assert english.json()["detail"] == (
        "The nonconformity is now “Registered”. This act is possible from: “Reported fixed”."
    )


async def test_a_duplicate_names_its_original_and_a_circle_is_refused(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    path = "/nonconformities/{}/merge"
    marked = await ask(world.triage, "POST", path.format(second["id"]), json={"into_id": first["id"]})
    assert marked.json()["duplicate_of"] == {"id": first["id"], "number": first["number"]}
    circle = await ask(world.triage, "POST", path.format(first["id"]), json={"into_id": second["id"]})
    assert (circle.status_code, circle.json()["errors"][0]["code"]) == (422, "merge_into_set_aside")
    history = (await ask(world.triage, "GET", f"/nonconformities/{second['id']}/history")).json()["items"]
    assert history[-1]["changed"]["duplicate_of_id"] == [None, {"id": first["id"], "name": first["number"]}]


async def test_two_callers_cannot_make_each_the_duplicate_of_the_other(ask: Ask, file: File, world: World) -> None:
    first, second = await file(), await file()
    answers = await asyncio.gather(
        *(
            ask(world.triage, "POST", f"/nonconformities/{one}/merge", json={"into_id": other})
            for one, other in ((first["id"], second["id"]), (second["id"], first["id"]))
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_the_ledger_of_due_dates_keeps_the_first_promise(ask: Ask, file: File, world: World) -> None:
    card = await walked(ask, await file(), world, "assign")
    later = (clock.today("Europe/Moscow") + timedelta(days=20)).isoformat()
    path = f"/nonconformities/{card['id']}"
    moved = await ask(world.triage, "POST", f"{path}/move-due-date", json={"due_on": later, "reason": "Ждём кабель"})
    assert (moved.json()["first_due_on"], moved.json()["due_on"], moved.json()["due_date_moves"]) == (DUE, later, 1)
    ledger = (await ask(world.executor, "GET", f"{path}/due-dates")).json()
    assert (ledger["first_due_on"], ledger["due_on"]) == (DUE, later)
    [move] = ledger["moves"]
    assert (move["from"], move["to"], move["reason"]) == (DUE, later, "Ждём кабель")
    assert move["actor"] == {"id": str(world.triage.id), "name": "Разборова Ольга Ивановна"}


async def test_the_history_tells_who_changed_what_with_names(ask: Ask, file: File, world: World) -> None:
    card = await walked(ask, await file(), world, "assign")
    path, version = f"/nonconformities/{card['id']}", {"If-Match": f'"{card["version"]}"'}
    editor = acting(world.persons["triage"], permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_EDIT)
    site = str(world.far_plant.id)
    await ask(editor, "PATCH", path, json={"site_id": site, "severity": "critical"}, headers=version)
    entries = (await ask(world.inspector, "GET", f"{path}/history")).json()["items"]
    assert [entry["act"] for entry in entries] == ["register", "assign", "edit"]
    assert [entry["version"] for entry in entries] == [1, 2, 3]
    assert entries[0]["actor"]["name"] == "Ёлкина Анна Петровна"
    executor = {"id": str(world.executor.id), "name": "Исполнев Олег Юрьевич"}
    assert entries[1]["changed"]["responsible_id"] == [None, executor]
    assert entries[2]["changed"] == {
        "site_id": [
            {"id": str(world.plant.id), "name": "Курская АЭС"},
            {"id": site, "name": "АЭС Аккую (Турция)"},
        ],
        "severity": ["medium", "critical"],
    }


async def test_an_edit_that_changes_nothing_leaves_no_trace(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    path, version = f"/nonconformities/{card['id']}", {"If-Match": '"1"'}
    same = await ask(world.inspector, "PATCH", path, json={"place": card["place"]}, headers=version)
    assert (same.status_code, same.json()["version"], same.headers["etag"]) == (200, 1, '"1"')
    assert len(await events_of(database, card["id"])) == 1


async def test_the_author_edits_until_somebody_is_assigned(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    edited = await ask(world.inspector, "PATCH", path, json={"description": "Два кабеля"}, headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.json()["description"]) == (200, "Два кабеля")
    await walked(ask, card, world, "assign")
    late = await ask(world.inspector, "PATCH", path, json={"place": "крыша"}, headers={"If-Match": '"3"'})
    assert (late.status_code, late.json()["code"]) == (403, "editors_only")


async def test_assigning_again_moves_people_in_and_out(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}/assign"
    order = {"responsible_id": str(world.executor.id), "due_on": DUE, "observer_ids": [str(world.watcher.id)]}
    first = (await ask(world.triage, "POST", path, json=order)).json()
    assert [person["name"] for person in first["observers"]] == ["Разборова Ольга Ивановна", "Смотрев Семён Семёнович"]
    order = {
        "responsible_id": str(world.helper.id),
        "co_executor_ids": [str(world.executor.id)],
        "observer_ids": [str(world.triage.id)],
    }
    second = (await ask(world.triage, "POST", path, json=order)).json()
    assert second["responsible"]["id"] == str(world.helper.id)
    assert [person["id"] for person in second["co_executors"]] == [str(world.executor.id)]
    assert [person["id"] for person in second["observers"]] == [str(world.triage.id)]
    assert (second["due_on"], second["due_date_moves"]) == (DUE, 0)
