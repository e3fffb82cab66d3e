"""From a saved view to the event that tells of it. What only its owner sees is told to nobody else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared import outbox
from shared.contracts.envelope import Event
from shared.contracts.nonconformity.views import ViewChanged, ViewCreated, ViewData, ViewRemoved

OWNER_ALONE = "nonconformity:own_views"  #: a permission that does not exist


def created(view: Mapping[str, Any], *, actor_id: UUID) -> Event:
    return _event(ViewCreated, view, actor_id, seen=view["shared"])


def changed(before: Mapping[str, Any], after: Mapping[str, Any], *, actor_id: UUID) -> Event:
    """Whoever saw it before hears that it is gone."""
    sharing = (before["shared"], after["shared"])
    told = {"shared": sharing} if before["shared"] != after["shared"] else {}
    return _event(ViewChanged, after, actor_id, seen=any(sharing), changed=told)


def removed(view: Mapping[str, Any], *, actor_id: UUID | None) -> Event:
    return _event(ViewRemoved, view, actor_id, seen=view["shared"], removed=True)


def _event(
    kind: type[ViewData],
    view: Mapping[str, Any],
    actor_id: UUID | None,
    *,
    seen: bool,
    removed: bool = False,
    changed: Mapping[str, tuple[Any, Any]] | None = None,
) -> Event:
    data = kind(
        id=view["id"],
        version=view["version"],
        owner_id=view["owner_id"],
        shared=view["shared"],
        removed=removed,
        changed=changed or {},
    )
    return outbox.build(
        data,
        subject=data.id,
        actor=actor_id,
        branch=None,
        read_permission=None if seen else OWNER_ALONE,
        readers=(data.owner_id,),
    )
