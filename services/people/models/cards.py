"""Membership cards: which one a person holds, and which are worth nothing any more."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment


class Card(Identified, Base):
    """One issued card. Its QR code names the card, never the person."""

    __tablename__ = "cards"

    number: Mapped[int] = mapped_column(BigInteger, Identity(start=1001), unique=True)  #: printed on the card
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    issued_at: Mapped[Moment]
    issued_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by: Mapped[UUID | None]
    reason: Mapped[str | None]  #: of the withdrawal: domain.cards.REASONS

    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (reason IS NULL)", name="reason"),
        Index("uq_cards_held", "person_id", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
    )
