"""The rules of measures, without a database: the table, its drawing, and random walks through it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.nonconformity import domain
from services.nonconformity.domain import Caller, Record, State
from services.nonconformity.domain import measure_acts as acts
from services.nonconformity.domain.measure_acts import MeasureChange, MeasurePlan
from services.nonconformity.domain.measures import (
    LIVE,
    MEASURE_RULES,
    Kind,
    Measure,
    MeasureAct,
    MeasureLine,
    MeasureState,
    Part,
    is_expired,
    is_late,
    measure_refusal,
)
from services.nonconformity.errors import measures as errors
from shared.errors import AppError
from tests.services.nonconformity.test_domain import (
    AUTHOR,
    EXECUTOR,
    HELPER,
    README,
    TRIAGE,
    VERIFIER,
    at,
    due,
    new_record,
    someone,
)

OWNER = someone("owner")
CALLERS = (
    Caller(AUTHOR),
    Caller(TRIAGE, triage=True),
    Caller(EXECUTOR),
    Caller(OWNER),
    Caller(VERIFIER, verify=True),
    Caller(OWNER, triage=True, verify=True),
    Caller(someone("stranger")),
    Caller(None, author=True),
)


def record(**values: Any) -> Record:
    return new_record(state=State.IN_PROGRESS, responsible_id=EXECUTOR, co_executor_ids=(HELPER,), **values)


def planned(kind: Kind = Kind.CORRECTIVE, *, due_in: int = 5, expires_in: int | None = None, **who: Caller) -> Measure:
    expires_on = None if expires_in is None else due(expires_in)
    order = MeasurePlan(kind, "Выставить ограждение", OWNER, due(due_in), expires_on)
    caller = who.get("caller", Caller(TRIAGE, triage=True))
    return acts.plan(record(), caller, at(0), measure_id=someone("measure"), order=order).after


def test_the_readme_draws_the_table_of_measures() -> None:
    drawing = README.read_text().split("```mermaid")[2].split("```")[0]
    drawn = set(re.findall(r"^\s+(\w+|\[\*\]) --> (\w+): ([\w-]+)$", drawing, re.M))
    table = {
        (source.value, target.value, act.value)
        for act, rule in MEASURE_RULES.items()
        for source, target in rule.moves.items()
        if source is not target
    }
    assert drawn == table | {("[*]", "planned", "create")}


@pytest.mark.parametrize("act", MEASURE_RULES)
def test_an_act_is_refused_to_whom_it_does_not_belong_and_from_where_it_does_not_lead(act: MeasureAct) -> None:
    rule = MEASURE_RULES[act]
    for state, held, of in product(MeasureState, [Part.NONE, *Part], State):
        refused = measure_refusal(act, Kind.COMPENSATING, state, held, of)
        if not held & rule.by:
            assert isinstance(refused, rule.refusal), (state, held)
        elif of not in LIVE:
            assert isinstance(refused, errors.MeasuresFrozen), (state, of)
        elif state not in rule.moves:
            assert isinstance(refused, errors.WrongMeasureState), (state, held)
        else:
            assert refused is None, (state, held)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (Caller(TRIAGE, triage=True), True),
        (Caller(VERIFIER, verify=True), True),
        (Caller(EXECUTOR), True),
        (Caller(HELPER), True),
        (Caller(AUTHOR), False),
        (Caller(someone("stranger")), False),
        (Caller(None, author=True), False),
    ],
)
def test_measures_are_planned_by_those_who_work_on_the_record(who: Caller, may: bool) -> None:
    assert (acts.planning_refusal(record(), who) is None) is may


@pytest.mark.parametrize("state", State)
def test_measures_go_on_until_the_record_is_closed_or_set_aside(state: State) -> None:
    refused = acts.planning_refusal(new_record(state=state), Caller(TRIAGE, triage=True))
    assert (refused is None) is (state in LIVE)
    assert isinstance(refused, errors.MeasuresFrozen | None)


@pytest.mark.parametrize(
    ("kind", "due_in", "expires_in", "code", "loc"),
    [
        (Kind.COMPENSATING, 5, 5, None, None),
        (Kind.COMPENSATING, 6, 5, "due_after_expiry", "due_on"),
        (Kind.COMPENSATING, 5, None, "expiry_needed", "expires_on"),
        (Kind.CORRECTIVE, 5, 9, "expiry_out_of_place", "expires_on"),
        (Kind.PREVENTIVE, -1, None, "due_date_past", "due_on"),
        (Kind.PREVENTIVE, 0, None, None, None),
        (Kind.PREVENTIVE, 3654, None, "due_date_far", "due_on"),
        (Kind.COMPENSATING, 5, 3654, "expiry_far", "expires_on"),
    ],
)
def test_what_dates_a_measure_may_have(
    kind: Kind, due_in: int, expires_in: int | None, code: str | None, loc: str | None
) -> None:
    if code is None:
        assert planned(kind, due_in=due_in, expires_in=expires_in).state is MeasureState.PLANNED
        return
    with pytest.raises(AppError) as refused:
        planned(kind, due_in=due_in, expires_in=expires_in)
    assert [(error.code, error.loc) for error in refused.value.errors] == [(code, ("body", loc))]


def test_the_first_due_date_is_kept_and_a_move_needs_a_reason_and_stays_within_the_expiry() -> None:
    measure, triage = planned(Kind.COMPENSATING, due_in=5, expires_in=9), Caller(TRIAGE, triage=True)
    move = partial(acts.edit_measure, measure, record(), triage, at(1))
    for due_in, reason, code in ((7, None, "move_reason_needed"), (10, "Ждём", "due_after_expiry")):
        with pytest.raises(AppError) as refused:
            move(values={"due_on": due(due_in)}, reason=reason)
        assert refused.value.errors[0].code == code
    moved = move(values={"due_on": due(9)}, reason="Ждём").after
    assert (moved.first_due_on, moved.due_on, moved.due_date_moves) == (due(5), due(9), 1)


def test_an_expired_measure_is_overdue_until_it_is_extended_or_the_fix_is_reported() -> None:
    measure = planned(Kind.COMPENSATING, due_in=2, expires_in=5)
    done = acts.complete(measure, record(), Caller(OWNER), at(1), evidence="Стоит").after
    held = acts.verify_measure(done, record(), Caller(VERIFIER, verify=True), at(2)).after

    def expired(today: int, state: State = State.IN_PROGRESS) -> bool:
        return is_expired(held.state, held.expires_on, state, due(today))

    assert [expired(5), expired(6), expired(6, State.FIXED), expired(6, State.CLOSED)] == [False, True, False, False]
    verifier = Caller(VERIFIER, verify=True)
    for day, code in ((5, "expiry_not_later"), (7, "expiry_past")):
        with pytest.raises(AppError) as refused:
            acts.extend(held, record(), verifier, at(8), expires_on=due(day), reason="Плиту везут")
        assert refused.value.errors[0].code == code
    longer = acts.extend(held, record(), verifier, at(8), expires_on=due(20), reason="Плиту везут").after
    assert (longer.expires_on, longer.extensions, longer.state) == (due(20), 1, MeasureState.VERIFIED)
    with pytest.raises(errors.NotCompensating):
        acts.extend(planned(), record(), verifier, at(8), expires_on=due(20), reason="Плиту везут")


def test_a_measure_is_late_only_while_it_is_owed() -> None:
    late = {
        (state, of)
        for state, of in product(MeasureState, State)
        if is_late(state, date(2026, 11, 1), of, date(2026, 11, 2))
    }
    assert late == {(MeasureState.PLANNED, of) for of in LIVE}
    assert not is_late(MeasureState.PLANNED, date(2026, 11, 2), State.ASSIGNED, date(2026, 11, 2))


@pytest.mark.parametrize("state", [MeasureState.PLANNED, MeasureState.COMPLETED])
def test_a_record_is_not_closed_while_a_measure_is_open(state: MeasureState) -> None:
    line = MeasureLine(2, OWNER, state, due(5), None)
    kept = MeasureLine(1, OWNER, MeasureState.VERIFIED, due(5), None)
    fixed = new_record(state=State.FIXED, fixed_by_id=EXECUTOR, measures=(kept, line))
    with pytest.raises(errors.MeasuresOpen) as refused:
        domain.verify(fixed, Caller(VERIFIER, verify=True), at(1))
    assert [error.loc for error in refused.value.errors] == [("measures", 2)]
    assert domain.Act.VERIFY not in domain.allowed_actions(fixed, Caller(VERIFIER, verify=True))
    without = new_record(state=State.FIXED, fixed_by_id=EXECUTOR, measures=(kept,))
    assert domain.verify(without, Caller(VERIFIER, verify=True), at(1)).after.state is State.CLOSED


def outcome(act: Callable[[], MeasureChange]) -> MeasureChange | AppError:
    try:
        return act()
    except AppError as refused:
        return refused


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[MeasureAct, Caller, int, int]]:
    step = st.tuples(
        st.sampled_from(list(MEASURE_RULES)), st.sampled_from(CALLERS), st.integers(0, 3), st.integers(-2, 30)
    )
    return draw(st.lists(step, max_size=40))


def attempt(measure: Measure, act: MeasureAct, caller: Caller, day: int, due_in: int) -> MeasureChange:
    now, of = at(day), record()
    match act:
        case MeasureAct.EDIT:
            values = {"due_on": now.today + timedelta(days=due_in)}
            return acts.edit_measure(measure, of, caller, now, values=values, reason="Перенос")
        case MeasureAct.COMPLETE:
            return acts.complete(measure, of, caller, now, evidence="Сделано" if due_in % 2 else None)
        case MeasureAct.VERIFY:
            return acts.verify_measure(measure, of, caller, now)
        case MeasureAct.RETURN:
            return acts.return_measure(measure, of, caller, now, reason="Не сделано")
        case MeasureAct.EXTEND:
            until = now.today + timedelta(days=due_in)
            return acts.extend(measure, of, caller, now, expires_on=until, reason="Плиту везут")
        case _:
            return acts.cancel(measure, of, caller, now, reason="Не нужно")


@settings(max_examples=200, deadline=None)
@given(walks(), st.sampled_from([(Kind.COMPENSATING, 20), (Kind.PREVENTIVE, None)]))
def test_no_walk_of_a_measure_breaks_a_rule(
    walk: list[tuple[MeasureAct, Caller, int, int]], kind: tuple[Kind, int | None]
) -> None:
    measure, day = planned(kind[0], due_in=3, expires_in=kind[1]), 0
    for act, caller, days, due_in in walk:
        day += days
        before = measure
        offered = act in acts.measure_actions(before, record(), caller)
        done = outcome(partial(attempt, before, act, caller, day, due_in))
        if isinstance(done, AppError):
            assert done.status in (403, 409, 422)
            assert not offered or done.status == 422, "an offered act is refused for its arguments only"
            continue
        assert offered, "what was not offered cannot be done"
        measure = done.after
        assert measure.version == before.version + 1
        assert measure.state is MEASURE_RULES[act].moves[before.state]
        assert measure.first_due_on == before.first_due_on, "the first due date never changes"
        assert measure.expires_on is None or measure.due_on <= measure.expires_on
        assert measure.expires_on is None or before.expires_on is None or measure.expires_on >= before.expires_on
        assert (measure.completed_by_id is not None) or measure.state not in (
            MeasureState.COMPLETED, MeasureState.VERIFIED,
        )  # fmt: skip
        if act is MeasureAct.VERIFY:
            assert caller.id != before.completed_by_id
