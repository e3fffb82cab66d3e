"""How people came to observe a record and left it. Who observes it now is in `participants`."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid

from services.nonconformity.domain.observers import Cause
from services.nonconformity.models.base import metadata, moment, one_of

observer_moves = Table(
    "observer_moves",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("cause", Text, nullable=False),
    moment("at", nullable=False),
    Column("actor_id", Uuid),  #: nobody: the anonymous author
    one_of("cause", Cause),
    Index("ix_observer_moves_person", "nonconformity_id", "person_id", "at"),
)
