"""Tables of analytics: the store of events, the projections, and what rebuilds them.

A projection's rows carry a `generation`. Readers see the one that `projection` points at; a rebuild fills the next
one beside it and moves the pointer. So the figures change from the old to the rebuilt in one commit, without DDL.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, Index, MetaData, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.base import NAMING, Moment
from shared.db.russian import sort_key
from shared.ids import new_id


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text, float: Double}  # noqa: RUF012  SQLAlchemy reads it from the class


class StoredEvent(Base):
    """Every event of every producer, as it came. Nothing is deleted; only the names of who was erased are taken out."""

    __tablename__ = "events"
    # UUIDv7 keys grow with time, so the primary key's index is filled at its end, like the time index.
    __table_args__ = (
        Index("ix_events_subject", "subject", "time", "id"),
        Index("ix_events_time", "time"),
        Index("ix_events_correlation_id", "correlation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    source: Mapped[str]
    subject: Mapped[str]
    time: Mapped[Moment]
    actor: Mapped[str | None]
    branch: Mapped[str | None]
    correlation_id: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recorded_at: Mapped[Moment] = mapped_column(server_default=func.clock_timestamp())


class Projection(Base):
    """One row: the generation that readers see. Its row lock orders consumers against the swap of a rebuild."""

    __tablename__ = "projection"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int]


class Freshness(Base):
    """One row: the last moment at which the worker knew that nothing was waiting for it on the bus."""

    __tablename__ = "freshness"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    caught_up_at: Mapped[Moment | None]


class Name(Base):
    """What a branch, site, category, person or severity is called, by the newest event about it."""

    __tablename__ = "names"

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(
        primary_key=True
    )  #: branch | site | category | person | severity.ru | severity.en
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]  #: 0: known only from a record that mentions it
    name: Mapped[str]
    time_zone: Mapped[str | None]  #: of a branch, IANA name
    #: Of a branch: shared.calendar.WorkingCalendar; NULL: the production calendar of Russia.
    calendar: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    sort_key: Mapped[str] = sort_key("name")


class JournalRecord(Base):
    """One nonconformity: what its newest event says, and what can be computed from it once and for all."""

    __tablename__ = "journal_records"
    __table_args__ = (
        Index("ix_journal_records_found_on", "generation", "found_on"),
        Index("ix_journal_records_branch", "generation", "branch_id", "found_on"),
    )

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    branch_id: Mapped[UUID]
    site_id: Mapped[UUID]
    category_id: Mapped[UUID]
    source: Mapped[str] = mapped_column(server_default="api")
    inspector_id: Mapped[UUID | None]  #: None: whoever found it gave no name
    responsible_id: Mapped[UUID | None]
    co_executor_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    found_at: Mapped[Moment]
    fixed_at: Mapped[Moment | None]  #: last reported fixed; closed without a report: when it was closed
    found_on: Mapped[date]  #: in the branch's zone, as all dates here
    fixed_on: Mapped[date | None]
    ended_at: Mapped[Moment | None]  #: when it came into the state that ends it: closed, rejected, duplicate
    ended_on: Mapped[date | None]
    way: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))  #: [[state, entered_at], ...]
    #: What its working time was computed with (domain.calendar_key): another calendar has it computed anew.
    calendar: Mapped[str] = mapped_column(server_default="")
    returns: Mapped[int] = mapped_column(server_default=text("0"))  #: how often a reported fix was not accepted
    repeat_of_id: Mapped[UUID | None]
    withdrawn: Mapped[bool]  #: taken back by an undone import: in no figure
    cycle_seconds: Mapped[float | None]  #: found to closed, of closed records
    # Seconds in each state that the record has left; NULL: it never was there, or still is.
    seconds_registered: Mapped[float | None]
    seconds_assigned: Mapped[float | None]
    seconds_in_progress: Mapped[float | None]
    seconds_fixed: Mapped[float | None]
    seconds_closed: Mapped[float | None]
    seconds_rejected: Mapped[float | None]
    seconds_duplicate: Mapped[float | None]
    # The same in working days of the branch: a day is as long as there.
    working_cycle: Mapped[float | None]
    working_registered: Mapped[float | None]
    working_assigned: Mapped[float | None]
    working_in_progress: Mapped[float | None]
    working_fixed: Mapped[float | None]
    working_closed: Mapped[float | None]
    working_rejected: Mapped[float | None]
    working_duplicate: Mapped[float | None]


class Rebuild(Base):
    """A rebuild of the projections from the stream. At most one is waiting or running."""

    __tablename__ = "rebuilds"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'finished', 'cancelled', 'failed')", name="state"),
        Index(
            "uq_rebuilds_active", text("(true)"), unique=True, postgresql_where=text("state IN ('waiting', 'running')")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[str]
    generation: Mapped[int | None]  #: that it fills; None until it starts
    requested_by: Mapped[UUID | None]  #: None: from the command line
    requested_at: Mapped[Moment] = mapped_column(server_default=func.now())
    started_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]
    read_sequence: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))  #: stream sequences done
    last_sequence: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))  #: the stream's newest one
    events: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    skipped: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))  #: events that cannot take effect
    error: Mapped[str | None]
