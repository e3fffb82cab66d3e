"""The consumer's memory: what has taken effect, and what could not."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Table, Text, Uuid, func

from shared.db.base import mechanism

inbox = Table(
    "inbox",
    mechanism,
    Column("event_id", Uuid, primary_key=True),
    Column("consumed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("ix_inbox_consumed_at", "consumed_at"),
)

dead_letters = Table(
    "dead_letters",
    mechanism,
    Column("event_id", Uuid, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("state", Text, nullable=False),  #: retrying | dead | replayed | discarded
    Column("first_failed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("last_failed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("ix_dead_letters_state", "state", "last_failed_at"),
)
