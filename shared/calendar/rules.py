"""What a branch's working calendar consists of: data that an administrator sets and events carry."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from shared.errors import Refused
from shared.i18n import Text

MOST_DAYS: Final = 400
DAY_SECONDS: Final = 86_400

_AFTER_MIDNIGHT = Text(
    ru="Рабочий день не может заканчиваться после полуночи. Начните его раньше или сделайте короче.",
    en="A working day cannot end after midnight. Let it begin earlier, or last shorter.",
)
_OFF_AND_WORKING = Text(
    ru="Один и тот же день указан и рабочим, и выходным. Оставьте его в одном из списков.",
    en="The same day is named both as working and as off. Leave it in one of the lists.",
)
_NOT_A_TIME = Text(
    ru="Время нужно вида ЧЧ:ММ, от 00:00 до 23:59, например 08:30.",
    en="Give the time as HH:MM, from 00:00 to 23:59, such as 08:30.",
)
_NOT_A_COUNTRY = Text(
    ru="Страна нужна двумя заглавными латинскими буквами, например RU.",
    en="Give the country as two Latin capitals, such as RU.",
)
_TIME: Final = r"^([01]\d|2[0-3]):[0-5]\d$"
_COUNTRY: Final = "^[A-Z]{2}$"


def _of_form(pattern: str, wanted: Text) -> tuple[AfterValidator, WithJsonSchema]:
    """Text of a form that a refusal names; what the reference says is the pattern itself."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise Refused(wanted)
        return value

    return AfterValidator(check), WithJsonSchema({"type": "string", "pattern": pattern})


TimeOfDay = Annotated[str, *_of_form(_TIME, _NOT_A_TIME)]
Country = Annotated[str, *_of_form(_COUNTRY, _NOT_A_COUNTRY)]
Weekday = Annotated[int, Field(ge=1, le=7)]
Days = Annotated[tuple[date, ...], Field(max_length=MOST_DAYS)]


class WorkingCalendar(BaseModel):
    """When people work: a country's days, and the branch's own on top of them.

    A day counts from `day_starts` for `day_hours`, without a break: that is what time limits are reckoned with, not
    anybody's timesheet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Country | None = Field(
        default="RU",
        description="ISO 3166 code whose public holidays and moved days apply; null: none do.",
    )
    weekend: tuple[Weekday, ...] | None = Field(
        default=None, max_length=6, description="Days off, 1 is Monday, 7 Sunday; null: as in the country."
    )
    days_off: Days = Field(default=(), description="More days off, whatever the country says.")
    working_days: Days = Field(default=(), description="Working days, whatever the country and the weekend say.")
    day_starts: TimeOfDay = Field(default="09:00", description="Local time, hours and minutes.")
    day_hours: float = Field(default=8.0, gt=0, le=24, description="Hours of a working day.")

    @property
    def opens_at(self) -> float:
        """Seconds from midnight to the beginning of a working day."""
        hours, minutes = self.day_starts.split(":")
        return int(hours) * 3600.0 + int(minutes) * 60.0

    @model_validator(mode="after")
    def _fits_into_a_day(self) -> Self:
        if self.opens_at + self.day_hours * 3600 > DAY_SECONDS:
            raise Refused(_AFTER_MIDNIGHT, field="day_hours")
        if set(self.days_off) & set(self.working_days):
            raise Refused(_OFF_AND_WORKING, field="working_days")
        return self


def is_known_country(code: str) -> bool:
    """Whether the library knows the holidays of a country."""
    from holidays.registry import COUNTRIES

    return any(code in names for names in COUNTRIES.values())


def country_days(code: str, year: int) -> tuple[Sequence[date], Sequence[date], frozenset[int]]:
    """(public holidays and moved days off, weekend days that work, weekdays off from 0 for Monday) of a year."""
    import holidays  # tens of megabytes, for whoever asks

    found = holidays.country_holidays(code, years=year)
    working = [day for day in found.weekend_workdays if day.year == year]
    return sorted(found), working, frozenset(found.weekend)


HOME: Final = WorkingCalendar()
"""Russia's production calendar: what applies where a branch has said nothing."""
