"""The way of a finding from its filing to its closure, through the API."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from services.nonconformity.schemas import Card
from shared import clock
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import NonconformityData
from shared.db.database import Database
from shared.outbox.tables import outbox
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World

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
        world.inspector.id, world.executor.id, world.helper.id,
    }  # fmt: skip
