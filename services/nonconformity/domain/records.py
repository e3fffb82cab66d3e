"""A nonconformity as the rules see it, and what an act makes of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.nonconformity.domain.measures import OPEN, MeasureLine, MeasureState, format_measure_number
from services.nonconformity.domain.numbers import format_number
from services.nonconformity.domain.states import Act, Severity, Source, State, is_overdue, is_repeat


@dataclass(frozen=True, slots=True)
class Caller:
    """The one who acts: their id and what they hold in the record's branch.

    `id` is None for an author without a name, who has shown the record's secret code: `author` says so.
    """

    id: UUID | None
    triage: bool = False
    verify: bool = False
    edit: bool = False
    author: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of an act, and the date it has in the zone of the record's branch."""

    at: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Step:
    """The record entered a state; `actor_id` is None when nobody knows: an imported journal, a nameless author."""

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
    author_id: UUID | None  #: None: whoever found it gave no name
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
    repeat_of_id: UUID | None = None  #: the latest earlier finding at its place, when filed
    source: Source = Source.API
    imported: bool = False  #: the same as source IMPORT; older readers ask for it
    withdrawn: bool = False
    way: tuple[Step, ...] = field(default=(), repr=False)
    measures: tuple[MeasureLine, ...] = field(default=(), repr=False)
    term_ends_on: date | None = None  #: by the union's term for its severity and category, from its registration

    @property
    def number(self) -> str:
        return format_number(self.year, self.serial)

    @property
    def participants(self) -> frozenset[UUID]:
        """Everybody who may see the record whatever their branch."""
        named = {self.author_id, self.responsible_id, *self.co_executor_ids, *self.observer_ids, *self._owners}
        return frozenset(person for person in named if person is not None)

    @property
    def _owners(self) -> set[UUID]:
        return {line.owner_id for line in self.measures if line.state is not MeasureState.CANCELLED}

    def proposed_due_on(self, today: date) -> date | None:
        """The due date that it gets when whoever assigns names none: the term's end, or today when that has passed."""
        return None if self.term_ends_on is None else max(self.term_ends_on, today)

    @property
    def open_measures(self) -> tuple[MeasureLine, ...]:
        """Those that have to be verified or cancelled before the record can be closed."""
        return tuple(line for line in self.measures if line.state in OPEN)

    @property
    def carried_measures(self) -> tuple[MeasureLine, ...]:
        """Those that go along when the record is merged: what is owed, and what keeps people safe until the fix."""
        return tuple(line for line in self.measures if line.is_carried)

    def measure_number(self, position: int) -> str:
        return format_measure_number(self.year, self.serial, position)

    @property
    def is_repeat(self) -> bool:
        return is_repeat(self.state, self.repeat_of_id)

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.state, self.due_on, today)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An order of triage. `reason` is needed when a due date moves.

    `due_on` None keeps the present one, `observer_ids` None those who observe the record now.
    """

    responsible_id: UUID
    co_executor_ids: tuple[UUID, ...] = ()
    observer_ids: tuple[UUID, ...] | None = None
    due_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an act made of a record: what is stored, told in the history and sent as an event."""

    act: Act
    before: Record
    after: Record
    actor_id: UUID | None  #: None: a nameless author
    at: datetime
    reason: str | None = None
    attachment_ids: tuple[UUID, ...] = ()  #: what was attached with this act

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """{field: (old, new)} as JSON values; `attachment_ids` are those that came with the act."""
        pairs = ((name, getattr(self.before, name), getattr(self.after, name)) for name in _TRACKED)
        changed = {name: (to_json(old), to_json(new)) for name, old, new in pairs if old != new}
        return changed | ({"attachment_ids": ([], to_json(self.attachment_ids))} if self.attachment_ids else {})

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
