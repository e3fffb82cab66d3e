"""What administrators keep of severities: what they are called, and how soon a fix is due. The four codes are fixed."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, SmallInteger, Table, Text, Uuid, text

from services.nonconformity.domain import Severity
from services.nonconformity.models.base import metadata, one_of

severities = Table(
    "severities",
    metadata,
    Column("code", Text, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("position", SmallInteger, nullable=False),  #: from the mildest
    Column("name_ru", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("description", Text),
    Column("due_days", SmallInteger),  #: calendar days from the registration; none: triage names the date itself
    Column("active", Boolean, nullable=False, server_default=text("true")),
    one_of("code", Severity),
    CheckConstraint("due_days BETWEEN 0 AND 3653", name="due_days"),
    CheckConstraint("active OR code <> 'medium'", name="default_stays"),
)

severity_terms = Table(
    "severity_terms",
    metadata,
    # Findings of this category have a term of their own at this severity.
    Column("category_id", Uuid, ForeignKey("categories.id"), primary_key=True),
    Column("severity", Text, ForeignKey("severities.code"), primary_key=True),
    Column("due_days", SmallInteger, nullable=False),
    CheckConstraint("due_days BETWEEN 0 AND 3653", name="due_days"),
)
