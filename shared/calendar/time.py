"""Arithmetic with working days and working time. Years are computed once; a question costs some microseconds."""

from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from shared.calendar.rules import WorkingCalendar, country_days

SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})


class Calendar:
    """The working calendar of a branch in its zone; `calendar_of` gives the same one for the same rules."""

    def __init__(self, rules: WorkingCalendar, zone: str) -> None:
        """`zone` is an IANA name. Raises NotImplementedError later, when the country is not known to the library."""
        self.rules = rules
        self._zone = ZoneInfo(zone)
        self._opens = rules.opens_at
        self._sums: dict[int, list[int]] = {}

    @cached_property
    def day_seconds(self) -> float:
        """Seconds of a working day."""
        return self.rules.day_hours * 3600

    def is_working(self, day: date) -> bool:
        """Whether people work on that date."""
        sums, place = self._year(day.year), day.timetuple().tm_yday
        return sums[place] > sums[place - 1]

    def working_days(self, start: date, end: date) -> int:
        """Working days from `start` up to and without `end`; negative when `end` is before `start`."""
        if end < start:
            return -self.working_days(end, start)
        whole = sum(self._year(year)[-1] for year in range(start.year, end.year))
        return whole + self._before(end) - self._before(start)

    def working_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds of working time between two aware moments; 0 when `end` is not after `start`."""
        if end <= start:
            return 0.0
        first, last = start.astimezone(self._zone), end.astimezone(self._zone)
        days = self.working_days(first.date(), last.date())
        return max(days * self.day_seconds + self._worked(last) - self._worked(first), 0.0)

    def working_day_count(self, start: datetime, end: datetime) -> float:
        """Working time between two aware moments, in working days with fractions."""
        return self.working_seconds(start, end) / self.day_seconds

    def _worked(self, local: datetime) -> float:
        """Working seconds of the moment's own date that are over by then."""
        if not self.is_working(local.date()):
            return 0.0
        since_midnight = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
        return min(max(since_midnight - self._opens, 0.0), self.day_seconds)

    def _before(self, day: date) -> int:
        """Working days of the year before that date."""
        return self._year(day.year)[day.timetuple().tm_yday - 1]

    def _year(self, year: int) -> list[int]:
        """How many working days there were by the end of each day of the year, from none."""
        if year not in self._sums:
            self._sums[year] = self._summed(year)
        return self._sums[year]

    def _summed(self, year: int) -> list[int]:
        rules = self.rules
        off, working, weekend = _country_year(rules.country, year)
        if rules.weekend is not None:
            weekend = frozenset(number - 1 for number in rules.weekend)
        sums, day = [0], date(year, 1, 1)
        while day.year == year:
            works = day in working or (day not in off and day.weekday() not in weekend)
            works = day in rules.working_days or (works and day not in rules.days_off)
            sums.append(sums[-1] + works)
            if day == date.max:
                break
            day += timedelta(days=1)
        return sums


@lru_cache(maxsize=256)
def calendar_of(rules: WorkingCalendar, zone: str) -> Calendar:
    """The calendar of these rules, with the years that it has computed."""
    return Calendar(rules, zone)


@lru_cache(maxsize=512)
def _country_year(country: str | None, year: int) -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
    if country is None:
        return frozenset(), frozenset(), SATURDAY_AND_SUNDAY
    off, working, weekend = country_days(country, year)
    return frozenset(off), frozenset(working), weekend
