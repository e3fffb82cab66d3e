"""The acts. Each takes a record and gives the change, or raises a refusal of errors.py."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.nonconformity import errors
from services.nonconformity.domain.measures import LIVE, MeasureLine, MeasureState
from services.nonconformity.domain.records import Assignment, Caller, Change, Now, Record, Step
from services.nonconformity.domain.states import RULES, SET_ASIDE, STATE_NAMES, Act, Standing, State, refusal
from services.nonconformity.errors.measures import measures_open

FARTHEST_DUE = timedelta(days=3653)  #: a due date beyond ten years is a slip of the year


def standing(record: Record, caller: Caller) -> Standing:
    """What the caller is to the record."""
    found = Standing.NONE
    if caller.author:
        found |= Standing.AUTHOR
    if caller.id is not None:  # nobody is not somebody: None of the caller is not None of the record
        found |= _as_named(record, caller.id)
    if caller.triage:
        found |= Standing.TRIAGE
    if caller.verify:
        found |= Standing.VERIFIER
    return found | Standing.EDITOR if caller.edit else found


def _as_named(record: Record, person_id: UUID) -> Standing:
    found = Standing.NONE
    if person_id == record.author_id:
        found |= Standing.AUTHOR
    if person_id == record.responsible_id or person_id in record.co_executor_ids:
        found |= Standing.EXECUTOR
    return found | Standing.FIXER if person_id == record.fixed_by_id else found


@lru_cache(maxsize=4096)
def _allowed(state: State, held: Standing, has_due_date: bool) -> tuple[Act, ...]:
    return tuple(act for act in RULES if refusal(act, state, held, has_due_date=has_due_date) is None)


def allowed_actions(record: Record, caller: Caller) -> tuple[Act, ...]:
    """The acts that the caller may do now, in the order of `RULES`."""
    allowed = _allowed(record.state, standing(record, caller), record.due_on is not None)
    # Not closed while somebody still owes a measure.
    return tuple(act for act in allowed if act is not Act.VERIFY) if record.open_measures else allowed


def _permit(record: Record, act: Act, caller: Caller) -> State:
    """The state that the act leads to; raises the refusal."""
    refused = refusal(act, record.state, standing(record, caller), has_due_date=record.due_on is not None)
    if refused:
        raise refused
    return RULES[act].moves[record.state]


def assign(record: Record, caller: Caller, now: Now, *, order: Assignment) -> Change:
    """Name the responsible person, co-executors, observers and the due date; again to change them."""
    target = _permit(record, Act.ASSIGN, caller)
    working = (order.responsible_id, *order.co_executor_ids)
    named = [*working, *(order.observer_ids or ())]
    if len(set(named)) != len(named):
        raise errors.two_parts("observer_ids" if order.observer_ids else "co_executor_ids")
    if record.state is State.IN_PROGRESS and order.responsible_id == record.responsible_id:
        target = State.IN_PROGRESS
    due = order.due_on or record.due_on or record.proposed_due_on(now.today)
    if due is None:
        raise errors.due_date_needed()
    after = replace(
        record,
        responsible_id=order.responsible_id,
        co_executor_ids=order.co_executor_ids,
        observer_ids=_observers(record, working) if order.observer_ids is None else order.observer_ids,
    )
    if due != record.due_on:
        if record.due_on is not None and not order.reason:
            raise errors.move_reason_needed()
        after = _with_due_date(after, due, today=now.today)
    return _change(Act.ASSIGN, record, after, caller, now, to=target, reason=order.reason)


def _observers(record: Record, working: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Who observes it goes on observing, unless there is work for them now."""
    return tuple(person for person in record.observer_ids if person not in working)


def start(record: Record, caller: Caller, now: Now) -> Change:
    return _change(Act.START, record, record, caller, now, to=_permit(record, Act.START, caller))


def report_fixed(
    record: Record, caller: Caller, now: Now, *, comment: str | None, attachment_ids: tuple[UUID, ...] = ()
) -> Change:
    """Say that it is fixed, in words or with photos: whoever verifies has to have something to go by."""
    target = _permit(record, Act.REPORT_FIXED, caller)
    if not comment and not attachment_ids:
        raise errors.evidence_needed()
    after = replace(record, fixed_at=now.at, fixed_by_id=caller.id)
    change = _change(Act.REPORT_FIXED, record, after, caller, now, to=target, reason=comment)
    return replace(change, attachment_ids=attachment_ids)


def verify(record: Record, caller: Caller, now: Now) -> Change:
    """Accept the fix. Refused to the one who reported it, whatever they hold, and while a measure is open."""
    target = _permit(record, Act.VERIFY, caller)
    if record.open_measures:
        raise measures_open([_listed(record, line) for line in record.open_measures])
    return _change(Act.VERIFY, record, replace(record, closed_at=now.at), caller, now, to=target)


def _listed(record: Record, line: MeasureLine) -> tuple[str, int, bool, date]:
    done = line.state is MeasureState.COMPLETED
    return record.measure_number(line.position), line.position, done, line.due_on


def send_back(record: Record, caller: Caller, now: Now, *, reason: str) -> Change:
    target = _permit(record, Act.RETURN, caller)
    return _change(Act.RETURN, record, record, caller, now, to=target, reason=reason)


def reject(record: Record, caller: Caller, now: Now, *, reason: str) -> Change:
    target = _permit(record, Act.REJECT, caller)
    return _change(Act.REJECT, record, record, caller, now, to=target, reason=reason)


def dispute(record: Record, caller: Caller, now: Now, *, reason: str) -> Change:
    """The author disagrees: a rejected record or a duplicate is triaged again, a closed one goes back into work."""
    target = _permit(record, Act.DISPUTE, caller)
    after = replace(record, closed_at=None, duplicate_of_id=None)
    return _change(Act.DISPUTE, record, after, caller, now, to=target, reason=reason)


def merge(record: Record, caller: Caller, now: Now, *, into: Record) -> Change:
    """The same thing was found before and is followed there. A duplicate takes nothing in, so no circle can arise."""
    target = _permit(record, Act.MERGE, caller)
    if into.id == record.id:
        raise errors.merge_into_itself()
    if into.state in SET_ASIDE:
        raise errors.merge_into_set_aside(number=into.number, state=STATE_NAMES[into.state])
    if into.branch_id != record.branch_id:
        raise errors.merge_across_branches(number=into.number)
    if record.open_measures and into.state not in LIVE:
        raise measures_open([_listed(record, line) for line in record.open_measures], into=into.number)
    after = replace(record, duplicate_of_id=into.id)
    return _change(Act.MERGE, record, after, caller, now, to=target, reason=into.number)


def follow(record: Record, caller: Caller, now: Now, *, into: Record) -> Change:
    """What a record was merged into is now merged itself: the record goes with it."""
    after = replace(record, duplicate_of_id=into.id)
    return _change(Act.MERGE, record, after, caller, now, to=record.state, reason=into.number)


def absorb(record: Record, caller: Caller, now: Now, *, merged: Record, but: Collection[UUID] = ()) -> Change:
    """Whoever takes part in the merged record observes this one from now on; `but`: who chose not to."""
    new = tuple(sorted(merged.participants - record.participants - frozenset(but)))
    after = replace(record, observer_ids=record.observer_ids + new)
    return _change(Act.ABSORB, record, after, caller, now, to=record.state, reason=merged.number)


def unmerge(record: Record, caller: Caller, now: Now, *, reason: str) -> Change:
    """It was another thing after all: the record is triaged again."""
    target = _permit(record, Act.UNMERGE, caller)
    after = replace(record, duplicate_of_id=None)
    return _change(Act.UNMERGE, record, after, caller, now, to=target, reason=reason)


def move_due_date(record: Record, caller: Caller, now: Now, *, due_on: date, reason: str) -> Change:
    target = _permit(record, Act.MOVE_DUE_DATE, caller)
    if due_on == record.due_on:
        raise errors.due_date_same()
    after = _with_due_date(record, due_on, today=now.today)
    return _change(Act.MOVE_DUE_DATE, record, after, caller, now, to=target, reason=reason)


def edit(record: Record, caller: Caller, now: Now, *, values: Mapping[str, Any]) -> Change:
    """`values`: new values of site_id, place, category_id, severity, description, proposal, found_at."""
    target = _permit(record, Act.EDIT, caller)
    return _change(Act.EDIT, record, replace(record, **values), caller, now, to=target)


def withdraw(record: Record, actor_id: UUID, *, at: datetime) -> Change:
    """Take an imported record back; its number stays taken and its way as it was."""
    after = replace(record, withdrawn=True, version=record.version + 1)
    return Change(Act.WITHDRAW, record, after, actor_id, at)


def _with_due_date(record: Record, due_on: date, *, today: date) -> Record:
    """Promise a date: the first promise is kept for ever, every later one is a move."""
    if due_on < today:
        raise errors.due_date_past(today=today.strftime("%d.%m.%Y"))
    if due_on > today + FARTHEST_DUE:
        raise errors.due_date_far(latest=(today + FARTHEST_DUE).strftime("%d.%m.%Y"))
    if record.due_on is None:
        return replace(record, due_on=due_on, first_due_on=record.first_due_on or due_on)
    return replace(record, due_on=due_on, due_date_moves=record.due_date_moves + 1)


def _change(
    act: Act, before: Record, after: Record, caller: Caller, now: Now, *, to: State, reason: str | None = None
) -> Change:
    way = before.way if to is before.state else (*before.way, Step(to, now.at, caller.id, reason))
    after = replace(after, state=to, way=way, version=before.version + 1)
    return Change(act, before, after, caller.id, now.at, reason)
