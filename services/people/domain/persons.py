"""A person of the register: which facts there are, which of them are private, what a change is."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

#: What is known of a person, in the order in which changes are told.
FIELDS = (
    "personnel_number", "last_name", "first_name", "middle_name", "sex", "birth_date", "branch_id", "unit_id",
    "position", "city", "phone", "email", "children", "subscribed_to_news", "assignment_site_id", "is_member",
    "joined_on", "left_on",
)  # fmt: skip
#: Shown only to the person and to holders of people:read_private in the branch; never in an event.
PRIVATE_FIELDS = frozenset({"sex", "birth_date", "phone", "email", "children", "subscribed_to_news"})
MOST_CHILDREN = 30
_DATES = frozenset({"birth_date", "joined_on", "left_on"})
_IDS = frozenset({"branch_id", "unit_id", "assignment_site_id"})

Values = Mapping[str, Any]
Changed = dict[str, list[Any]]
"""{field: [old, new]}, as JSON holds it."""


def display_name(last: str, first: str, middle: str | None) -> str:
    return " ".join(part for part in (last, first, middle) if part)


def difference(before: Values, after: Values) -> Changed:
    """What differs among the fields of `after`, as JSON holds it."""
    return {field: [to_json(before[field]), to_json(value)] for field, value in after.items() if before[field] != value}


def public(changed: Mapping[str, Any]) -> Changed:
    """The part of a change that everybody may be told who may see the person."""
    return {field: list(pair) for field, pair in changed.items() if field not in PRIVATE_FIELDS}


def private_names(changed: Mapping[str, Any]) -> list[str]:
    """Which private fields changed, without their values."""
    return [field for field in changed if field in PRIVATE_FIELDS]


def to_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def from_json(field: str, value: Any) -> Any:
    """A field's value as it was before it went into JSON."""
    if value is None:
        return None
    if field in _DATES:
        return date.fromisoformat(value)
    return UUID(value) if field in _IDS else value
