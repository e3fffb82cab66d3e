"""Saved views: the journal's filters, order and columns under a name."""

from sqlalchemy import Boolean, Column, Computed, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from services.nonconformity.models.base import metadata, moment

views = Table(
    "views",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("owner_id", Uuid, nullable=False),  #: a person, or an integration
    Column("name", Text, nullable=False),
    Column("filters", Text, nullable=False),  #: a query string of the list, as shared.web.queries.written writes it
    Column("sort", Text),  #: of the list; none: its usual one
    Column("columns", ARRAY(Text)),  #: fields of a row, in order; none: the usual ones
    Column("shared", Boolean, nullable=False, server_default=text("false")),  #: with everybody
    moment("created_at", nullable=False),
    moment("updated_at", nullable=False),
    Column(
        "sort_key",
        Text,
        Computed("replace(lower(name), 'ё', 'е') || chr(1) || lower(name)", persisted=True),
        nullable=False,
    ),
    Index("uq_views_name", "owner_id", text("replace(lower(name), 'ё', 'е')"), unique=True),
    Index("ix_views_shared", "sort_key", "id", postgresql_where=text("shared")),
)
