"""What administrators keep: categories."""

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)

from services.nonconformity.models.base import metadata

categories = Table(
    "categories",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column(
        "sort_key",
        Text,
        Computed("replace(lower(name), 'ё', 'е') || chr(1) || lower(name)", persisted=True),
        nullable=False,
    ),
    Index("uq_categories_name", text("replace(lower(name), 'ё', 'е')"), unique=True),
)
