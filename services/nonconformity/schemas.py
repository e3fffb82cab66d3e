"""Wire shapes of a record. Read shapes carry names beside ids, so that a client needs no second call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from services.nonconformity.domain import Act, Record, Severity, Source, State, format_number
from services.nonconformity.domain.measures import count
from services.nonconformity.repeats.schemas import Repeats
from shared.i18n import Text
from shared.web.text import Line, Paragraphs
from shared.web.validation import Refused, require_filled

MOST_PARTICIPANTS = 50
_Ids = Annotated[list[UUID], Field(max_length=MOST_PARTICIPANTS)]

_TOO_EARLY = Text(
    ru="Слишком ранняя дата. Проверьте год.",
    en="The date is too early. Check the year.",
)
EARLIEST_YEAR = 1950


def _not_too_early(moment: datetime) -> datetime:
    if moment.year < EARLIEST_YEAR:
        raise Refused(_TOO_EARLY)
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_not_too_early)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewNonconformity(_Body):
    """A finding. The author is the caller; the branch is the author's unless another one is named."""

    site_id: UUID
    place: Line = Field(description="Where on the site: «машинный зал, отм. 8».")
    category_id: UUID
    severity: Severity = Severity.MEDIUM
    description: Paragraphs
    proposal: Paragraphs | None = None
    found_at: Moment | None = Field(default=None, description="Now when left out.")
    branch_id: UUID | None = None


class Edit(_Body):
    """New values of the fields that are present."""

    site_id: UUID | None = None
    place: Line | None = None
    category_id: UUID | None = None
    severity: Severity | None = None
    description: Paragraphs | None = None
    proposal: Paragraphs | None = None
    found_at: Moment | None = None

    @model_validator(mode="after")
    def _only_the_proposal_may_be_emptied(self) -> Self:
        require_filled(self, but={"proposal"})
        return self


class AssignBody(_Body):
    responsible_id: UUID
    co_executor_ids: _Ids = []
    observer_ids: _Ids | None = Field(default=None, description="Left out: those who observe it now stay.")
    due_on: date | None = Field(
        default=None,
        description="The first time: the term for the severity and category when left out. Later, a new date moves "
        "the due date.",
    )
    reason: Paragraphs | None = Field(default=None, description="Needed when the due date moves.")


class ReasonBody(_Body):
    reason: Paragraphs


class DueDateBody(_Body):
    due_on: date
    reason: Paragraphs


class Ref(BaseModel):
    id: UUID
    name: str


class PersonRef(BaseModel):
    """`name` is null for a caller that is no person, and until people's event has arrived."""

    id: UUID
    name: str | None


class BranchRef(Ref):
    time_zone: str = Field(description="IANA name: due dates are dates there.")


class NumberRef(BaseModel):
    id: UUID
    number: str


class StepView(BaseModel):
    state: State
    entered_at: datetime
    actor: PersonRef | None
    reason: str | None


class MeasureTotals(BaseModel):
    """How many measures the record has; cancelled ones do not count."""

    total: int
    open: int = Field(description="Not yet verified: the record is not closed before.")
    overdue: int = Field(description="Late, or compensating and expired.")


class Card(BaseModel):
    """A record in full, with what the caller may do to it now."""

    id: UUID
    version: int
    number: str
    external_number: str | None = Field(description="Its № in the journal it was imported from.")
    state: State
    branch: BranchRef
    site: Ref
    place: str
    category: Ref
    severity: Severity
    description: str
    proposal: str | None
    found_at: datetime
    registered_at: datetime
    author: PersonRef | None = Field(description="Null: whoever found it gave no name.")
    responsible: PersonRef | None
    co_executors: list[PersonRef]
    observers: list[PersonRef]
    first_due_on: date | None = Field(description="The date first promised; it never changes.")
    due_on: date | None
    due_date_moves: int
    proposed_due_on: date | None = Field(
        description="The due date that `assign` sets when none is given: by the term for the severity and category. "
        "Null once there is a due date, or when there is no term."
    )
    overdue: bool
    fixed_at: datetime | None = Field(description="When it was last reported fixed.")
    fixed_by: PersonRef | None
    closed_at: datetime | None
    duplicate_of: NumberRef | None
    merged: Sequence[NumberRef] = Field(description="The duplicates that were merged into it, oldest first.")
    repeat: bool = Field(description="When it was filed, there had been one like it here shortly before.")
    repeats: Repeats
    measures: MeasureTotals
    source: Source = Field(description="How it came in.")
    imported: bool
    attachments_count: int = Field(description="Photos and files, those of comments and measures too.")
    way: list[StepView]
    allowed_actions: list[Act]


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of one record are called. `original`: (year, serial) of the record it duplicates."""

    branch: str
    time_zone: str
    site: str
    category: str
    persons: Mapping[UUID, str] = field(default_factory=dict)
    original: tuple[int, int] | None = None
    merged: Sequence[NumberRef] = ()
    attachments: int = 0  #: how many photos and files

    def person(self, person_id: UUID) -> PersonRef:
        return PersonRef(id=person_id, name=self.persons.get(person_id))

    def maybe_person(self, person_id: UUID | None) -> PersonRef | None:
        return None if person_id is None else self.person(person_id)


def card(record: Record, names: Names, *, today: date, repeats: Repeats, allowed_actions: Sequence[Act]) -> Card:
    """The read shape of a record; `today` is the date in the branch's zone."""
    original = names.original
    counted = count(record.measures, record.state, today)
    return Card(
        id=record.id,
        version=record.version,
        number=record.number,
        external_number=record.external_number,
        state=record.state,
        branch=BranchRef(id=record.branch_id, name=names.branch, time_zone=names.time_zone),
        site=Ref(id=record.site_id, name=names.site),
        place=record.place,
        category=Ref(id=record.category_id, name=names.category),
        severity=record.severity,
        description=record.description,
        proposal=record.proposal,
        found_at=record.found_at,
        registered_at=record.registered_at,
        author=names.maybe_person(record.author_id),
        responsible=names.maybe_person(record.responsible_id),
        co_executors=_by_name(record.co_executor_ids, names),
        observers=_by_name(record.observer_ids, names),
        first_due_on=record.first_due_on,
        due_on=record.due_on,
        due_date_moves=record.due_date_moves,
        proposed_due_on=record.proposed_due_on(today) if record.due_on is None else None,
        overdue=record.is_overdue(today),
        fixed_at=record.fixed_at,
        fixed_by=names.maybe_person(record.fixed_by_id),
        closed_at=record.closed_at,
        duplicate_of=NumberRef(id=record.duplicate_of_id, number=format_number(*original))
        if record.duplicate_of_id and original
        else None,
        merged=names.merged,
        repeat=record.is_repeat,
        repeats=repeats,
        measures=MeasureTotals(total=counted.total, open=counted.open, overdue=counted.overdue),
        source=record.source,
        imported=record.imported,
        attachments_count=names.attachments,
        way=[
            StepView(
                state=step.state,
                entered_at=step.entered_at,
                actor=names.maybe_person(step.actor_id),
                reason=step.reason,
            )
            for step in record.way
        ],
        allowed_actions=list(allowed_actions),
    )


def _by_name(ids: Sequence[UUID], names: Names) -> list[PersonRef]:
    return sorted((names.person(person_id) for person_id in ids), key=lambda person: (person.name or "", person.id))
