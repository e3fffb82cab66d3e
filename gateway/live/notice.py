"""An event as a viewer's program hears of it: what happened to which record, never the record itself."""

import json
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.auth.principal import Principal

PREFIX = "profkom."
RESET = b"event: reset\ndata: {}\n\n"  #: "you may have missed something: read what you show again"
HEARTBEAT = b": still here\n\n"


class Envelope(BaseModel):
    """What the gateway reads of an event; the data is skipped unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: UUID
    type: str
    subject: str
    parent: str | None = None
    time: str
    actor: str | None = None
    branch: UUID | None = None
    readpermission: str | None = None
    readers: str = ""
    correlationid: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """`frame` is what goes over the wire, the same for every viewer."""

    id: UUID
    branch: UUID | None
    permission: str | None
    readers: frozenset[str]
    frame: bytes

    @classmethod
    def of(cls, event: Envelope) -> Self:
        name = event.type.removeprefix(PREFIX)
        data: dict[str, Any] = {
            "type": name,
            "subject": event.subject,
            "parent": event.parent,
            "branch": str(event.branch) if event.branch else None,
            "actor": event.actor,
            "time": event.time,
            "correlationid": event.correlationid,
        }
        # Unnamed, so that a browser's one `onmessage` hears of kinds of events that it was not written for.
        frame = f"id: {event.id}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        readers = frozenset(reader for reader in event.readers.split(",") if reader)
        return cls(event.id, event.branch, event.readpermission, readers, frame.encode())

    def is_for(self, principal: Principal) -> bool:
        """Whether the principal may see the record that this is about."""
        if self.permission is None or principal.may(self.permission, self.branch):
            return True
        return str(principal.id) in self.readers
