"""Events of what administrators set for the journal, besides its categories."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.envelope import EventData
from shared.contracts.nonconformity.records import Severity


class CategoryTerm(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    category_id: UUID
    due_days: int


class SeverityData(EventData):
    id: UUID  #: made of the code, the same everywhere
    version: int
    code: Severity
    name_ru: str
    name_en: str
    description: str | None
    due_days: int | None  #: calendar days from the registration
    category_terms: Sequence[CategoryTerm]  #: categories with a term of their own at this severity
    active: bool


class SeverityChanged(SeverityData):
    event_type: ClassVar[str] = "nonconformity.severity.changed.v1"


class OptionsData(EventData):
    id: UUID
    version: int
    repeat_days: int  #: how long after its closure a finding at the same place is a repeat


class OptionsChanged(OptionsData):
    event_type: ClassVar[str] = "nonconformity.options.changed.v1"
