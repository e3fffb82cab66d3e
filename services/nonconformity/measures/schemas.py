"""Wire shapes of measures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Row

from services.nonconformity.attachments.schemas import AttachmentView, UploadIds
from services.nonconformity.domain import State, format_number
from services.nonconformity.domain.measures import (
    Kind,
    MeasureAct,
    MeasureState,
    format_measure_number,
    is_expired,
    is_late,
)
from services.nonconformity.domain.waiting import WaitingMeasure
from services.nonconformity.schemas import PersonRef
from shared.web.listing import ListQuery, Page
from shared.web.text import Paragraphs
from shared.web.validation import require_filled


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewMeasure(_Body):
    kind: Kind
    description: Paragraphs
    owner_id: UUID = Field(description="A person of the record's branch, or somebody who takes part in the record.")
    due_on: date
    expires_on: date | None = Field(
        default=None, description="Of compensating measures: the last day that it holds. Not before `due_on`."
    )


class MeasureEdit(_Body):
    """New values of the fields that are present."""

    description: Paragraphs | None = None
    owner_id: UUID | None = None
    due_on: date | None = None
    reason: Paragraphs | None = Field(default=None, description="Needed when the due date moves.")

    @model_validator(mode="after")
    def _nothing_is_emptied(self) -> Self:
        require_filled(self, but={"reason"})
        return self

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set - {"reason"}}


class Completion(_Body):
    """At least one of the two."""

    comment: Paragraphs | None = Field(default=None, description="What was done.")
    attachment_ids: UploadIds = []


class Extension(_Body):
    expires_on: date = Field(description="Later than the present one.")
    reason: Paragraphs


class MeasureReason(_Body):
    reason: Paragraphs


class MeasureRecord(BaseModel):
    """The nonconformity that a measure belongs to."""

    id: UUID
    number: str
    state: State
    site: str
    place: str
    branch_id: UUID


class MeasureItem(BaseModel):
    """A measure in a list. Without what the caller may do: that is in the lists of its record."""

    id: UUID
    version: int
    number: str = Field(description="«НС-2026-00042/1»")
    nonconformity: MeasureRecord
    kind: Kind
    state: MeasureState
    description: str
    owner: PersonRef
    created_at: datetime
    created_by: PersonRef
    first_due_on: date = Field(description="The date first promised; it never changes.")
    due_on: date
    due_date_moves: int
    expires_on: date | None = Field(description="The last day that a compensating measure holds.")
    extensions: int
    completed_at: datetime | None
    completed_by: PersonRef | None
    evidence: str | None = Field(description="What was said of it when it was reported done.")
    verified_at: datetime | None
    verified_by: PersonRef | None
    late: bool = Field(description="Not reported done, and its due date has passed.")
    expired: bool = Field(description="It no longer holds, and the fix that it holds out for is still owed.")
    overdue: bool = Field(description="Late or expired.")


class MeasureView(MeasureItem):
    attachments: Sequence[AttachmentView]
    allowed_actions: Sequence[MeasureAct]


class Measures(BaseModel):
    items: Sequence[MeasureView]
    allowed_actions: Sequence[Literal["create"]]


class MeasurePage(Page[MeasureItem]):
    """A page of measures."""


class MeasureQuery(ListQuery):
    """Filters are joined by «and»; `kind` and `state` may be repeated. `q` looks into descriptions.

    Sorts: due_on, expires_on, created_at; with `-` in front, descending.
    """

    kind: list[Kind] = Field(default=[], max_length=len(Kind))
    state: list[MeasureState] = Field(default=[], max_length=len(MeasureState))
    open: bool | None = Field(default=None, description="Planned, or done and not yet verified.")
    mine: bool | None = Field(default=None, description="The caller is the owner.")
    overdue: bool | None = Field(default=None, description="Late or expired.")
    waiting: WaitingMeasure | None = Field(default=None, description="What waits for the caller, as in `/today`.")
    owner_id: UUID | None = None
    branch_id: UUID | None = None
    nonconformity_id: UUID | None = None
    due_before: date | None = Field(default=None, description="Due before this date.")
    expires_before: date | None = Field(default=None, description="Compensating ones that hold until before this date.")


#: Ids of everybody whom rows of measures name.
PERSONS = ("owner_id", "created_by_id", "completed_by_id", "verified_by_id")


def people_of(rows: Sequence[Row[Any]]) -> set[UUID]:
    return {person for row in rows for name in PERSONS if (person := getattr(row, name)) is not None}


def item_values(row: Row[Any], names: Mapping[UUID, str], today: date) -> dict[str, Any]:
    """The fields of a `MeasureItem`; `today` is the date in the branch's zone."""

    def person(person_id: UUID | None) -> PersonRef | None:
        return None if person_id is None else PersonRef(id=person_id, name=names.get(person_id))

    state, record_state = MeasureState(row.state), State(row.record_state)
    late = is_late(state, row.due_on, record_state, today)
    expired = is_expired(state, row.expires_on, record_state, today)
    return {
        "id": row.id,
        "version": row.version,
        "number": format_measure_number(row.year, row.serial, row.position),
        "nonconformity": MeasureRecord(
            id=row.nonconformity_id,
            number=format_number(row.year, row.serial),
            state=record_state,
            site=row.site,
            place=row.place,
            branch_id=row.branch_id,
        ),
        "kind": Kind(row.kind),
        "state": state,
        "description": row.description,
        "owner": person(row.owner_id),
        "created_at": row.created_at,
        "created_by": person(row.created_by_id),
        "first_due_on": row.first_due_on,
        "due_on": row.due_on,
        "due_date_moves": row.due_date_moves,
        "expires_on": row.expires_on,
        "extensions": row.extensions,
        "completed_at": row.completed_at,
        "completed_by": person(row.completed_by_id),
        "evidence": row.evidence,
        "verified_at": row.verified_at,
        "verified_by": person(row.verified_by_id),
        "late": late,
        "expired": expired,
        "overdue": late or expired,
    }
