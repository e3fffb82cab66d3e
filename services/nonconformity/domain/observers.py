"""Observers: whoever was mentioned or took part in what happened to a record, until they leave it."""

from enum import StrEnum
from uuid import UUID

from services.nonconformity.domain.records import Record


class Cause(StrEnum):
    """Why somebody began to observe a record; `LEAVE`: why they do not any more."""

    COMMENT = "comment"
    MENTION = "mention"
    OBSERVE = "observe"  #: of their own accord
    LEAVE = "leave"


def joins_by_acting(record: Record, person_id: UUID, *, left: bool) -> bool:
    """Whether an act or a comment of this person makes them an observer.

    Who left did so to hear no more of it: that stands until they are mentioned or come back by themselves.
    """
    return not left and person_id not in record.participants
