"""Events of measures: the whole measure after each act, persons by id."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.contracts.envelope import EventData


class MeasureData(EventData):
    id: UUID
    version: int
    number: str  #: «НС-2026-00042/1»
    nonconformity_id: UUID
    nonconformity_number: str  #: «НС-2026-00042»
    branch_id: UUID
    site_id: UUID
    kind: Literal["compensating", "corrective", "preventive"]
    state: Literal["planned", "completed", "verified", "cancelled"]
    description: str
    owner_id: UUID
    created_at: datetime
    created_by_id: UUID
    first_due_on: date  #: the date first promised: never changes
    due_on: date
    due_date_moves: int
    expires_on: date | None  #: the last day that a compensating measure holds
    extensions: int
    completed_at: datetime | None
    completed_by_id: UUID | None
    evidence: str | None  #: what was said of it when it was reported done
    verified_at: datetime | None
    verified_by_id: UUID | None
    reason: str | None  #: given with this act: why moved, returned, extended, cancelled


class MeasureCreated(MeasureData):
    event_type: ClassVar[str] = "nonconformity.measure.created.v1"


class MeasureEdited(MeasureData):
    event_type: ClassVar[str] = "nonconformity.measure.edited.v1"


class MeasureCompleted(MeasureData):
    event_type: ClassVar[str] = "nonconformity.measure.completed.v1"


class MeasureVerified(MeasureData):
    event_type: ClassVar[str] = "nonconformity.measure.verified.v1"


class MeasureReturned(MeasureData):
    event_type: ClassVar[str] = "nonconformity.measure.returned.v1"


class MeasureExtended(MeasureData):
    """A compensating measure is to hold for longer."""

    event_type: ClassVar[str] = "nonconformity.measure.extended.v1"


class MeasureExpired(MeasureData):
    """A compensating measure holds no longer, and the fix is still owed. Its version is the one that it had."""

    event_type: ClassVar[str] = "nonconformity.measure.expired.v1"


class MeasureMoved(MeasureData):
    """Its record was merged into another one, where it goes on, with its files, under another number."""

    event_type: ClassVar[str] = "nonconformity.measure.moved.v1"


class MeasureCancelled(MeasureData):
    event_type: ClassVar[str] = "nonconformity.measure.cancelled.v1"
