"""Who is away from when to when, and who stands in."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment, Timestamped, Versioned


class Absence(Identified, Versioned, Timestamped, Base):
    """Both days belong to it. Two of one person never share a day, which the service sees to under a lock."""

    __tablename__ = "absences"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    kind: Mapped[str]  #: domain.absences.KINDS
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    cancelled_at: Mapped[Moment | None]

    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="order"),
        CheckConstraint("substitute_id <> person_id", name="substitute"),
        Index("ix_absences_person", "person_id", "last_day", postgresql_where=text("cancelled_at IS NULL")),
        Index("ix_absences_substitute", "substitute_id", "last_day", postgresql_where=text("cancelled_at IS NULL")),
        Index("ix_absences_days", "last_day", "first_day", postgresql_where=text("cancelled_at IS NULL")),
    )
