"""Events of absences. Why somebody is away stays in people: an illness is nobody's business."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class AbsenceData(EventData):
    id: UUID
    version: int
    person_id: UUID
    first_day: date
    last_day: date  #: both days belong to it
    substitute_id: UUID | None  #: who acts meanwhile
    cancelled: bool = False


class AbsencePlanned(AbsenceData):
    event_type: ClassVar[str] = "people.absence.planned.v1"


class AbsenceChanged(AbsenceData):
    event_type: ClassVar[str] = "people.absence.changed.v1"


class AbsenceCancelled(AbsenceData):
    event_type: ClassVar[str] = "people.absence.cancelled.v1"
