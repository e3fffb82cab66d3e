"""The same condition gives the same persons in SQL, which counts thousands, and in CEL, which decides on one."""

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.domain.consents import KINDS
from services.people.domain.facts import PERSON
from services.people.models import Absence, Branch, Consent, Grant, Person, Role, Site, Unit
from services.people.segments import repository
from services.people.segments.columns import person_columns
from services.people.segments.service import EXPRESSIONS
from shared import clock
from shared.db.database import Database
from shared.expressions import Kind, Name
from shared.expressions.conditions import Op, operators, read
from shared.expressions.to_cel import to_cel
from shared.expressions.to_sql import to_sql
from shared.ids import new_id

TODAY = date(2027, 2, 28)  # somebody born on 29 February is not a year older yet
PERSONS, TREES = 80, 300
TEXTS = ["Курск", "курчатов", "Орёл", "ОРЕЛ", "İstanbul", "Σίσυφος", "100%", "a_b\\c", 'О"Нил', "Нижний  Новгород"]
DAYS = [TODAY + timedelta(days=shift) for shift in (-25_000, -9_131, -366, -365, -1, 0, 1, 40)] + [date(2000, 2, 29)]
NUMBERS = [-1, 0, 1, 2, 3, 12, 26, 27, 45, 68]


def maybe(dice: random.Random, values: list[Any]) -> Any:
    return dice.choice([None, *values])


async def populate(session: AsyncSession, dice: random.Random) -> dict[str, list[Any]]:
    """A small union with every kind of oddity; the ids that conditions may refer to."""
    branches = [new_id() for _ in range(3)]
    units, sites, roles = [new_id(), new_id()], [new_id(), new_id(), new_id()], ["inspector", "chair", "nobody"]
    await session.execute(
        insert(Branch), [{"id": i, "name": str(i), "name_key": str(i), "time_zone": "UTC"} for i in branches]
    )
    await session.execute(
        insert(Unit), [{"id": i, "name": str(i), "name_key": str(i), "branch_id": branches[0]} for i in units]
    )
    countries = ["Турция", "ЁРУ", None]
    await session.execute(
        insert(Site),
        [{"id": i, "name": str(i), "name_key": str(i), "country": c} for i, c in zip(sites, countries, strict=True)],
    )
    role_ids = [new_id() for _ in roles]
    await session.execute(
        insert(Role),
        [
            {"id": i, "code": code, "name_ru": code, "name_en": code, "permissions": []}
            for i, code in zip(role_ids, roles, strict=True)
        ],
    )
    for _ in range(PERSONS):
        await add_person(session, dice, branches, units, sites, role_ids)
    return {"branch": branches, "unit": units, "site": sites, "role": roles}


async def add_person(
    session: AsyncSession, dice: random.Random, branches: list[Any], units: list[Any], sites: list[Any], roles: Any
) -> None:
    person, is_member = new_id(), dice.random() < 0.6
    values = {
        "id": person, "last_name": "Тестов", "first_name": "Тест", "branch_id": maybe(dice, branches),
        "unit_id": maybe(dice, units), "position": maybe(dice, TEXTS), "city": maybe(dice, TEXTS),
        "sex": maybe(dice, ["male", "female"]), "birth_date": maybe(dice, DAYS), "children": maybe(dice, [0, 1, 3]),
        "subscribed_to_news": maybe(dice, [True, False]), "assignment_site_id": maybe(dice, sites),
        "is_member": is_member, "joined_on": maybe(dice, DAYS), "left_on": None if is_member else maybe(dice, DAYS),
    }  # fmt: skip
    await session.execute(insert(Person).values(values))
    for role in dice.sample(roles, dice.randint(0, 3)):
        since = dice.choice(DAYS)
        await session.execute(
            insert(Grant).values(
                id=new_id(), person_id=person, role_id=role, valid_from=since,
                valid_to=maybe(dice, [day for day in DAYS if day >= since]), granted_at=clock.now(),
                withdrawn_at=maybe(dice, [clock.now()]),
            )
        )  # fmt: skip
    for kind in KINDS:
        for _ in range(dice.randint(0, 3)):
            await session.execute(
                insert(Consent).values(
                    id=new_id(), person_id=person, kind=kind, given=dice.random() < 0.5, text_version="1",
                    channel="web", stated_at=clock.now(), recorded_at=clock.now(),
                )
            )  # fmt: skip
    if dice.random() < 0.4:
        first = TODAY + timedelta(days=dice.randint(-3, 1))
        await session.execute(
            insert(Absence).values(
                id=new_id(), person_id=person, first_day=first, last_day=first + timedelta(days=dice.randint(0, 3)),
                kind="vacation", cancelled_at=maybe(dice, [clock.now()]),
            )
        )  # fmt: skip


def some_value(dice: random.Random, name: Name, known: dict[str, list[Any]]) -> Any:
    if name.refers_to:
        return str(dice.choice(known[name.refers_to]))
    if name.choices:
        return dice.choice(name.choices).value
    text = dice.choice(TEXTS)
    return {
        Kind.FLAG: dice.random() < 0.5,
        Kind.NUMBER: dice.choice(NUMBERS),
        Kind.TEXT: text[: dice.randint(1, len(text))].strip() or text,
        Kind.DATE: dice.choice(DAYS).isoformat(),
    }[name.kind]


def some_tree(dice: random.Random, known: dict[str, list[Any]], depth: int = 1) -> dict[str, Any]:
    if depth < 4 and dice.random() < 0.45:
        parts = [some_tree(dice, known, depth + 1) for _ in range(dice.randint(1, 3))]
        return {dice.choice(["all", "any", "none"]): parts}
    name = dice.choice(list(PERSON))
    op = dice.choice(operators(name))
    tree: dict[str, Any] = {"field": name.name, "op": op.value}
    if op in (Op.KNOWN, Op.UNKNOWN):
        return tree
    if op in (Op.IN, Op.NOT_IN):
        return tree | {"value": [some_value(dice, name, known) for _ in range(dice.randint(1, 3))]}
    if op is Op.BETWEEN:
        return tree | {"value": sorted(some_value(dice, name, known) for _ in range(2))}
    return tree | {"value": some_value(dice, name, known)}


async def test_sql_and_cel_agree_on_random_persons_and_random_conditions(database: Database) -> None:
    dice = random.Random(20261123)
    async with database.transaction() as session:
        known = await populate(session, dice)
        ids = (await session.scalars(select(Person.id))).all()
        everybody = {person: await repository.facts(session, person, today=TODAY) for person in ids}
        columns, decided = person_columns(TODAY), 0
        for number in range(TREES):
            tree = some_tree(dice, known)
            condition = read(tree, PERSON)
            by_sql = set((await session.scalars(select(Person.id).where(to_sql(condition, columns)))).all())
            compiled = EXPRESSIONS.compile(to_cel(condition))
            outcomes = {person: compiled.evaluate(facts or {}) for person, facts in everybody.items()}
            assert all(outcome.problem is None for outcome in outcomes.values()), tree
            by_cel = {person for person, outcome in outcomes.items() if outcome.holds}
            assert by_sql == by_cel, (number, tree, to_cel(condition))
            decided += 0 < len(by_sql) < PERSONS
    assert decided > TREES / 3  # conditions that divide the people, or nothing would be compared
