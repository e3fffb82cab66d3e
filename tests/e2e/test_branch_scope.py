"""A thousand random pairs of a person and a record: seen by whom it concerns, and by nobody else.

What may be seen is worked out here anew, from roles, branches and who takes part, without the code that decides it.
"""

import random
from dataclasses import dataclass
from typing import Any

import pytest

from services.people.domain.roles import DEFAULT_ROLES
from tests.e2e.access.examples import in_days
from tests.support.callers import JOURNAL, Caller, Union, ids
from tests.support.quiet import wait_quiet

PAIRS = 1000
BRANCHES, PEOPLE, RECORDS = 6, 24, 60
READS = "nonconformity:read"
ROLES = ("member", "inspector", "employer", "activist", "staff", "branch_chair", "accountant", "chair")
_READERS = frozenset(role.code for role in DEFAULT_ROLES if READS in role.permissions)


@dataclass(frozen=True)
class Person:
    caller: Caller
    grants: frozenset[tuple[str, str | None]]  #: (role, branch or None for everywhere)

    def may_see(self, record: "Record") -> bool:
        reads = any(role in _READERS and branch in (None, record.branch) for role, branch in self.grants)
        return reads or self.caller.id in record.people


@dataclass(frozen=True)
class Record:
    id: str
    branch: str
    people: frozenset[str]  #: author, responsible, co-executors, observers


@pytest.fixture(scope="module")
def world(union: Union) -> tuple[random.Random, list[Person], list[Record]]:
    chance = random.Random(20261123)
    branches = [union.branch(f"Случайное-{number}") for number in range(BRANCHES)]
    site = union.site("Площадка случая", branches[0])
    category = union.category("Случайная проверка")
    people = [_person(union, chance, branches, number) for number in range(PEOPLE)]
    wait_quiet(union.platform)
    records = [_record(union, chance, branches, union.finding(site, category), people) for _ in range(RECORDS)]
    return chance, people, records


def _person(union: Union, chance: random.Random, branches: list[str], number: int) -> Person:
    grants = {
        (chance.choice(ROLES), None if chance.random() < 0.1 else chance.choice(branches))
        for _ in range(chance.randint(0, 3))
    }
    home = chance.choice(branches)
    caller = union.person(f"Случайнов-{_word(number)} Илья Ильич", home, *sorted(grants, key=str))
    return Person(caller, frozenset(grants))


def _word(number: int) -> str:
    """A surname holds letters only."""
    return "".join("АБВГДЕЖЗИК"[int(digit)] for digit in str(number)).title()


def _record(
    union: Union, chance: random.Random, branches: list[str], finding: dict[str, Any], people: list[Person]
) -> Record:
    branch = chance.choice(branches)
    record_id = str(union.admin.made(JOURNAL, finding | {"branch_id": branch})["id"])
    named = [person.caller.id for person in chance.sample(people, 3)]
    responsible, co_executor, observer = named
    order = {
        "responsible_id": responsible,
        "co_executor_ids": [co_executor],
        "observer_ids": [observer],
        "due_on": in_days(10),
    }
    assert union.admin.act(record_id, "assign", order).status_code == 200
    return Record(record_id, branch, frozenset(named))


def test_a_thousand_random_pairs_see_what_concerns_them_and_nothing_else(
    world: tuple[random.Random, list[Person], list[Record]],
) -> None:
    chance, people, records = world
    seen = 0
    for _ in range(PAIRS):
        person, record = chance.choice(people), chance.choice(records)
        answer = person.caller.get(f"{JOURNAL}/{record.id}")
        expected = 200 if person.may_see(record) else 404
        assert answer.status_code == expected, (person.grants, record)
        seen += expected == 200
    assert PAIRS * 0.15 < seen < PAIRS * 0.85, "the pairs should try both"


def test_a_list_holds_exactly_what_its_reader_may_see(
    world: tuple[random.Random, list[Person], list[Record]],
) -> None:
    _, people, records = world
    ours = {record.id for record in records}
    for person in people:
        listed = ids(person.caller.walk(JOURNAL)) & ours
        assert listed == {record.id for record in records if person.may_see(record)}, person.grants
