"""Wire shapes of absences."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from services.people.domain.absences import LONGEST_DAYS, Kind
from services.people.errors import LAST_DAY_FIRST
from services.people.schemas import Input
from shared.i18n import Text
from shared.web.listing import ListQuery
from shared.web.validation import Refused

_TOO_LONG = Text(ru="Отсутствие длиннее трёх лет. Проверьте даты.", en="Longer than three years. Check the dates.")
AbsenceAction = Literal["edit", "cancel"]


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refused(LAST_DAY_FIRST, field="last_day")
    if (last - first).days > LONGEST_DAYS:
        raise Refused(_TOO_LONG, field="last_day")


class AbsenceIn(Input):
    person_id: UUID | None = Field(default=None, description="Who is away; the caller when left out.")
    first_day: date
    last_day: date = Field(description="Both days belong to the absence.")
    kind: Kind
    substitute_id: UUID | None = Field(default=None, description="Who acts meanwhile.")

    @model_validator(mode="after")
    def _days_in_order(self) -> "AbsenceIn":
        _check_days(self.first_day, self.last_day)
        return self


class AbsenceEdit(Input):
    """Only what is sent changes; `substitute_id` null: nobody."""

    first_day: date = Field(default_factory=date.today)
    last_day: date = Field(default_factory=date.today)
    kind: Kind = "other"
    substitute_id: UUID | None = None


class PersonRef(BaseModel):
    id: UUID
    name: str


class AbsenceCard(BaseModel):
    """`kind` is null for those who may not read private fields of the person."""

    id: UUID
    version: int
    person: PersonRef
    branch_id: UUID | None = Field(description="The person's.")
    first_day: date
    last_day: date
    kind: Kind | None
    substitute: PersonRef | None
    cancelled: bool
    created_at: datetime
    updated_at: datetime
    allowed_actions: list[AbsenceAction]


class AbsenceQuery(ListQuery):
    """Sorted by `first_day`. Without `cancelled` only those that stand."""

    person_id: UUID | None = None
    substitute_id: UUID | None = None
    branch_id: UUID | None = Field(default=None, description="Of the person who is away.")
    on: date | None = Field(default=None, description="Who is away on this day.")
    since: date | None = Field(default=None, description="Absences that end on this day or later.")
    cancelled: bool = False


class Substitute(BaseModel):
    """Who acts for a person on a day. `acting` is the person when present, null when nobody is there to act."""

    on: date
    is_absent: bool
    absent_until: date | None
    substitute: PersonRef | None = Field(description="Who is named in the absence.")
    acting: PersonRef | None = Field(description="Who acts, substitutes of substitutes followed.")
