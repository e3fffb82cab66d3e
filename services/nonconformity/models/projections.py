"""What the journal keeps of people's events. `version` guards against an older event that comes later."""

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
from sqlalchemy.dialects.postgresql import ARRAY

from services.nonconformity.models.base import metadata
from shared.db.russian import folded

persons = Table(
    "persons",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("personnel_number", Text),
    Column("last_name", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("middle_name", Text),
    Column(
        "full_name",
        Text,
        Computed("last_name || ' ' || first_name || coalesce(' ' || middle_name, '')", persisted=True),
        nullable=False,
    ),
    Column("branch_id", Uuid),
    Column("removed", Boolean, nullable=False, server_default=text("false")),
)
# People are found by the beginnings of their names' words, however many thousand there are.
Index(
    "ix_persons_folded_name",
    folded(persons.c.full_name).label("folded_name"),
    postgresql_using="gin",
    postgresql_ops={"folded_name": "gin_trgm_ops"},
)

branches = Table(
    "branches",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("time_zone", Text, nullable=False),  #: IANA name
    Column("closed", Boolean, nullable=False, server_default=text("false")),  #: takes no new records
)

sites = Table(
    "sites",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("aliases", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("branch_id", Uuid),  #: the branch at home there
    Column("closed", Boolean, nullable=False, server_default=text("false")),  #: takes no new records
)
