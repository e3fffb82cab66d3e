"""How wrong codes are slowed down: each subscriber for themselves, and everybody together.

A slip is caught by the check digit and is no guess. So whoever shows a well-formed code that does not exist more than
a few times is trying codes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_GUESSES = 5  #: the fifth wrong code in a row makes its household wait
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
FORGIVEN_AFTER = timedelta(hours=24)

#: So many wrong codes from all households together within `WATCH`, and every look-up has to bring a proof of work until
#: it is over: an author is not shut out by somebody else's guessing, and guessing costs seconds a guess.
MOST_TOGETHER = 200
WATCH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong codes so far; `since`: the first one that counts, `last_at`: the last one."""

    wrong: int
    since: datetime
    last_at: datetime

    def with_another(self, now: datetime, *, forgotten_after: timedelta, of_watch: bool = False) -> "Guesses":
        """One more. Counting starts anew when it was quiet for so long, or `of_watch`, when the watch is over."""
        start = self.since if of_watch else self.last_at
        if now - start >= forgotten_after:
            return Guesses(1, now, now)
        return Guesses(self.wrong + 1, self.since, now)


def wait_of(household: Guesses | None, now: datetime) -> timedelta | None:
    """How long the household has to wait now: 10, 20, 40 seconds ... an hour after each further wrong code."""
    if household is None or household.wrong < FREE_GUESSES or now - household.last_at >= FORGIVEN_AFTER:
        return None
    doublings = min(household.wrong - FREE_GUESSES, 16)  # far beyond the hour; the power stays small
    doubled: timedelta = FIRST_WAIT * 2**doublings
    left = household.last_at + min(doubled, LONGEST_WAIT) - now
    return left if left > timedelta() else None


def watch_left(together: Guesses | None, now: datetime) -> timedelta | None:
    """How long look-ups must bring a proof of work; None: nobody is guessing on a large scale."""
    if together is None or together.wrong < MOST_TOGETHER:
        return None
    left = together.since + WATCH - now
    return left if left > timedelta() else None
