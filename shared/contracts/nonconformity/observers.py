"""Who observes a record, told apart from its acts: joining and leaving do not raise its version."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from shared.contracts.envelope import EventData


class ObserversChanged(EventData):
    """Somebody began to observe a record or left it.

    `version` is the record's, as it was and stays: an edit that somebody is writing meanwhile is not refused for it.
    Every event of the record itself names all its observers too; of two, the one with the later `at` (here) or
    `time` (there) is right. `readers` of the envelope are those who take part afterwards, and who left.
    """

    event_type: ClassVar[str] = "nonconformity.observers.changed.v1"

    id: UUID  #: the nonconformity's
    version: int
    number: str  #: «НС-2026-00042»
    branch_id: UUID
    observer_ids: Sequence[UUID]  #: all of them, afterwards
    joined_ids: Sequence[UUID]
    left_ids: Sequence[UUID]
    cause: Literal["comment", "act", "mention", "named", "observe", "leave"]
    at: datetime
