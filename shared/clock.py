"""The one source of the current time, so that tests may hold it still."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _source() if _source else datetime.now(UTC)


def today(zone: str) -> date:
    """The current date where `zone` (IANA name) is: due dates live in a branch's zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def use(source: Callable[[], datetime] | None) -> None:
    """Replace the source of time in a test; None gives the real clock back."""
    global _source
    _source = source
