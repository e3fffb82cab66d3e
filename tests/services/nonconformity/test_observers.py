"""Who takes part in what happens to a record observes it, until they leave it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.nonconformity.domain import Record
from services.nonconformity.domain.observers import IN_PASSING, Cause, newcomers
from services.nonconformity.observers.joining import involve
from services.nonconformity.repository import lock, view
from shared import clock
from shared.auth.principal import Principal
from shared.contracts.envelope import Event
from shared.contracts.nonconformity.observers import ObserversChanged
from shared.db.database import Database
from shared.ids import new_id
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import say
from tests.services.nonconformity.world import VERIFIES, World, acting
from tests.support.auth import principal

DUE = "2036-01-01"


async def observers(ask: Ask, who: Principal, card: dict[str, Any]) -> set[str]:
    shown = (await ask(who, "GET", f"/nonconformities/{card['id']}")).json()
    return {person["id"] for person in shown["observers"]}


async def moves(database: Database) -> list[Event]:
    async with database.sessions() as session:
        bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
    return [event for body in bodies if (event := Event.parse(body)).type.endswith(".observers.changed.v1")]


async def test_an_act_a_comment_and_a_mention_make_observers(ask: Ask, file: File, world: World) -> None:
    card = await file()
    order = {"responsible_id": str(world.executor.id), "due_on": DUE}
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    assert await observers(ask, world.inspector, card) == {str(world.triage.id)}
    await say(ask, world.verifier, card, f"@[{world.helper.id}], @[{world.executor.id}], @[{world.inspector.id}]")
    joined = {str(one.id) for one in (world.triage, world.verifier, world.helper)}
    assert await observers(ask, world.inspector, card) == joined, "who takes part already does not observe besides"
    await ask(
        world.triage, "POST", f"/nonconformities/{card['id']}/assign", json={"responsible_id": order["responsible_id"]}
    )
    assert await observers(ask, world.inspector, card) == joined, "an order that names no observers keeps them"


async def test_who_is_mentioned_sees_the_record_though_no_role_lets_them(ask: Ask, file: File, world: World) -> None:
    card = await file()
    assert (await ask(world.helper, "GET", f"/nonconformities/{card['id']}")).status_code == 404
    await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    assert (await ask(world.helper, "GET", f"/nonconformities/{card['id']}")).status_code == 200


async def test_an_observer_with_work_is_no_observer_any_more(ask: Ask, file: File, world: World) -> None:
    card = await file()
    await say(ask, world.inspector, card, f"@[{world.helper.id}], возьмёте?")
    order = {"responsible_id": str(world.helper.id), "due_on": DUE}
    assigned = await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    assert assigned.json()["responsible"]["id"] == str(world.helper.id)
    assert [person["id"] for person in assigned.json()["observers"]] == [str(world.triage.id)]


async def test_a_reader_observes_and_leaves_without_a_new_version(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    for _ in range(2):
        answer = await ask(world.verifier, "POST", f"{path}/observe")
        assert (answer.status_code, answer.json()["version"], answer.headers["etag"]) == (200, 1, '"1"')
        assert [person["id"] for person in answer.json()["observers"]] == [str(world.verifier.id)]
    listed = await ask(world.verifier, "GET", "/nonconformities", params={"mine": "true"})
    assert [item["id"] for item in listed.json()["items"]] == [card["id"]]
    for _ in range(2):
        assert (await ask(world.verifier, "POST", f"{path}/leave")).status_code == 204
    assert await observers(ask, world.inspector, card) == set()
    joined, left = await moves(database)
    data = joined.payload(ObserversChanged)
    assert (joined.subject, data.version, data.cause, list(data.observer_ids)) == (
        card["id"], 1, "observe", [world.verifier.id],
    )  # fmt: skip
    data = left.payload(ObserversChanged)
    assert (data.cause, list(data.left_ids), list(data.observer_ids)) == ("leave", [world.verifier.id], [])
    assert str(world.verifier.id) in left.readers, "their own list has to lose the record"


async def test_leaving_is_respected_until_a_mention_or_a_change_of_mind(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    await say(ask, world.triage, card, "Смотрю")
    await ask(world.triage, "POST", f"{path}/leave")
    await say(ask, world.triage, card, "Только одно слово")
    await ask(world.triage, "POST", f"{path}/assign", json={"responsible_id": str(world.executor.id), "due_on": DUE})
    assert await observers(ask, world.inspector, card) == set()
    await say(ask, world.inspector, card, f"@[{world.triage.id}], вернитесь")
    assert await observers(ask, world.inspector, card) == {str(world.triage.id)}
    await ask(world.triage, "POST", f"{path}/leave")
    await ask(world.triage, "POST", f"{path}/observe")
    assert await observers(ask, world.inspector, card) == {str(world.triage.id)}
    history = (await ask(world.inspector, "GET", f"{path}/history")).json()["items"]
    assert [item["text"] for item in history if item["noun"] == "observer"] == [
        "Наблюдение прекращено — Разборова О. И.",
        "Добавлен наблюдающий: Разборова О. И., по упоминанию (Ёлкина А. П.)",
        "Наблюдение прекращено — Разборова О. И.",
        "Наблюдение начато — Разборова О. И.",
    ]


async def test_who_saw_the_record_as_an_observer_only_leaves_for_good(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    assert (await ask(world.helper, "POST", f"{path}/leave")).status_code == 204
    for method, tail in (("GET", ""), ("POST", "/observe"), ("POST", "/leave"), ("GET", "/comments")):
        assert (await ask(world.helper, method, path + tail)).status_code == 404, tail


@pytest.mark.parametrize("tail", ["/observe", "/leave"])
async def test_a_foreign_branchs_record_is_404(ask: Ask, file: File, world: World, tail: str) -> None:
    card = await file()
    answer = await ask(world.stranger, "POST", f"/nonconformities/{card['id']}{tail}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("name", "russian", "english"),
    [
        ("inspector", "автор", "author"),
        ("executor", "ответственный", "responsible person"),
        ("helper", "соисполнитель", "co-executor"),
    ],
)
async def test_whom_the_record_counts_on_cannot_leave(
    ask: Ask, file: File, world: World, name: str, russian: str, english: str
) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    order = {"responsible_id": str(world.executor.id), "co_executor_ids": [str(world.helper.id)], "due_on": DUE}
    await ask(world.triage, "POST", f"{path}/assign", json=order)
    for language, word in (("ru", russian), ("en", english)):
        refused = await ask(getattr(world, name), "POST", f"{path}/leave", language=language)
        assert (refused.status_code, refused.json()["code"]) == (409, "involved_otherwise")
        assert word in refused.json()["detail"]


async def test_programs_observe_nothing(ask: Ask, file: File, world: World) -> None:
    card = await file()
    refused = await ask(principal(*VERIFIES, kind="robot"), "POST", f"/nonconformities/{card['id']}/observe")
    assert (refused.status_code, refused.json()["code"]) == (403, "persons_only")


async def test_somebody_named_in_another_act_observes_though_they_had_left(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    await ask(world.verifier, "POST", f"/nonconformities/{card['id']}/observe")
    await ask(world.verifier, "POST", f"/nonconformities/{card['id']}/leave")
    async with database.transaction() as session:
        record_id = UUID(card["id"])
        await lock(session, [record_id])
        found = await view(session, record_id)
        assert found is not None
        passing = await involve(
            session, record=found.record, person_ids=[world.verifier.id], cause=Cause.ACT, actor_id=world.verifier.id
        )
        assert passing == found.record
        named = [world.verifier.id, world.inspector.id, None, new_id()]
        after = await involve(
            session, record=found.record, person_ids=named, cause=Cause.NAMED, actor_id=world.triage.id
        )
    assert after.observer_ids == (world.verifier.id,)
    assert await observers(ask, world.inspector, card) == {str(world.verifier.id)}


@pytest.mark.parametrize("cause", Cause)
def test_the_rule_of_joining(cause: Cause) -> None:
    author, left, new = new_id(), new_id(), new_id()
    now = clock.now()
    record = Record(
        id=new_id(), year=2026, serial=1, branch_id=new_id(), site_id=new_id(), place="цех", category_id=new_id(),
        description="…", found_at=now, registered_at=now, author_id=author,
    )  # fmt: skip
    joined = newcomers(record, [author, left, new, new], cause=cause, left=frozenset({left}))
    assert joined == ((new,) if cause in IN_PASSING else (left, new))


async def test_an_observer_of_another_branch_may_act_by_what_they_hold_there_only(
    ask: Ask, file: File, world: World
) -> None:
    card = await file()
    order = {"responsible_id": str(world.executor.id), "due_on": DUE, "observer_ids": [str(world.stranger.id)]}
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    powerful = acting(world.persons["stranger"], *VERIFIES)
    assert (await ask(powerful, "POST", f"/nonconformities/{card['id']}/comments", json={"text": "Да"})).is_success
    refused = await ask(powerful, "POST", f"/nonconformities/{card['id']}/verify")
    assert refused.json()["code"] == "verifiers_only"
