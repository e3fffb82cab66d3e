"""Imports: the tables of the way itself are the mechanism's (`shared.importing.flow.tables`)."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.nonconformity.domain import State
from services.nonconformity.models.base import metadata, one_of

import_links = Table(
    "import_links",
    metadata,
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    Column("key", LargeBinary, nullable=False),  #: of the row, by which it is known again
    Column("digest", LargeBinary, nullable=False),  #: of what the row said
    Column("version", Integer, nullable=False),  #: the record's, as the import left it: a higher one was touched since
    Column("import_id", Uuid, nullable=False),  #: the last import that wrote it
    Index("uq_import_links_key", "key", unique=True),
)

import_effects = Table(
    "import_effects",
    metadata,
    Column("import_id", Uuid, primary_key=True),
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    # What an undoing puts back; nothing for a record that the import made or brought back.
    Column("before", JSONB(none_as_null=True)),
    Column("digest_before", LargeBinary),
)

status_words = Table(
    "status_words",
    metadata,
    Column("key", Text, primary_key=True),  #: word_key(word)
    Column("word", Text, nullable=False),
    Column("state", Text, nullable=False),
    one_of("state", State),
)
