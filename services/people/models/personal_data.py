"""What the law gives a person: a file of all that is held on them, and to be forgotten."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment


class DataFile(Identified, Base):
    """A file of all that is held on a person. The row stays and says who asked; its content goes when it expires."""

    __tablename__ = "data_files"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    state: Mapped[str]  #: waiting | ready | failed | expired
    requested_by: Mapped[UUID]
    requested_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]
    downloads: Mapped[int] = mapped_column(server_default=text("0"))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  #: a ZIP

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'ready', 'failed', 'expired')", name="state"),
        CheckConstraint("(state = 'ready') = (content IS NOT NULL)", name="content"),
        Index("uq_data_files_waiting", "person_id", unique=True, postgresql_where=text("state = 'waiting'")),
        Index("ix_data_files_expires_at", "expires_at", postgresql_where=text("state = 'ready'")),
    )


class Erasure(Identified, Base):
    """One person forgotten. It holds nothing of who they were: their id, and why nobody is there any more."""

    __tablename__ = "erasures"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), unique=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(start=1), unique=True)  #: «Удалённый участник № 1»
    reason: Mapped[str]  #: domain.erasures.REASONS
    requested_by: Mapped[UUID]
    erased_at: Mapped[Moment]
    purged_at: Mapped[Moment | None]  #: when the old events were taken out of the stream
    purged: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))  #: {what: how many}
