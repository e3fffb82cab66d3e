"""States, acts, and who may do what from which state. `RULES` is the state machine.

README.md draws it, and a test compares the drawing with the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntFlag, StrEnum

from services.nonconformity import errors
from shared.contracts import nonconformity
from shared.errors import AppError
from shared.i18n import Locale, Text


class State(StrEnum):
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"  #: reported fixed, not yet verified
    CLOSED = "closed"  #: verified
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


#: As the journal's readers call them, here and in the figures.
STATE_NAMES: Mapping[State, Text] = {State(code): name for code, name in nonconformity.STATE_NAMES.items()}

#: States in which the fix is still owed: a record in one of them can be overdue.
UNFIXED = frozenset({State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS})

#: States of what is no finding of its own: it neither repeats another one nor is repeated.
SET_ASIDE = frozenset({State.REJECTED, State.DUPLICATE})


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    """Whether the fix is late; `today` is the date in the branch's zone."""
    return due_on is not None and due_on < today and state in UNFIXED


def is_repeat(state: State, repeat_of_id: object) -> bool:
    """Whether it counts as a repeat: what was set aside is no finding, so it repeats none."""
    return repeat_of_id is not None and state not in SET_ASIDE


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Source(StrEnum):
    """How a finding came in."""

    API = "api"  #: somebody who is signed in, by the web client or a program
    PUBLIC = "public"  #: the form that asks nobody's name
    IMPORT = "import"
    BOT = "bot"


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
    MERGE = "merge"
    UNMERGE = "unmerge"
    ABSORB = "absorb"  #: what happens to the record that another one is merged into
    MOVE_DUE_DATE = "move-due-date"
    ATTACH = "attach"  #: photos and files; whoever sees the record may
    REMOVE_FILE = "remove-file"


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
    Act.MERGE: Rule(
        Standing.TRIAGE,
        {
            State.REGISTERED: State.DUPLICATE,
            State.ASSIGNED: State.DUPLICATE,
            State.IN_PROGRESS: State.DUPLICATE,
        },
        errors.TriageOnly,
    ),
    Act.UNMERGE: Rule(Standing.TRIAGE, {State.DUPLICATE: State.REGISTERED}, errors.TriageOnly),
    Act.MOVE_DUE_DATE: Rule(
        Standing.TRIAGE, _staying(State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS), errors.TriageOnly
    ),
}


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
        names = (STATE_NAMES[state].render(locale) for state in states)
        return ", ".join(f"«{name}»" if locale == "ru" else f"“{name}”" for name in names)

    return Text(ru=joined("ru"), en=joined("en"))
