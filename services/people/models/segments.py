"""Saved segments: named conditions over a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import LIVING, Base
from shared.db import russian
from shared.db.base import Identified, Moment, Timestamped, Versioned


class Segment(Identified, Versioned, Timestamped, Base):
    """Who is meant is asked anew each time: a segment holds a condition, not persons."""

    __tablename__ = "segments"

    name: Mapped[str]
    owner_id: Mapped[UUID]  #: a person, or an integration
    visibility: Mapped[str]  #: domain.segments.Visibility
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branches.id"))  #: of visibility "branch"
    condition: Mapped[dict[str, Any]]  #: the tree of shared.expressions
    removed_at: Mapped[Moment | None]
    sort_key: Mapped[str] = russian.sort_key("name")

    __table_args__ = (
        CheckConstraint("visibility IN ('own', 'branch', 'everyone')", name="visibility"),
        CheckConstraint("(visibility = 'branch') = (branch_id IS NOT NULL)", name="branch"),
        Index("ix_segments_owner", "owner_id", postgresql_where=LIVING),
    )
