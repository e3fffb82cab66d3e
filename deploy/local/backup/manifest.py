"""What a backup says of itself: the last member of the file, against which everything else is checked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel

FORMAT: Final = 1
NAME: Final = "manifest.json"
STREAM_MEMBER: Final = "stream/EVENTS.snapshot"
DATA_PREFIX: Final = "data/"


def database_member(service: str) -> str:
    """The member that holds a service's database, as pg_dump's custom format."""
    return f"databases/{service}.dump"


class Member(BaseModel):
    """One member of the file."""

    size: int  #: bytes
    sha256: str


class DatabaseContents(BaseModel):
    """What a database held at the moment of the backup."""

    revisions: Sequence[str]  #: of its migrations
    rows: Mapping[str, int]  #: by table


class ConsumerPosition(BaseModel):
    """How far a durable consumer had come: everything up to `position` had taken effect."""

    config: Mapping[str, Any]
    position: int


class StreamContents(BaseModel):
    """What the stream of events held at the moment of the backup."""

    state: Mapping[str, Any]  #: of the snapshot, which may hold newer events than the moment
    config: Mapping[str, Any]
    last_sequence: int
    messages: int
    consumers: Mapping[str, ConsumerPosition]


class Manifest(BaseModel):
    """The whole backup."""

    format: int = FORMAT
    made_at: datetime
    postgres: int | None  #: major version; None: no database is in it
    databases: Mapping[str, DatabaseContents]
    stream: StreamContents | None
    members: Mapping[str, Member]
    files: int  #: beside databases and stream: keys, passwords, attachments
    not_covered: Sequence[str]  #: sentences for the operator
