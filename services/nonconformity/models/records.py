"""The records of the journal, what happened to them, and what their search and numbers need."""

from sqlalchemy import (
    BigInteger,
    Boolean,
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
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from services.nonconformity.domain import Severity, Source, State
from services.nonconformity.models.base import metadata, moment, one_of

NUMBERS_A_YEAR = 10_000_000
"""`number_order` is year × this + serial, so that one index finds a number and sorts by it."""


_SEARCHED = " || ".join(
    f"setweight(to_tsvector('russian', replace(lower(coalesce({column}, '')), 'ё', 'е')), '{weight}')"
    for column, weight in (("description", "A"), ("place", "B"), ("proposal", "C"))
)

nonconformities = Table(
    "nonconformities",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("year", SmallInteger, nullable=False),  #: of registration; of the found date when imported
    Column("serial", Integer, nullable=False),
    Column(
        "number_order",
        BigInteger,
        Computed(f"year::bigint * {NUMBERS_A_YEAR} + serial", persisted=True),
        nullable=False,
    ),
    Column("external_number", Text),  #: the № in the imported journal
    Column("state", Text, nullable=False),
    Column("branch_id", Uuid, nullable=False),
    Column("site_id", Uuid, nullable=False),
    Column("place", Text, nullable=False),
    Column("category_id", Uuid, ForeignKey("categories.id"), nullable=False),
    Column("severity", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("proposal", Text),
    moment("found_at", nullable=False),
    moment("registered_at", nullable=False),
    Column("author_id", Uuid),  #: nobody: found by somebody who gave no name
    Column("responsible_id", Uuid),
    Column("first_due_on", Date),  #: the date first promised: never changes once set
    Column("due_on", Date),
    # For sorting: undated ones last. Not the last date of all, which the driver would send as infinity.
    Column("due_order", Date, Computed("coalesce(due_on, DATE '2999-12-31')", persisted=True), nullable=False),
    Column("due_date_moves", SmallInteger, nullable=False, server_default="0"),
    moment("fixed_at"),  #: last reported fixed
    Column("fixed_by_id", Uuid),
    moment("closed_at"),
    Column("duplicate_of_id", Uuid, ForeignKey("nonconformities.id")),
    Column("source", Text, nullable=False, server_default=Source.API.value),
    # No foreign key: records are never deleted, and the check would lock the earlier record in every filing.
    Column("repeat_of_id", Uuid),
    # The place as it is compared: without case, ё, punctuation; the minus of a level below ground is kept.
    Column("place_key", Text, Computed("place_key(place)", persisted=True), nullable=False),
    Column("imported", Boolean, nullable=False, server_default=text("false")),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Column("search", TSVECTOR, Computed(_SEARCHED, persisted=True)),
    one_of("state", State),
    one_of("severity", Severity),
    one_of("source", Source),
    CheckConstraint("due_on IS NULL OR first_due_on IS NOT NULL", name="first_due_on_kept"),
    CheckConstraint("(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name="duplicate_of"),
    CheckConstraint("duplicate_of_id <> id", name="not_of_itself"),
    Index("uq_nonconformities_number_order", "number_order", unique=True),
    Index("ix_nonconformities_registered_at", "registered_at", "id"),
    Index("ix_nonconformities_branch", "branch_id", "registered_at", "id"),
    Index("ix_nonconformities_responsible", "responsible_id", "state", "registered_at", "id"),
    Index("ix_nonconformities_author", "author_id", "registered_at", "id"),
    Index("ix_nonconformities_site", "site_id", "registered_at", "id"),
    Index("ix_nonconformities_state", "state", "registered_at", "id"),
    Index("ix_nonconformities_found_at", "found_at", "id"),
    Index("ix_nonconformities_due", "due_order", "id"),
    Index("ix_nonconformities_duplicate_of", "duplicate_of_id", postgresql_where=text("duplicate_of_id IS NOT NULL")),
    Index("ix_nonconformities_place", "site_id", "category_id", "place_key", "registered_at", "id"),
    Index("ix_nonconformities_repeats", "registered_at", "id", postgresql_where=text("repeat_of_id IS NOT NULL")),
    Index("ix_nonconformities_external", "external_number", postgresql_where=text("external_number IS NOT NULL")),
    Index("ix_nonconformities_search", "search", postgresql_using="gin"),
)

#: What people are to a record besides its author and its responsible person.
CO_EXECUTOR, OBSERVER = "co_executor", "observer"

participants = Table(
    "participants",
    metadata,
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("role", Text, nullable=False),  #: co_executor | observer; the responsible person is in the record itself
    CheckConstraint("role IN ('co_executor', 'observer')", name="role"),
    Index("ix_participants_person_id", "person_id", "nonconformity_id"),
)

way = Table(
    "way",
    metadata,
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),  #: from 0
    Column("state", Text, nullable=False),
    moment("entered_at", nullable=False),
    Column("actor_id", Uuid),  #: nobody knows for an imported journal or a nameless author
    Column("reason", Text),
    one_of("state", State),
)

due_date_moves = Table(
    "due_date_moves",
    metadata,
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),  #: from 1
    Column("old", Date, nullable=False),
    Column("new", Date, nullable=False),
    moment("moved_at", nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    Column("version", Integer, primary_key=True),  #: the version that the change made
    Column("act", Text, nullable=False),
    moment("at", nullable=False),
    Column("actor_id", Uuid),  #: nobody: a nameless author
    Column("reason", Text),
    Column("changed", JSONB, nullable=False, server_default=text("'{}'")),  #: {field: [old, new]}
    Index("ix_history_acts", "at", postgresql_where=text("act NOT IN ('register', 'import')")),
)

words = Table(
    "words",
    metadata,
    # Every stem that occurs in a record, so that a slip can be told from it; a trigger keeps it. Without digits, and of
    # four letters at least: shorter ones resemble too much.
    Column("word", Text, primary_key=True),
    Index("ix_words_word", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
)

counters = Table(
    "counters",
    metadata,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    # The one row that every filing updates: room on its page keeps the update in place, without touching the index.
    postgresql_with={"fillfactor": 10},
)
