"""Measures of a record, and what happened to them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.nonconformity.domain.measures import Kind, MeasureAct, MeasureState
from services.nonconformity.models.base import metadata, moment, one_of

measures = Table(
    "measures",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),  #: from 1, within its record
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("owner_id", Uuid, nullable=False),
    moment("created_at", nullable=False),
    Column("created_by_id", Uuid, nullable=False),
    Column("first_due_on", Date, nullable=False),  #: the date first promised: never changes
    Column("due_on", Date, nullable=False),
    Column("due_date_moves", SmallInteger, nullable=False, server_default="0"),
    Column("expires_on", Date),  #: the last day that a compensating measure holds
    # For sorting: those without an expiry last. Not the last date of all, which the driver would send as infinity.
    Column("expiry_order", Date, Computed("coalesce(expires_on, DATE '2999-12-31')", persisted=True), nullable=False),
    Column("extensions", SmallInteger, nullable=False, server_default="0"),
    moment("completed_at"),
    Column("completed_by_id", Uuid),
    Column("evidence", Text),
    moment("verified_at"),
    Column("verified_by_id", Uuid),
    one_of("kind", Kind),
    one_of("state", MeasureState),
    CheckConstraint("(kind = 'compensating') = (expires_on IS NOT NULL)", name="expiry"),
    CheckConstraint("expires_on IS NULL OR due_on <= expires_on", name="due_before_expiry"),
    CheckConstraint("state NOT IN ('completed', 'verified') OR completed_by_id IS NOT NULL", name="completed"),
    CheckConstraint("verified_by_id IS NULL OR verified_by_id <> completed_by_id", name="two_sided"),
    Index("uq_measures_position", "nonconformity_id", "position", unique=True),
    Index("ix_measures_owner", "owner_id", "due_on", "id"),
    Index("ix_measures_due", "due_on", "id"),
    Index("ix_measures_expiry", "expiry_order", "id", postgresql_where=text("expires_on IS NOT NULL")),
)

measure_expiries = Table(
    "measure_expiries",
    metadata,
    Column("measure_id", Uuid, ForeignKey("measures.id"), primary_key=True),
    Column("expires_on", Date, primary_key=True),  #: the last day that it held
    moment("told_at", nullable=False),
)

measure_history = Table(
    "measure_history",
    metadata,
    Column("measure_id", Uuid, ForeignKey("measures.id"), primary_key=True),
    Column("version", Integer, primary_key=True),  #: the version that the change made
    Column("act", Text, nullable=False),
    moment("at", nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("reason", Text),
    Column("changed", JSONB, nullable=False, server_default=text("'{}'")),  #: {field: [old, new]}
    Column("moved_from_id", Uuid),  #: of a move: the record that it belonged to until then
    one_of("act", MeasureAct),
    Index("ix_measure_history_moved", "moved_from_id", postgresql_where=text("moved_from_id IS NOT NULL")),
)
