"""The tables of imports, in every service that has one; created by `shared.installation.install_imports`."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, LargeBinary, MetaData, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB

from shared.db.base import NAMING

importing = MetaData(naming_convention=NAMING)

imports = Table(
    "imports",
    importing,
    Column("id", Uuid, primary_key=True),
    Column("state", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file", LargeBinary),  #: None once it can be neither applied nor undone
    Column("mapping", JSONB, nullable=False, server_default=text("'{}'")),  #: a person's correction of the columns
    Column("done", Integer, nullable=False, server_default="0"),  #: rows gone through in the present step
    Column("total", Integer, nullable=False, server_default="0"),
    Column("cancelled", Boolean, nullable=False, server_default=text("false")),  #: asked for, seen by the job
    Column("tries", Integer, nullable=False, server_default="0"),  #: how often the present step was begun
    Column("report", JSONB),  #: StoredReport
    Column("creates", JSONB, nullable=False, server_default=text("'{}'")),  #: {"branches": ["Курское"], ...}
    Column("failure", JSONB),  #: {code, title, detail} in both languages: why the file was refused
    Column("taken", JSONB),  #: {taken_back, kept} of the undoing
    Column("created_by", Uuid, nullable=False),
    Column("scope", JSONB, nullable=False),  #: branches in which the importer may import: "*" or a list of ids
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("applied_by", Uuid),
    Column("applied_at", DateTime(timezone=True)),
    Index("ix_imports_created_at", "created_at"),
)

import_headings = Table(
    "import_headings",
    importing,
    Column("key", Text, primary_key=True),  #: heading_key(heading)
    Column("heading", Text, nullable=False),
    Column("field", Text, nullable=False),
)
