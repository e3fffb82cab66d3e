"""Observers: whoever was mentioned or took part in what happened to a record, until they leave it."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from services.nonconformity.domain.records import Record


class Cause(StrEnum):
    """Why somebody began to observe a record; `LEAVE`: why they do not any more."""

    COMMENT = "comment"  #: they wrote in its discussion
    ACT = "act"  #: they did something else about it: a file, a measure
    MENTION = "mention"  #: somebody mentioned them in its discussion
    NAMED = "named"  #: somebody named them in it otherwise, as the owner of a measure
    OBSERVE = "observe"  #: of their own accord
    LEAVE = "leave"


#: Causes that are the person's own doing in passing: who left by themselves stays out in spite of them.
IN_PASSING = frozenset({Cause.COMMENT, Cause.ACT})


def newcomers(record: Record, person_ids: Iterable[UUID], *, cause: Cause, left: frozenset[UUID]) -> tuple[UUID, ...]:
    """Those who begin to observe the record for this cause: not who takes part already, each once.

    `left`: who left it last. They hear no more of it until somebody calls them or they come back by themselves.
    """
    out = record.participants | left if cause in IN_PASSING else record.participants
    return tuple(person for person in dict.fromkeys(person_ids) if person not in out)


def observed_by(record: Record, new: Iterable[UUID]) -> Record:
    return replace(record, observer_ids=(*record.observer_ids, *new))


def left_by(record: Record, person_id: UUID) -> Record:
    return replace(record, observer_ids=tuple(one for one in record.observer_ids if one != person_id))
