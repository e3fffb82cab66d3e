"""One-time sign-in links."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment

OPEN = text("used_at IS NULL AND revoked_at IS NULL")


class SignInLink(Identified, Base):
    """A link for the person of an account. The secret itself is only in what was shown to its maker."""

    __tablename__ = "sign_in_links"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    person_id: Mapped[UUID]
    kind: Mapped[str]  #: domain.links.LinkKind
    secret_hash: Mapped[bytes] = mapped_column(unique=True)  #: SHA-256 of 32 random bytes
    made_by: Mapped[UUID | None]  #: none: the operator, at the server
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]

    __table_args__ = (Index("uq_sign_in_links_open", "account_id", unique=True, postgresql_where=OPEN),)
