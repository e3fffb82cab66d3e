"""The acts on measures. Each gives the change, or raises a refusal of errors/measures.py or errors/records.py."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.nonconformity.domain.acts import FARTHEST_DUE, standing
from services.nonconformity.domain.measures import (
    LIVE,
    MEASURE_RULES,
    Kind,
    Measure,
    MeasureAct,
    MeasureState,
    Part,
    measure_refusal,
)
from services.nonconformity.domain.records import Caller, Now, Record, to_json
from services.nonconformity.domain.states import Standing
from services.nonconformity.errors import measures as errors
from services.nonconformity.errors import records as record_errors
from shared.errors import AppError

_MAY_PLAN = Standing.TRIAGE | Standing.VERIFIER | Standing.EXECUTOR


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """What a new measure is to be. `expires_on` is for compensating ones, which need it."""

    kind: Kind
    description: str
    owner_id: UUID
    due_on: date
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """What an act made of a measure; `before` None: it is new."""

    act: MeasureAct
    before: Measure | None
    after: Measure
    actor_id: UUID
    at: datetime
    reason: str | None = None
    attachment_ids: tuple[UUID, ...] = ()

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """{field: (old, new)} as JSON values; nothing for a new measure but what came with it."""
        changed: dict[str, tuple[Any, Any]] = {}
        if self.before is not None:
            pairs = ((name, getattr(self.before, name), getattr(self.after, name)) for name in _TRACKED)
            changed = {name: (to_json(old), to_json(new)) for name, old, new in pairs if old != new}
        return changed | ({"attachment_ids": ([], to_json(self.attachment_ids))} if self.attachment_ids else {})

    @property
    def recorded(self) -> dict[str, tuple[Any, Any]]:
        """What the history keeps: `changed`, and what a new measure began with."""
        if self.before is not None and self.act is MeasureAct.MOVE:
            return self.changed | {"position": (self.before.position, self.after.position)}  # by chance the same
        if self.before is not None:
            return self.changed
        first = ((name, getattr(self.after, name)) for name in _GIVEN)
        return {name: (None, to_json(value)) for name, value in first if value is not None}


_GIVEN = ("description", "owner_id", "due_on", "expires_on")
_TRACKED = (
    "nonconformity_id", "position",
    "state", "description", "owner_id", "due_on", "expires_on", "completed_at", "completed_by_id", "evidence",
    "verified_at", "verified_by_id",
)  # fmt: skip


def part(measure: Measure, record: Record, caller: Caller) -> Part:
    """What the caller is to the measure."""
    somebody = caller.id is not None  # nobody is not somebody: None of the caller is not None of the measure
    roles = (
        (Part.TRIAGE, caller.triage),
        (Part.PLANNER, caller.id == measure.created_by_id),
        (Part.OWNER, caller.id == measure.owner_id),
        (Part.VERIFIER, caller.verify),
        (Part.AUTHOR, somebody and bool(standing(record, caller) & Standing.AUTHOR)),
        (Part.COMPLETER, somebody and caller.id == measure.completed_by_id),
    )
    held = Part.NONE
    for role, is_held in roles:
        held |= role if is_held else Part.NONE
    return held


def measure_actions(measure: Measure, record: Record, caller: Caller) -> list[MeasureAct]:
    """The acts that the caller may do now, in the order of the rules."""
    held = part(measure, record, caller)
    return [act for act in MEASURE_RULES if not measure_refusal(act, measure.kind, measure.state, held, record.state)]


def planning_refusal(record: Record, caller: Caller) -> AppError | None:
    """Why the caller may not plan a measure for the record; None when they may."""
    if not standing(record, caller) & _MAY_PLAN:
        return errors.PlannersOnly()
    return None if record.state in LIVE else errors.MeasuresFrozen()


def plan(
    record: Record, caller: Caller, now: Now, *, measure_id: UUID, order: MeasurePlan, position: int = 1
) -> MeasureChange:
    """A new measure of a record. A compensating one holds until its expiry and must be there before.

    `position`: the first that no measure of the record has, or had before it was moved.
    """
    if refused := planning_refusal(record, caller):
        raise refused
    if order.kind is Kind.COMPENSATING and order.expires_on is None:
        raise errors.expiry_needed()
    if order.kind is not Kind.COMPENSATING and order.expires_on is not None:
        raise errors.expiry_out_of_place()
    _require_due(order.due_on, order.expires_on, now)
    if order.expires_on is not None:
        _require_near(order.expires_on, now)
    measure = Measure(
        id=measure_id,
        nonconformity_id=record.id,
        position=position,
        kind=order.kind,
        description=order.description,
        owner_id=order.owner_id,
        created_at=now.at,
        created_by_id=_who(caller),
        first_due_on=order.due_on,
        due_on=order.due_on,
        expires_on=order.expires_on,
    )
    return MeasureChange(MeasureAct.CREATE, None, measure, _who(caller), now.at)


def edit_measure(
    measure: Measure, record: Record, caller: Caller, now: Now, *, values: dict[str, Any], reason: str | None
) -> MeasureChange:
    """`values`: new values of description, owner_id, due_on. A moved due date needs the reason."""
    _permit(measure, record, MeasureAct.EDIT, caller)
    after = replace(measure, **values)
    if after.due_on != measure.due_on:
        if not reason:
            raise record_errors.move_reason_needed()
        _require_due(after.due_on, measure.expires_on, now)
        after = replace(after, due_date_moves=measure.due_date_moves + 1)
    return _change(MeasureAct.EDIT, measure, after, caller, now, reason=reason)


def complete(
    measure: Measure,
    record: Record,
    caller: Caller,
    now: Now,
    *,
    evidence: str | None,
    attachment_ids: tuple[UUID, ...] = (),
) -> MeasureChange:
    """The owner says that it is done, in words or with photos."""
    state = _permit(measure, record, MeasureAct.COMPLETE, caller)
    if not evidence and not attachment_ids:
        raise record_errors.evidence_needed()
    after = replace(measure, state=state, completed_at=now.at, completed_by_id=_who(caller), evidence=evidence)
    change = _change(MeasureAct.COMPLETE, measure, after, caller, now)
    return replace(change, attachment_ids=attachment_ids)


def verify_measure(measure: Measure, record: Record, caller: Caller, now: Now) -> MeasureChange:
    """Accept it. Refused to the one who reported it done, whatever they hold."""
    state = _permit(measure, record, MeasureAct.VERIFY, caller)
    after = replace(measure, state=state, verified_at=now.at, verified_by_id=_who(caller))
    return _change(MeasureAct.VERIFY, measure, after, caller, now)


def return_measure(measure: Measure, record: Record, caller: Caller, now: Now, *, reason: str) -> MeasureChange:
    """It is not done after all; what was said of it stays in the history."""
    state = _permit(measure, record, MeasureAct.RETURN, caller)
    after = replace(measure, state=state, completed_at=None, completed_by_id=None, evidence=None)
    return _change(MeasureAct.RETURN, measure, after, caller, now, reason=reason)


def extend(
    measure: Measure, record: Record, caller: Caller, now: Now, *, expires_on: date, reason: str
) -> MeasureChange:
    """A compensating measure is to hold for longer; possible after its expiry too."""
    _permit(measure, record, MeasureAct.EXTEND, caller)
    assert measure.expires_on is not None
    if expires_on <= measure.expires_on:
        raise errors.expiry_not_later(present=_written(measure.expires_on))
    if expires_on < now.today:
        raise errors.expiry_past(today=_written(now.today))
    _require_near(expires_on, now)
    after = replace(measure, expires_on=expires_on, extensions=measure.extensions + 1)
    return _change(MeasureAct.EXTEND, measure, after, caller, now, reason=reason)


def cancel(measure: Measure, record: Record, caller: Caller, now: Now, *, reason: str) -> MeasureChange:
    state = _permit(measure, record, MeasureAct.CANCEL, caller)
    return _change(MeasureAct.CANCEL, measure, replace(measure, state=state), caller, now, reason=reason)


def move(measure: Measure, caller: Caller, now: Now, *, into: Record, position: int) -> MeasureChange:
    """Its record was merged into another one, where it goes on with all that was said and shown of it."""
    after = replace(measure, nonconformity_id=into.id, position=position)
    return _change(MeasureAct.MOVE, measure, after, caller, now)


def _permit(measure: Measure, record: Record, act: MeasureAct, caller: Caller) -> MeasureState:
    held = part(measure, record, caller)
    if refused := measure_refusal(act, measure.kind, measure.state, held, record.state):
        raise refused
    return MEASURE_RULES[act].moves[measure.state]


def _require_due(due_on: date, expires_on: date | None, now: Now) -> None:
    if due_on < now.today:
        raise record_errors.due_date_past(today=_written(now.today))
    if due_on > now.today + FARTHEST_DUE:
        raise record_errors.due_date_far(latest=_written(now.today + FARTHEST_DUE))
    if expires_on is not None and due_on > expires_on:
        raise errors.due_after_expiry(expires=_written(expires_on))


def _require_near(expires_on: date, now: Now) -> None:
    if expires_on > now.today + FARTHEST_DUE:
        raise errors.expiry_far(latest=_written(now.today + FARTHEST_DUE))


def _who(caller: Caller) -> UUID:
    """Measures are for people and programs that are signed in: the public door has no part in them."""
    if caller.id is None:
        raise errors.PlannersOnly
    return caller.id


def _written(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def _change(
    act: MeasureAct, before: Measure, after: Measure, caller: Caller, now: Now, *, reason: str | None = None
) -> MeasureChange:
    return MeasureChange(act, before, replace(after, version=before.version + 1), _who(caller), now.at, reason)
