"""The register of consents: what a person agreed to, and when they took it back."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment


class Consent(Identified, Base):
    """One statement of a person. Rows are only added: the latest of a kind is what holds."""

    __tablename__ = "consents"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[str]  #: domain.consents.KINDS
    given: Mapped[bool]  #: False: withdrawn
    text_version: Mapped[str | None]  #: which wording was agreed to
    channel: Mapped[str]  #: domain.consents.CHANNELS: how it was said
    stated_at: Mapped[Moment]  #: when the person said so
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[UUID | None]  #: the person themselves, or who entered it

    __table_args__ = (
        CheckConstraint("NOT given OR text_version IS NOT NULL", name="text"),
        Index("ix_consents_person", "person_id", "kind", "id"),
    )
