"""Second factors and their recovery codes."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment


class SecondFactor(Base):
    """The telephone of an account's owner; in force once a code of it has been shown."""

    __tablename__ = "second_factors"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    sealed_secret: Mapped[bytes]  #: AES-256-GCM, see sealing.py
    begun_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)  #: the time step of the last code: none works twice


class RecoveryCode(Identified, Base):
    """A code on paper, for who has lost the telephone."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[bytes]  #: HMAC-SHA-256: fifty bits must not be tried out by who reads the database
    used_at: Mapped[Moment | None]
