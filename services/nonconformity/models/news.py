"""How far people have read what is new for them. The news themselves are read from what happened."""

from uuid import UUID

from sqlalchemy import Column, Table, Uuid

from services.nonconformity.models.base import metadata, moment

EVERYTHING = UUID(int=0)  #: of no record in particular: all news up to a moment

news_read = Table(
    "news_read",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("nonconformity_id", Uuid, primary_key=True),  #: or EVERYTHING
    moment("until", nullable=False),
)
