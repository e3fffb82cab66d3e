"""What travels on the bus: CloudEvents 1.0 in JSON.

`type` is `profkom.<producer>.<noun>.<past_verb>.v<N>`, the NATS subject `events.<the same without profkom.>`.
`data` is fat: the whole aggregate after the change and what changed, so that no consumer has to read back.
"""

import builtins
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Payload = TypeVar("Payload", bound="EventData")


class EventData(BaseModel):
    """Base of every event's `data`. A consumer may declare a narrower one: unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    event_type: ClassVar[str]  #: such as "people.person.changed.v1"

    #: {field: [old, new]} for what this change changed; empty when the aggregate is new.
    changed: Mapping[str, tuple[Any, Any]] = Field(default_factory=dict)


class Event(BaseModel):
    """An event as it is stored and sent. Extension attributes are lower-case letters, as CloudEvents asks."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    specversion: str = "1.0"
    id: UUID
    source: str  #: "/people"
    type: str
    subject: str  #: the aggregate's id
    #: The record that the aggregate belongs to, such as a comment's nonconformity; None: it stands by itself.
    parent: str | None = None
    time: datetime
    datacontenttype: str = "application/json"
    actor: str | None = None  #: the person, integration or robot who acted
    branch: str | None = None  #: the branch the aggregate belongs to
    #: The permission that lets a reader of that branch see the aggregate; None: everybody who is signed in.
    readpermission: str | None = None
    #: Persons who may see it whatever their branch, ids joined by commas.
    readers: str = ""
    correlationid: str = ""
    traceparent: str = ""
    data: dict[str, Any]

    @property
    def topic(self) -> str:
        """The NATS subject."""
        return f"events.{self.type.removeprefix('profkom.')}"

    def payload(self, shape: builtins.type[Payload]) -> Payload:
        """`data` as the consumer declares it; raises pydantic.ValidationError when it breaks the contract."""
        return shape.model_validate(self.data)

    @classmethod
    def parse(cls, body: bytes) -> Self:
        return cls.model_validate_json(body)
