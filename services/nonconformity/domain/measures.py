"""Measures: what is done about a finding beside the fix itself, until it (compensating), with it (corrective), or so
that it does not come back (preventive). `MEASURE_RULES` is their state machine.

README.md draws it, and a test compares the drawing with the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntFlag, StrEnum
from uuid import UUID

from services.nonconformity.domain.numbers import format_number
from services.nonconformity.domain.states import UNFIXED, State
from services.nonconformity.errors import measures as errors
from shared.errors import AppError
from shared.i18n import Locale, Text


class Kind(StrEnum):
    COMPENSATING = "compensating"  #: keeps people safe until the fix, and not beyond a date
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class MeasureState(StrEnum):
    PLANNED = "planned"
    COMPLETED = "completed"  #: reported done, not yet verified
    VERIFIED = "verified"
    CANCELLED = "cancelled"


MEASURE_STATE_NAMES: Mapping[MeasureState, Text] = {
    MeasureState.PLANNED: Text(ru="Назначено", en="Planned"),
    MeasureState.COMPLETED: Text(ru="На проверке", en="Reported done"),
    MeasureState.VERIFIED: Text(ru="Выполнено", en="Verified"),
    MeasureState.CANCELLED: Text(ru="Отменено", en="Cancelled"),
}

#: While one is in these, its record cannot be closed.
OPEN = frozenset({MeasureState.PLANNED, MeasureState.COMPLETED})

#: States of a record whose measures go on; of the others, nobody owes anything.
LIVE = UNFIXED | {State.FIXED}


class MeasureAct(StrEnum):
    """What is done to a measure. The names of verbs are those of their paths."""

    CREATE = "create"
    EDIT = "edit"
    COMPLETE = "complete"
    VERIFY = "verify"
    RETURN = "return"
    EXTEND = "extend"
    CANCEL = "cancel"
    MOVE = "move"  #: what happens to the measures of a record that is merged into another one


class Part(IntFlag):
    """What a caller is to a measure."""

    NONE = 0
    TRIAGE = 1  #: holds nonconformity:assign in the record's branch
    PLANNER = 2  #: made it
    OWNER = 4
    VERIFIER = 8
    AUTHOR = 16  #: of the record
    COMPLETER = 32  #: reported it done


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """One act: whose it is, from which state to which, and how the others are refused."""

    by: Part
    moves: Mapping[MeasureState, MeasureState]
    refusal: type[AppError]


_P, _C, _V, _X = MeasureState
MEASURE_RULES: Mapping[MeasureAct, MeasureRule] = {
    MeasureAct.EDIT: MeasureRule(Part.TRIAGE | Part.PLANNER, {_P: _P}, errors.MeasurePlannerOnly),
    MeasureAct.COMPLETE: MeasureRule(Part.OWNER, {_P: _C}, errors.MeasureOwnerOnly),
    MeasureAct.VERIFY: MeasureRule(Part.VERIFIER | Part.AUTHOR, {_C: _V}, errors.MeasureVerifiersOnly),
    MeasureAct.RETURN: MeasureRule(Part.VERIFIER | Part.AUTHOR, {_C: _P}, errors.MeasureVerifiersOnly),
    MeasureAct.EXTEND: MeasureRule(Part.TRIAGE | Part.VERIFIER, {_P: _P, _C: _C, _V: _V}, errors.MeasureExtendersOnly),
    MeasureAct.CANCEL: MeasureRule(Part.TRIAGE | Part.PLANNER, {_P: _X, _C: _X}, errors.MeasurePlannerOnly),
}


def measure_refusal(act: MeasureAct, kind: Kind, state: MeasureState, held: Part, record: State) -> AppError | None:
    """Why the act is refused to one who is this to the measure, whose record is in that state; None when allowed."""
    rule = MEASURE_RULES[act]
    if not held & rule.by:
        return rule.refusal()
    if record not in LIVE:
        return errors.MeasuresFrozen()
    if act is MeasureAct.EXTEND and kind is not Kind.COMPENSATING:
        return errors.NotCompensating()
    if state not in rule.moves:
        return errors.WrongMeasureState(state=MEASURE_STATE_NAMES[state], allowed=_names(tuple(rule.moves)))
    if act is MeasureAct.VERIFY and held & Part.COMPLETER:
        return errors.OwnMeasure()
    return None


def _names(states: Sequence[MeasureState]) -> Text:
    def joined(locale: Locale) -> str:
        names = (MEASURE_STATE_NAMES[state].render(locale) for state in states)
        return ", ".join(f"«{name}»" if locale == "ru" else f"“{name}”" for name in names)

    return Text(ru=joined("ru"), en=joined("en"))


def is_late(state: MeasureState, due_on: date, record: State, today: date) -> bool:
    """Not reported done by its due date; `today` is the date in the branch's zone."""
    return state is MeasureState.PLANNED and due_on < today and record in LIVE


def is_expired(state: MeasureState, expires_on: date | None, record: State, today: date) -> bool:
    """A compensating measure no longer holds, and the fix that it holds out for is still owed."""
    return expires_on is not None and expires_on < today and state is not MeasureState.CANCELLED and record in UNFIXED


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """What its record needs to know of a measure."""

    position: int
    owner_id: UUID
    state: MeasureState
    due_on: date
    expires_on: date | None

    @property
    def is_carried(self) -> bool:
        """It matters until the fix, whichever record that is followed in: it is open, or a compensating one done."""
        return self.state in OPEN or (self.state is MeasureState.VERIFIED and self.expires_on is not None)


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """`overdue` counts those that are late or expired."""

    total: int
    open: int
    overdue: int


def count(lines: Sequence[MeasureLine], record: State, today: date) -> MeasureCounts:
    """Cancelled ones do not count."""
    kept = [line for line in lines if line.state is not MeasureState.CANCELLED]
    overdue = [
        line
        for line in kept
        if is_late(line.state, line.due_on, record, today) or is_expired(line.state, line.expires_on, record, today)
    ]
    return MeasureCounts(len(kept), sum(line.state in OPEN for line in kept), len(overdue))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure as the rules see it. Dates are dates in the zone of the record's branch."""

    id: UUID
    version: int = 1
    nonconformity_id: UUID
    position: int  #: from 1, within its record
    kind: Kind
    state: MeasureState = MeasureState.PLANNED
    description: str
    owner_id: UUID
    created_at: datetime
    created_by_id: UUID
    first_due_on: date  #: the date first promised: never changes
    due_on: date
    due_date_moves: int = 0
    expires_on: date | None = None  #: the last day that a compensating measure holds
    extensions: int = 0
    completed_at: datetime | None = None
    completed_by_id: UUID | None = None
    evidence: str | None = None  #: what was said of it when it was reported done
    verified_at: datetime | None = None
    verified_by_id: UUID | None = None

    def number(self, year: int, serial: int) -> str:
        return format_measure_number(year, serial, self.position)


def format_measure_number(year: int, serial: int, position: int) -> str:
    """«НС-2026-00042/1»: the second number counts within the record."""
    return f"{format_number(year, serial)}/{position}"
