"""The rules of the journal: states, who may do what from which of them, due dates, numbers. Pure: no input or output.

`RULES` is the state machine. README.md draws it, and a test compares the drawing with the table.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import IntFlag, StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.nonconformity import errors
from shared.errors import AppError
from shared.i18n import Locale, Text

FARTHEST_DUE = timedelta(days=3653)  #: a due date beyond ten years is a slip of the year


class State(StrEnum):
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"  #: reported fixed, not yet verified
    CLOSED = "closed"  #: verified
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


STATE_NAMES: Mapping[State, Text] = {
    State.REGISTERED: Text(ru="Зарегистрировано", en="Registered"),
    State.ASSIGNED: Text(ru="Назначен ответственный", en="Assigned"),
    State.IN_PROGRESS: Text(ru="В работе", en="In progress"),
    State.FIXED: Text(ru="На проверке", en="Reported fixed"),
    State.CLOSED: Text(ru="Устранено", en="Closed"),
    State.REJECTED: Text(ru="Отклонено", en="Rejected"),
    State.DUPLICATE: Text(ru="Дубликат", en="Duplicate"),
}

#: States in which the fix is still owed: a record in one of them can be overdue.
UNFIXED = frozenset({State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS})


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Act(StrEnum):
    """What is done to a record. The names of verbs are those of their paths."""

    REGISTER = "register"
    IMPORT = "import"
    WITHDRAW = "withdraw"  #: by the undoing of an import only
    EDIT = "edit"
    ASSIGN = "assign"
    START = "start"
    REPORT_FIXED = "report-fixed"
    VERIFY = "verify"
    RETURN = "return"
    REJECT = "reject"
    DISPUTE = "dispute"
    MARK_DUPLICATE = "mark-duplicate"
    MOVE_DUE_DATE = "move-due-date"


class Standing(IntFlag):
    """What a caller is to a record."""

    NONE = 0
    AUTHOR = 1
    EXECUTOR = 2  #: responsible or co-executor
    TRIAGE = 4  #: holds nonconformity:assign in the record's branch
    VERIFIER = 8
    EDITOR = 16
    FIXER = 32  #: reported the last fix


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: whose it is, from which state to which, and how the others are refused."""

    by: Standing
    moves: Mapping[State, State]
    refusal: type[AppError]


def _staying(*states: State) -> Mapping[State, State]:
    return {state: state for state in states}


RULES: Mapping[Act, Rule] = {
    Act.EDIT: Rule(Standing.EDITOR, _staying(State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS), errors.EditorsOnly),
    Act.ASSIGN: Rule(
        Standing.TRIAGE,
        {
            State.REGISTERED: State.ASSIGNED,
            State.ASSIGNED: State.ASSIGNED,
            State.IN_PROGRESS: State.ASSIGNED,  # unless the responsible person stays: then the work goes on
        },
        errors.TriageOnly,
    ),
    Act.START: Rule(Standing.EXECUTOR, {State.ASSIGNED: State.IN_PROGRESS}, errors.ExecutorsOnly),
    Act.REPORT_FIXED: Rule(
        Standing.EXECUTOR, {State.ASSIGNED: State.FIXED, State.IN_PROGRESS: State.FIXED}, errors.ExecutorsOnly
    ),
    Act.VERIFY: Rule(Standing.VERIFIER | Standing.AUTHOR, {State.FIXED: State.CLOSED}, errors.VerifiersOnly),
    Act.RETURN: Rule(Standing.VERIFIER | Standing.AUTHOR, {State.FIXED: State.IN_PROGRESS}, errors.VerifiersOnly),
    Act.REJECT: Rule(
        Standing.TRIAGE,
        {
            State.REGISTERED: State.REJECTED,
            State.ASSIGNED: State.REJECTED,
            State.IN_PROGRESS: State.REJECTED,
        },
        errors.TriageOnly,
    ),
    Act.DISPUTE: Rule(
        Standing.AUTHOR,
        {
            State.REJECTED: State.REGISTERED,
            State.DUPLICATE: State.REGISTERED,
            State.CLOSED: State.IN_PROGRESS,
        },
        errors.AuthorOnly,
    ),
    Act.MARK_DUPLICATE: Rule(
        Standing.TRIAGE,
        {
            State.REGISTERED: State.DUPLICATE,
            State.ASSIGNED: State.DUPLICATE,
            State.IN_PROGRESS: State.DUPLICATE,
        },
        errors.TriageOnly,
    ),
    Act.MOVE_DUE_DATE: Rule(
        Standing.TRIAGE, _staying(State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS), errors.TriageOnly
    ),
}


@dataclass(frozen=True, slots=True)
class Caller:
    """The one who acts: their id and what they hold in the record's branch."""

    id: UUID
    triage: bool = False
    verify: bool = False
    edit: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of an act, and the date it has in the zone of the record's branch."""

    at: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Step:
    """The record entered a state; `actor_id` is None when nobody knows, as in an imported journal."""

    state: State
    entered_at: datetime
    actor_id: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A nonconformity as the rules see it. `way` begins with its registration and ends with the present state."""

    id: UUID
    version: int = 1
    year: int
    serial: int
    external_number: str | None = None  #: its № in the imported journal
    state: State = State.REGISTERED
    branch_id: UUID
    site_id: UUID
    place: str
    category_id: UUID
    severity: Severity = Severity.MEDIUM
    description: str
    proposal: str | None = None
    found_at: datetime
    registered_at: datetime
    author_id: UUID
    responsible_id: UUID | None = None
    co_executor_ids: tuple[UUID, ...] = ()
    observer_ids: tuple[UUID, ...] = ()
    first_due_on: date | None = None
    due_on: date | None = None
    due_date_moves: int = 0
    fixed_at: datetime | None = None
    fixed_by_id: UUID | None = None
    closed_at: datetime | None = None
    duplicate_of_id: UUID | None = None
    imported: bool = False
    withdrawn: bool = False
    way: tuple[Step, ...] = field(default=(), repr=False)

    @property
    def number(self) -> str:
        return format_number(self.year, self.serial)

    @property
    def participants(self) -> frozenset[UUID]:
        """Everybody who may see the record whatever their branch."""
        named = {self.author_id, *self.co_executor_ids, *self.observer_ids}
        return frozenset(named | {self.responsible_id} if self.responsible_id else named)

    def is_overdue(self, today: date) -> bool:
        """`today` is the date in the branch's zone."""
        return self.due_on is not None and self.due_on < today and self.state in UNFIXED


@dataclass(frozen=True, slots=True)
class Assignment:
    """An order of triage. `due_on` None keeps the present one; `reason` is needed when a due date moves."""

    responsible_id: UUID
    co_executor_ids: tuple[UUID, ...] = ()
    observer_ids: tuple[UUID, ...] = ()
    due_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an act made of a record: what is stored, told in the history and sent as an event."""

    act: Act
    before: Record
    after: Record
    actor_id: UUID
    at: datetime
    reason: str | None = None

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """{field: (old, new)} as JSON values."""
        pairs = ((name, getattr(self.before, name), getattr(self.after, name)) for name in _TRACKED)
        return {name: (to_json(old), to_json(new)) for name, old, new in pairs if old != new}

    @property
    def moves_due_date(self) -> bool:
        return self.before.due_on is not None and self.before.due_on != self.after.due_on


_TRACKED = (
    "state", "site_id", "place", "category_id", "severity", "description", "proposal", "found_at", "responsible_id",
    "co_executor_ids", "observer_ids", "first_due_on", "due_on", "fixed_at", "fixed_by_id", "closed_at",
    "duplicate_of_id", "withdrawn",
)  # fmt: skip


def to_json(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return str(value) if isinstance(value, (UUID, StrEnum)) else value


# Who may do what


def standing(record: Record, caller: Caller) -> Standing:
    """What the caller is to the record."""
    found = Standing.NONE
    if caller.id == record.author_id:
        found |= Standing.AUTHOR
    if caller.id == record.responsible_id or caller.id in record.co_executor_ids:
        found |= Standing.EXECUTOR
    if caller.id == record.fixed_by_id:
        found |= Standing.FIXER
    if caller.triage:
        found |= Standing.TRIAGE
    if caller.verify:
        found |= Standing.VERIFIER
    return found | Standing.EDITOR if caller.edit else found


def refusal(act: Act, state: State, held: Standing, *, has_due_date: bool) -> AppError | None:
    """Why the act is refused in this state to one of this standing; None when it may be done."""
    rule = RULES[act]
    authors_edit = act is Act.EDIT and state is State.REGISTERED and bool(held & Standing.AUTHOR)
    if not held & rule.by and not authors_edit:
        return rule.refusal()
    if state not in rule.moves:
        return errors.WrongState(state=STATE_NAMES[state], allowed=_names(tuple(rule.moves)))
    if act is Act.VERIFY and held & Standing.FIXER:
        return errors.OwnFix()
    if act is Act.MOVE_DUE_DATE and not has_due_date:
        return errors.NoDueDate()
    return None


def _names(states: Sequence[State]) -> Text:
    def joined(locale: Locale) -> str:
        return ", ".join(f"«{STATE_NAMES[state].ru}»" if locale == "ru" else STATE_NAMES[state].en for state in states)

    return Text(ru=joined("ru"), en=joined("en"))


@lru_cache(maxsize=4096)
def _allowed(state: State, held: Standing, has_due_date: bool) -> tuple[Act, ...]:
    return tuple(act for act in RULES if refusal(act, state, held, has_due_date=has_due_date) is None)


def allowed_actions(record: Record, caller: Caller) -> tuple[Act, ...]:
    """The acts that the caller may do now, in the order of `RULES`."""
    return _allowed(record.state, standing(record, caller), record.due_on is not None)


def _permit(record: Record, act: Act, caller: Caller) -> State:
    """The state that the act leads to; raises the refusal."""
    refused = refusal(act, record.state, standing(record, caller), has_due_date=record.due_on is not None)
    if refused:
        raise refused
    return RULES[act].moves[record.state]


# The acts. Each takes the record and gives the change, or raises a refusal of errors.py.


def assign(record: Record, caller: Caller, now: Now, *, order: Assignment) -> Change:
    """Name the responsible person, co-executors, observers and the due date; again to change them."""
    target = _permit(record, Act.ASSIGN, caller)
    named = [order.responsible_id, *order.co_executor_ids, *order.observer_ids]
    if len(set(named)) != len(named):
        raise errors.two_parts("observer_ids" if order.observer_ids else "co_executor_ids")
    if record.state is State.IN_PROGRESS and order.responsible_id == record.responsible_id:
        target = State.IN_PROGRESS
    due = order.due_on or record.due_on
    if due is None:
        raise errors.due_date_needed()
    after = replace(
        record,
        responsible_id=order.responsible_id,
        co_executor_ids=order.co_executor_ids,
        observer_ids=order.observer_ids,
    )
    if due != record.due_on:
        if record.due_on is not None and not order.reason:
            raise errors.move_reason_needed()
        after = _with_due_date(after, due, today=now.today)
    return _change(Act.ASSIGN, record, after, caller, now, to=target, reason=order.reason)


def start(record: Record, caller: Caller, now: Now) -> Change:
    return _change(Act.START, record, record, caller, now, to=_permit(record, Act.START, caller))


def report_fixed(record: Record, caller: Caller, now: Now, *, comment: str | None) -> Change:
    target = _permit(record, Act.REPORT_FIXED, caller)
    after = replace(record, fixed_at=now.at, fixed_by_id=caller.id)
    return _change(Act.REPORT_FIXED, record, after, caller, now, to=target, reason=comment)


def verify(record: Record, caller: Caller, now: Now) -> Change:
    """Accept the fix. Refused to the one who reported it, whatever they hold."""
    target = _permit(record, Act.VERIFY, caller)
    return _change(Act.VERIFY, record, replace(record, closed_at=now.at), caller, now, to=target)


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


def mark_duplicate(record: Record, caller: Caller, now: Now, *, original: Record) -> Change:
    """The same thing was found before. An original is never a duplicate itself, so no circle can arise."""
    target = _permit(record, Act.MARK_DUPLICATE, caller)
    if original.id == record.id:
        raise errors.duplicate_of_itself()
    if original.state is State.DUPLICATE:
        raise errors.duplicate_of_duplicate(number=original.number)
    after = replace(record, duplicate_of_id=original.id)
    return _change(Act.MARK_DUPLICATE, record, after, caller, now, to=target, reason=original.number)


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


# Numbers


def format_number(year: int, serial: int) -> str:
    """«НС-2026-00042»."""
    return f"НС-{year}-{serial:05d}"


_NUMBER = re.compile(r"(?:[НH][СC])?[\s\-–—_/№]*(?:(\d{4})[\s\-–—_/]+)?0*(\d{1,9})", re.IGNORECASE)


def parse_number(text: str) -> tuple[int | None, int] | None:
    """(year or None, serial) of a number as people type it: «НС-2026-00042», «нс 2026 42», «42»; else None."""
    match = _NUMBER.fullmatch(text.strip())
    return (int(match[1]) if match[1] else None, int(match[2])) if match else None
