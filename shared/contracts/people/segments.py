"""Events of saved segments."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class SegmentData(EventData):
    id: UUID
    version: int
    name: str
    owner_id: UUID
    visibility: str  #: own | branch | everyone
    branch_id: UUID | None  #: of visibility "branch"
    condition: Mapping[str, Any]  #: the tree that shared.expressions reads
    expression: str  #: the same in CEL
    removed: bool = False


class SegmentCreated(SegmentData):
    event_type: ClassVar[str] = "people.segment.created.v1"


class SegmentChanged(SegmentData):
    event_type: ClassVar[str] = "people.segment.changed.v1"


class SegmentRemoved(SegmentData):
    event_type: ClassVar[str] = "people.segment.removed.v1"
