"""Roles, grants, accounts and sessions."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import Base
from shared.db.base import Identified, Moment, Timestamped, Versioned


class Role(Identified, Versioned, Timestamped, Base):
    __tablename__ = "roles"

    code: Mapped[str] = mapped_column(unique=True)
    name_ru: Mapped[str]
    name_en: Mapped[str]
    permissions: Mapped[list[str]]


class Grant(Identified, Versioned, Base):
    """A role given to a person, in one branch or, without one, everywhere."""

    __tablename__ = "grants"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    role_id: Mapped[UUID] = mapped_column(ForeignKey("roles.id"), index=True)
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branches.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  #: the last day
    granted_by: Mapped[UUID | None]
    granted_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by: Mapped[UUID | None]

    __table_args__ = (
        CheckConstraint("valid_from <= valid_to", name="order"),
        Index(
            "uq_grants_standing",
            "person_id",
            "role_id",
            "branch_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


class Account(Identified, Versioned, Timestamped, Base):
    """The way in with a login and a password. Counters of failures change without a new version."""

    __tablename__ = "accounts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), unique=True)
    login: Mapped[str]
    login_key: Mapped[str] = mapped_column(unique=True)  #: domain.accounts.canonical_login
    password_hash: Mapped[str | None]  #: argon2id; none: invited, and has not come in yet
    password_set_at: Mapped[Moment | None]
    disabled: Mapped[bool] = mapped_column(server_default=text("false"))
    failed_attempts: Mapped[int] = mapped_column(server_default=text("0"))
    last_failed_at: Mapped[Moment | None]
    locked_until: Mapped[Moment | None]
    last_signed_in_at: Mapped[Moment | None]


class SignInSession(Identified, Base):
    """A browser that is signed in. The secret itself is only in its cookie."""

    __tablename__ = "sessions"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    person_id: Mapped[UUID]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)  #: SHA-256 of 32 random bytes: nothing to guess, no salt
    started_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    last_seen_at: Mapped[Moment | None]  #: none: not since it started
    user_agent: Mapped[str | None]
    address: Mapped[str | None]

    __table_args__ = (
        Index("ix_sessions_live", "account_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_sessions_live_of_person", "person_id", postgresql_where=text("ended_at IS NULL")),
    )
