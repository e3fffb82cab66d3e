"""Wire shapes of branches, units and sites."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field

from services.people.schemas import Action, Input
from shared.calendar import WorkingCalendar, is_known_country
from shared.i18n import Text
from shared.web.listing import ListQuery
from shared.web.text import Line
from shared.web.validation import Refused

_UNKNOWN_ZONE = Text(
    ru="Такого часового пояса нет. Укажите его по базе IANA: Europe/Moscow, Asia/Yekaterinburg.",
    en="There is no such time zone. Give it as the IANA database does: Europe/Moscow, Asia/Yekaterinburg.",
)

_UNKNOWN_COUNTRY = Text(
    ru="Праздников этой страны мы не знаем. Укажите код по ISO 3166 (RU, TR, BD) или null и перечислите дни сами.",
    en="We do not know this country's holidays. Give its ISO 3166 code (RU, TR, BD), or null and list the days.",
)
_CALENDAR = "When people work there; null: the production calendar of Russia, from 9:00 for 8 hours."


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise Refused(_UNKNOWN_ZONE)
    return value


def _known_country(value: WorkingCalendar) -> WorkingCalendar:
    if value.country is not None and not is_known_country(value.country):
        raise Refused(_UNKNOWN_COUNTRY, field="country")
    return value


TimeZone = Annotated[str, AfterValidator(_known_zone)]
OwnCalendar = Annotated[WorkingCalendar, AfterValidator(_known_country)]
Aliases = Annotated[list[Line], Field(max_length=20)]


class BranchIn(Input):
    name: Line
    city: Line | None = None
    time_zone: TimeZone = "Europe/Moscow"
    working_calendar: OwnCalendar | None = Field(default=None, description=_CALENDAR)


class BranchEdit(Input):
    """Only the fields that are sent change."""

    name: Line = Field(default_factory=str)
    city: Line | None = None
    time_zone: TimeZone = Field(default_factory=str)
    working_calendar: OwnCalendar | None = Field(default=None, description=_CALENDAR)


class Place(BaseModel):
    closed_at: datetime | None = Field(description="Since when it takes nothing new; null: it is open.")


class BranchCard(Place):
    id: UUID
    version: int
    name: str
    city: str | None
    time_zone: str
    working_calendar: WorkingCalendar | None = Field(description=_CALENDAR)
    allowed_actions: list[Action]


class UnitIn(Input):
    branch_id: UUID
    name: Line


class UnitEdit(Input):
    name: Line = Field(default_factory=str)


class UnitCard(Place):
    id: UUID
    version: int
    branch_id: UUID
    name: str
    allowed_actions: list[Action]


class SiteIn(Input):
    name: Line
    aliases: Aliases = Field(default_factory=list, description="Other spellings, by which spreadsheets are matched.")
    city: Line | None = None
    country: Line | None = None
    branch_id: UUID | None = Field(default=None, description="The branch at home there; none for a plant abroad.")


class SiteEdit(Input):
    """Only the fields that are sent change."""

    name: Line = Field(default_factory=str)
    aliases: Aliases = Field(default_factory=list)
    city: Line | None = None
    country: Line | None = None
    branch_id: UUID | None = None


class SiteCard(Place):
    id: UUID
    version: int
    name: str
    aliases: list[str]
    city: str | None
    country: str | None
    branch_id: UUID | None
    allowed_actions: list[Action]


class PlaceQuery(ListQuery):
    state: Literal["open", "closed", "all"] = Field(
        default="open", description="Open ones are there to be chosen; `all`: to name what older records say."
    )


class BranchQuery(PlaceQuery):
    city: Line | None = None


class UnitQuery(PlaceQuery):
    branch_id: UUID | None = None


class SiteQuery(PlaceQuery):
    branch_id: UUID | None = None
    country: Line | None = None
