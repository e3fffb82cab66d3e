"""Events of the others, as analytics gets them, with all that a test does not care about filled in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared import outbox
from shared.calendar import WorkingCalendar
from shared.contracts.envelope import Event, EventData
from shared.contracts.nonconformity import (
    Assigned,
    CategoryRef,
    FixReported,
    NonconformityData,
    Registered,
    Severity,
    Started,
    StateEntered,
    Verified,
)
from shared.contracts.nonconformity.settings import SeverityChanged
from shared.contracts.people import BranchCreated, PersonChanged, SiteCreated
from shared.ids import new_id

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOSCOW = "Europe/Moscow"


def event(data: EventData, *, branch: UUID | None = None, actor: UUID | None = None) -> Event:
    """The event that a producer would send of `data`."""
    subject = getattr(data, "id", None) or new_id()
    return outbox.build(data, subject=subject, actor=actor, branch=branch or getattr(data, "branch_id", None))


def branch(
    name: str = "Курское",
    *,
    zone: str = MOSCOW,
    branch_id: UUID | None = None,
    version: int = 1,
    calendar: Mapping[str, Any] | None = None,
) -> Event:
    rules = WorkingCalendar.model_validate(calendar) if calendar else None
    fields = {"id": branch_id or new_id(), "version": version, "name": name, "city": "Курчатов", "time_zone": zone}
    return event(BranchCreated.model_validate({**fields, "working_calendar": rules}))


def site(name: str = "Курская АЭС", *, site_id: UUID | None = None) -> Event:
    return event(SiteCreated(id=site_id or new_id(), version=1, name=name, city=None, country=None, branch_id=None))


def severity(code: Severity = "critical", *, version: int = 2, name_ru: str, name_en: str) -> Event:
    """As an administrator named it."""
    data = SeverityChanged(
        id=new_id(),
        version=version,
        code=code,
        name_ru=name_ru,
        name_en=name_en,
        description=None,
        due_days=None,
        category_terms=(),
        active=True,
    )
    return event(data)


def person(
    last: str, first: str, middle: str | None = None, *, person_id: UUID | None = None, version: int = 1
) -> Event:
    return event(
        PersonChanged(
            id=person_id or new_id(),
            version=version,
            personnel_number="100001",
            last_name=last,
            first_name=first,
            middle_name=middle,
            branch_id=None,
            unit_id=None,
            position=None,
            is_member=True,
            joined_on=None,
            left_on=None,
            assignment_site_id=None,
        )
    )


def way(*steps: tuple[str, datetime]) -> list[StateEntered]:
    return [StateEntered.model_validate({"state": state, "entered_at": at}) for state, at in steps]


def record(kind: type[NonconformityData] = Registered, **changes: Any) -> NonconformityData:
    """A finding of yesterday, registered at once; `changes` by the contract's field names."""
    found_at = changes.get("found_at", NOON - timedelta(days=1))
    state = changes.get("state", "registered")
    fields: dict[str, Any] = {
        "id": new_id(),
        "version": 1,
        "number": f"НС-2026-{new_id().int % 100_000:05}",
        "state": state,
        "way": way((state, found_at)),
        "branch_id": new_id(),
        "site_id": new_id(),
        "place": "машинный зал, отм. 8",
        "category": CategoryRef(id=new_id(), name="Электробезопасность"),
        "severity": "medium",
        "description": "Повреждена изоляция переносного кабеля длиной 2 м",
        "proposal": None,
        "found_at": found_at,
        "registered_at": found_at,
        "author_id": new_id(),
        "responsible_id": None,
        "co_executor_ids": (),
        "observer_ids": (),
        "first_due_on": None,
        "due_on": None,
        "due_date_moves": 0,
        "fixed_at": None,
        "fixed_by_id": None,
        "closed_at": None,
        "duplicate_of_id": None,
        "repeat_of_id": None,
        "imported": False,
        "withdrawn": False,
        "reason": None,
    }
    return kind.model_validate({**fields, **changes})


def closed(found: date, fixed: date, closed_on: date, **changes: Any) -> NonconformityData:
    """A finding that went all the way, each step at noon UTC."""
    at = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in (found, fixed, closed_on)]
    steps = (("registered", at[0]), ("assigned", at[0]), ("in_progress", at[0]), ("fixed", at[1]), ("closed", at[2]))
    fields = {"found_at": at[0], "fixed_at": at[1], "closed_at": at[2], "state": "closed", "way": way(*steps)}
    return record(Verified, version=5, **{**fields, **changes})


def newer(data: NonconformityData, kind: type[NonconformityData], **changes: Any) -> NonconformityData:
    """The record after one more act."""
    fields = {**data.model_dump(), "version": data.version + 1, **changes}
    return kind.model_validate(fields)


def events(*data: NonconformityData | Event) -> list[Event]:
    return [item if isinstance(item, Event) else event(item) for item in data]


def history(found_at: datetime, **changes: Any) -> list[Event]:
    """The events of a finding that was assigned, worked on, fixed and verified, a day each."""
    days = [found_at + timedelta(days=number) for number in range(5)]
    states = ("registered", "assigned", "in_progress", "fixed", "closed")
    first = record(found_at=found_at, **changes)
    kinds = (Assigned, Started, FixReported, Verified)
    told = [first]
    for number, kind in enumerate(kinds, start=1):
        steps = zip(states[: number + 1], days, strict=False)
        fixed_at, closed_at = (days[3] if number >= 3 else None), (days[4] if number == 4 else None)
        told.append(
            newer(told[-1], kind, state=states[number], way=way(*steps), fixed_at=fixed_at, closed_at=closed_at)
        )
    return events(*told)
