"""From a place with a poster to the event that tells of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ
from shared.contracts.envelope import Event
from shared.contracts.nonconformity.places import PlaceChanged, PlaceCreated, PlaceData


def created(values: Mapping[str, Any], *, actor_id: UUID) -> Event:
    return _event(PlaceCreated, values, actor_id, changed={})


def changed(values: Mapping[str, Any], *, actor_id: UUID, fields: Mapping[str, tuple[Any, Any]]) -> Event:
    return _event(PlaceChanged, values, actor_id, changed=fields)


def _event(
    kind: type[PlaceData], values: Mapping[str, Any], actor_id: UUID, *, changed: Mapping[str, tuple[Any, Any]]
) -> Event:
    data = kind(
        id=values["id"],
        version=values["version"],
        slug=values["slug"],
        site_id=values["site_id"],
        branch_id=values["branch_id"],
        place=values["place"],
        active=values["active"],
        changed=changed,
    )
    return outbox.build(
        data, subject=data.id, actor=actor_id, branch=data.branch_id, read_permission=NONCONFORMITY_READ
    )
