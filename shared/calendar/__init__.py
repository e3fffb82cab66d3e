"""Working days and working time: the production calendar of a country, and what a branch has of its own.

`Calendar(rules, zone)` answers for one branch. Russia's days come with the moved ones (a Saturday that works for a
Monday that does not), as `holidays` knows them from the government's decrees; a year without a decree yet has
the days that the law itself names, and one that the library does not know has its weekends only.
"""

from shared.calendar.rules import HOME, WorkingCalendar, is_known_country
from shared.calendar.time import Calendar, calendar_of

__all__ = ["HOME", "Calendar", "WorkingCalendar", "calendar_of", "is_known_country"]
