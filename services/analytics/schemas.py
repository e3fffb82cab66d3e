"""What analytics reads of the others' events. It declares no more than it needs and tolerates the rest."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import field_validator

from shared.calendar import WorkingCalendar
from shared.contracts.envelope import EventData
from shared.contracts.nonconformity import CategoryRef, Severity, Source, State, StateEntered


class BranchFact(EventData):
    id: UUID
    version: int
    name: str
    time_zone: str
    working_calendar: WorkingCalendar | None = None

    def title(self) -> str:
        return self.name

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, value: str) -> str:
        """One unknown zone would spoil every date of the branch: better a dead letter than a figure of nonsense."""
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error


class NameFact(EventData):
    """A site or a category."""

    id: UUID
    version: int
    name: str

    def title(self) -> str:
        return self.name


class PersonFact(EventData):
    """A removed person keeps the name: old figures still point at it."""

    id: UUID
    version: int
    last_name: str
    first_name: str
    middle_name: str | None

    def title(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)


class SeverityFact(EventData):
    """An administrator's names of a severity."""

    version: int
    code: Severity
    name_ru: str
    name_en: str


class NonconformityFact(EventData):
    id: UUID
    version: int
    number: str
    state: State
    way: Sequence[StateEntered]
    branch_id: UUID
    site_id: UUID
    category: CategoryRef
    severity: Severity
    found_at: datetime
    author_id: UUID | None
    source: Source | None = None  #: None: sent before there was a public form
    imported: bool = False
    responsible_id: UUID | None
    co_executor_ids: Sequence[UUID]
    first_due_on: date | None
    due_on: date | None
    fixed_at: datetime | None
    closed_at: datetime | None
    repeat_of_id: UUID | None = None
    withdrawn: bool

    def came_by(self) -> Source:
        return self.source or ("import" if self.imported else "api")


#: {producer.noun: (kind of name, its fact)}
NAMED: Final[Mapping[str, tuple[str, type[BranchFact | NameFact | PersonFact]]]] = {
    "people.branch": ("branch", BranchFact),
    "people.site": ("site", NameFact),
    "people.person": ("person", PersonFact),
    "nonconformity.category": ("category", NameFact),
}
SEVERITY: Final = "nonconformity.severity"
PERSON: Final = "people.person"
RECORD: Final = "nonconformity.nonconformity"
VERSION: Final = "v1"  #: of the contracts above; events of another version are stored and not counted


def noun_of(event_type: str) -> str | None:
    """`profkom.people.branch.changed.v1` is about `people.branch`; None when its version is not ours."""
    parts = event_type.split(".")
    return ".".join(parts[1:3]) if len(parts) == 5 and parts[4] == VERSION else None
