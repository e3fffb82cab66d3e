"""The rules of the journal, without a database: the table, its drawing, and random walks through it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.nonconformity import domain, errors
from services.nonconformity.domain import (
    RULES,
    Act,
    Assignment,
    Caller,
    Change,
    Now,
    Record,
    Standing,
    State,
    Step,
    allowed_actions,
    format_number,
    parse_number,
    refusal,
)
from shared.errors import AppError

README = Path(domain.__file__).parents[1] / "README.md"
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
_SPACE = UUID(int=7)


def someone(name: str) -> UUID:
    return uuid5(_SPACE, name)


AUTHOR, TRIAGE, EXECUTOR, HELPER, VERIFIER = map(someone, ("author", "triage", "executor", "helper", "verifier"))
CALLERS = (
    Caller(AUTHOR),
    Caller(TRIAGE, triage=True, edit=True),
    Caller(EXECUTOR),
    Caller(HELPER),
    Caller(VERIFIER, verify=True),
    Caller(EXECUTOR, triage=True, verify=True),
    Caller(someone("stranger")),
    Caller(None, author=True),  # a nameless author, who has shown the record's code
)


def new_record(**values: Any) -> Record:
    made = Record(
        id=someone("record"), year=2026, serial=42, branch_id=someone("branch"), site_id=someone("site"),
        place="машинный зал", category_id=someone("category"), description="Нет ограждения", found_at=START,
        registered_at=START, author_id=AUTHOR, way=(Step(State.REGISTERED, START, AUTHOR),),
    )  # fmt: skip
    return replace(made, **values)


def test_the_readme_draws_the_table_of_rules() -> None:
    drawing = README.read_text().split("```mermaid")[1].split("```")[0]
    drawn = set(re.findall(r"^\s+(\w+|\[\*\]) --> (\w+): ([\w-]+)$", drawing, re.M))
    table = {
        (source.value, target.value, act.value)
        for act, rule in RULES.items()
        for source, target in rule.moves.items()
        if source is not target or act is Act.ASSIGN
    }
    assert drawn == table | {("[*]", "registered", "register")}


def test_every_state_can_be_left_and_reached() -> None:
    edges = {(a, b) for rule in RULES.values() for a, b in rule.moves.items() if a is not b}
    assert {source for source, _ in edges} == set(State)
    assert {target for _, target in edges} == set(State)


@pytest.mark.parametrize("act", RULES)
def test_an_act_is_refused_to_whom_it_does_not_belong_and_from_where_it_does_not_lead(act: Act) -> None:
    rule = RULES[act]
    for state, held in product(State, [Standing.NONE, *Standing]):
        refused = refusal(act, state, held, has_due_date=True)
        authors_edit = act is Act.EDIT and state is State.REGISTERED and held is Standing.AUTHOR
        if not held & rule.by and not authors_edit:
            assert isinstance(refused, rule.refusal), (state, held)
        elif state not in rule.moves:
            assert isinstance(refused, errors.WrongState), (state, held)
        else:
            assert refused is None, (state, held)


def test_who_reported_the_fix_never_verifies_it_whatever_they_hold() -> None:
    fixed = new_record(state=State.FIXED, fixed_by_id=EXECUTOR, responsible_id=EXECUTOR, author_id=EXECUTOR)
    powerful = Caller(EXECUTOR, triage=True, verify=True, edit=True)
    with pytest.raises(errors.OwnFix):
        domain.verify(fixed, powerful, at(1))
    assert Act.VERIFY not in allowed_actions(fixed, powerful)
    assert Act.VERIFY in allowed_actions(fixed, Caller(VERIFIER, verify=True))


def test_nobody_is_not_somebody() -> None:
    """A caller without an id is not the author without a name, nor who fixed what nobody has fixed."""
    nameless = new_record(author_id=None, way=(Step(State.REGISTERED, START),))
    assert domain.standing(nameless, Caller(None)) is Standing.NONE
    assert domain.standing(nameless, Caller(None, author=True)) is Standing.AUTHOR
    assert domain.standing(new_record(), Caller(None)) is Standing.NONE
    assert None not in nameless.participants


def outcome(act: Callable[[], Change]) -> Change | AppError:
    try:
        return act()
    except AppError as refused:
        return refused


def at(days: int) -> Now:
    moment = START + timedelta(days=days)
    return Now(moment, moment.date())


def due(days: int) -> date:
    return (START + timedelta(days=days)).date()


def test_the_first_due_date_is_kept_and_a_move_needs_a_reason() -> None:
    triage = Caller(TRIAGE, triage=True)
    order = Assignment(EXECUTOR, due_on=due(5))
    assigned = domain.assign(new_record(), triage, at(0), order=order).after
    assert (assigned.first_due_on, assigned.due_on, assigned.due_date_moves) == (due(5), due(5), 0)
    with pytest.raises(AppError) as needed:
        domain.assign(assigned, triage, at(1), order=Assignment(HELPER, due_on=due(9)))
    assert needed.value.errors[0].code == "move_reason_needed"
    moved = domain.move_due_date(assigned, triage, at(1), due_on=due(9), reason="Ждём запчасти").after
    assert (moved.first_due_on, moved.due_on, moved.due_date_moves) == (due(5), due(9), 1)
    kept = domain.assign(moved, triage, at(20), order=Assignment(HELPER)).after
    assert (kept.due_on, kept.due_date_moves) == (due(9), 1)


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "due_date_past"), (0, None), (3653, None), (3654, "due_date_far")]
)  # fmt: skip
def test_a_due_date_lies_between_today_and_ten_years(days: int, code: str | None) -> None:
    order = Assignment(EXECUTOR, due_on=due(days))
    done = outcome(lambda: domain.assign(new_record(), Caller(TRIAGE, triage=True), at(0), order=order))
    assert (done.errors[0].code if isinstance(done, AppError) else None) == code


def test_a_person_has_one_part_in_a_record() -> None:
    for order in (
        Assignment(EXECUTOR, (EXECUTOR,), due_on=due(1)),
        Assignment(EXECUTOR, (HELPER, HELPER), due_on=due(1)),
        Assignment(EXECUTOR, (HELPER,), (HELPER,), due_on=due(1)),
    ):
        with pytest.raises(AppError) as refused:
            domain.assign(new_record(), Caller(TRIAGE, triage=True), at(0), order=order)
        assert refused.value.errors[0].code == "person_twice"


def test_an_assignment_of_somebody_else_begins_the_work_anew() -> None:
    triage = Caller(TRIAGE, triage=True)
    working = new_record(state=State.IN_PROGRESS, responsible_id=EXECUTOR, due_on=due(5), first_due_on=due(5))
    helped = domain.assign(working, triage, at(0), order=Assignment(EXECUTOR, (HELPER,)))
    assert helped.after.state is State.IN_PROGRESS
    assert helped.after.way == working.way
    passed_on = domain.assign(working, triage, at(0), order=Assignment(HELPER))
    assert passed_on.after.state is State.ASSIGNED


def test_duplicates_cannot_go_in_a_circle() -> None:
    triage = Caller(TRIAGE, triage=True)
    first, second = new_record(id=someone("first")), new_record(id=someone("second"), serial=43)
    marked = domain.merge(second, triage, at(0), into=first).after
    with pytest.raises(AppError) as refused:
        domain.merge(first, triage, at(0), into=marked)
    assert refused.value.errors[0].code == "merge_into_set_aside"
    with pytest.raises(AppError) as refused:
        domain.merge(first, triage, at(0), into=first)
    assert refused.value.errors[0].code == "merge_into_itself"


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("НС-2026-00042", (2026, 42)),
        ("нс 2026 42", (2026, 42)),
        ("HC-2026-42", (2026, 42)),  # typed with the Latin keyboard
        ("2026-42", (2026, 42)),
        ("№ 42", (None, 42)),
        ("0042", (None, 42)),
        ("42 кабель", None),
        ("", None),
        ("9" * 40, None),
    ],
)
def test_a_number_is_understood_as_people_type_it(typed: str, parsed: tuple[int | None, int] | None) -> None:
    assert parse_number(typed) == parsed


@given(st.integers(2000, 2199), st.integers(1, 9_999_999))
def test_a_written_number_is_read_back(year: int, serial: int) -> None:
    assert parse_number(format_number(year, serial)) == (year, serial)


# Random walks: whoever does whatever at whatever time, these hold.


@dataclass(frozen=True, slots=True)
class Move:
    """Something that somebody tries: mostly what is offered to somebody, or nobody would get far; else anything."""

    offered: bool
    choice: int
    days: int  #: that pass before
    person: UUID
    due_in: int

    def pick(self, record: Record) -> tuple[Act, Caller]:
        pairs = [(act, caller) for caller in CALLERS for act in RULES]
        lawful = [(act, caller) for act, caller in pairs if act in allowed_actions(record, caller)]
        among = lawful if self.offered and lawful else pairs
        return among[self.choice % len(among)]


MOVES = st.builds(
    Move,
    offered=st.sampled_from([True, True, True, False]),
    choice=st.integers(0, 10_000),
    days=st.integers(0, 3),
    person=st.sampled_from([EXECUTOR, HELPER, VERIFIER]),
    due_in=st.integers(-2, 30),
)


def attempt(record: Record, act: Act, caller: Caller, now: Now, person: UUID, due_on: date) -> Change:
    match act:
        case Act.ASSIGN:
            order = Assignment(person, (HELPER,) if person != HELPER else (), due_on=due_on, reason="Перенос")
            return domain.assign(record, caller, now, order=order)
        case Act.START:
            return domain.start(record, caller, now)
        case Act.REPORT_FIXED:
            return domain.report_fixed(record, caller, now, comment="Сделано" if due_on.day % 2 else None)
        case Act.VERIFY:
            return domain.verify(record, caller, now)
        case Act.RETURN:
            return domain.send_back(record, caller, now, reason="Не устранено")
        case Act.REJECT:
            return domain.reject(record, caller, now, reason="Не подтвердилось")
        case Act.DISPUTE:
            return domain.dispute(record, caller, now, reason="Не согласен")
        case Act.MERGE:
            return domain.merge(record, caller, now, into=new_record(id=person))
        case Act.UNMERGE:
            return domain.unmerge(record, caller, now, reason="Это другое")
        case Act.MOVE_DUE_DATE:
            return domain.move_due_date(record, caller, now, due_on=due_on, reason="Перенос")
        case _:
            return domain.edit(record, caller, now, values={"place": f"отм. {due_on.day}"})


@settings(max_examples=300, deadline=None)
@given(st.lists(MOVES, max_size=40), st.sampled_from([AUTHOR, None]))
def test_no_walk_breaks_a_rule(walk: list[Move], author: UUID | None) -> None:
    record, day, promised = new_record(author_id=author), 0, None
    for move in walk:
        day += move.days
        now, before = at(day), record
        act, caller = move.pick(record)
        offered = act in allowed_actions(record, caller)
        due_on = now.today + timedelta(days=move.due_in)
        change = outcome(partial(attempt, record, act, caller, now, move.person, due_on))
        if isinstance(change, AppError):
            assert change.status in (403, 409, 422)
            assert not offered or change.status == 422, "an offered act is refused for its arguments only"
            continue
        assert offered, "what was not offered cannot be done"
        record = change.after
        assert record.version == before.version + 1
        assert record.state is RULES[act].moves[before.state] or (act is Act.ASSIGN and record.state is before.state)
        assert record.way[-1].state is record.state
        assert record.way[: len(before.way)] == before.way
        assert len(record.way) == len(before.way) + (record.state is not before.state)
        assert (record.closed_at is not None) == (record.state is State.CLOSED)
        assert (record.duplicate_of_id is not None) == (record.state is State.DUPLICATE)
        if act is Act.VERIFY and caller.id is not None:
            assert caller.id != before.fixed_by_id
        promised = promised or record.first_due_on
        assert record.first_due_on == promised, "the first due date never changes"
        assert record.due_date_moves == before.due_date_moves + change.moves_due_date
        assert record.author_id == author
