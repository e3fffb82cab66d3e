"""From what an administrator set to the event that tells of it."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from shared import outbox
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import settings as contract

#: Of the one row of options.
OPTIONS_ID = uuid5(NAMESPACE_URL, "profkom/nonconformity/options")


def of_severity(values: Mapping[str, Any], *, actor_id: UUID, changed: Mapping[str, tuple[Any, Any]]) -> Event:
    """`values`: the severity after the change, `category_terms` as {category id: days}."""
    terms = [contract.CategoryTerm(category_id=one, due_days=days) for one, days in values["category_terms"].items()]
    data = contract.SeverityChanged(
        id=uuid5(NAMESPACE_URL, f"profkom/severities/{values['code']}"),
        version=values["version"],
        code=values["code"],
        name_ru=values["name_ru"],
        name_en=values["name_en"],
        description=values["description"],
        due_days=values["due_days"],
        category_terms=terms,
        active=values["active"],
        changed=changed,
    )
    return outbox.build(data, subject=data.id, actor=actor_id, branch=None)


def of_options(*, version: int, repeat_days: int, actor_id: UUID, changed: Mapping[str, tuple[Any, Any]]) -> Event:
    data = contract.OptionsChanged(id=OPTIONS_ID, version=version, repeat_days=repeat_days, changed=changed)
    return outbox.build(data, subject=OPTIONS_ID, actor=actor_id, branch=None)
