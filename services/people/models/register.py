"""The structure of the union, its people, and what became of them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.people.models.base import LIVING, Base
from shared.db import russian
from shared.db.base import Identified, Moment, Timestamped, Versioned


class Branch(Identified, Versioned, Timestamped, Base):
    """An organisation of the union at a place: «Курское»."""

    __tablename__ = "branches"

    name: Mapped[str]
    name_key: Mapped[str]  #: domain.structure.branch_key
    city: Mapped[str | None]
    time_zone: Mapped[str]
    #: shared.calendar.WorkingCalendar; NULL: the production calendar of Russia
    working_calendar: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    removed_at: Mapped[Moment | None]  #: taken back by an undone import
    closed_at: Mapped[Moment | None]  #: takes nothing new, keeps what it has
    sort_key: Mapped[str] = russian.sort_key("name")

    __table_args__ = (Index("uq_branches_name_key", "name_key", unique=True, postgresql_where=LIVING),)


class Unit(Identified, Versioned, Timestamped, Base):
    """A workshop or section of the employer, within a branch."""

    __tablename__ = "units"

    branch_id: Mapped[UUID] = mapped_column(ForeignKey("branches.id"))
    name: Mapped[str]
    name_key: Mapped[str]
    removed_at: Mapped[Moment | None]  #: taken back by an undone import
    closed_at: Mapped[Moment | None]  #: takes nothing new, keeps what it has
    sort_key: Mapped[str] = russian.sort_key("name")

    __table_args__ = (Index("uq_units_name_key", "branch_id", "name_key", unique=True, postgresql_where=LIVING),)


class Site(Identified, Versioned, Timestamped, Base):
    """A plant where people work and find nonconformities."""

    __tablename__ = "sites"

    name: Mapped[str]
    name_key: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    city: Mapped[str | None]
    country: Mapped[str | None]
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branches.id"))
    removed_at: Mapped[Moment | None]  #: taken back by an undone import
    closed_at: Mapped[Moment | None]  #: takes nothing new, keeps what it has
    sort_key: Mapped[str] = russian.sort_key("name")

    __table_args__ = (Index("uq_sites_name_key", "name_key", unique=True, postgresql_where=LIVING),)


class Person(Identified, Versioned, Timestamped, Base):
    """A card of the register: members, former members, employees who are none.

    `is_member`, `joined_on` and `left_on` repeat the latest row of `memberships`, so that a list needs no join.
    """

    __tablename__ = "persons"

    personnel_number: Mapped[str | None]
    personnel_key: Mapped[str | None] = mapped_column(Text(collation="C"))  #: importing.canonical_number
    last_name: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str | None]
    sex: Mapped[str | None]
    birth_date: Mapped[date | None]
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branches.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    position: Mapped[str | None]
    city: Mapped[str | None]
    phone: Mapped[str | None]  #: E.164
    email: Mapped[str | None]
    children: Mapped[int | None] = mapped_column(SmallInteger)
    subscribed_to_news: Mapped[bool | None]
    assignment_site_id: Mapped[UUID | None] = mapped_column(ForeignKey("sites.id"))
    is_member: Mapped[bool]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    removed_at: Mapped[Moment | None]  #: taken back by an undone import; a later one revives the card
    sort_key: Mapped[str] = russian.sort_key("last_name", "first_name", "middle_name")
    #: The words of the name as `domain.search` folds them.
    search_words: Mapped[list[str]] = mapped_column(
        Computed(
            "string_to_array(btrim(regexp_replace(replace(lower("
            "last_name || ' ' || first_name || ' ' || coalesce(middle_name, '')"
            "), 'ё', 'е'), '[-''’.,;()[:space:]]+', ' ', 'g')), ' ')",
            persisted=True,
        )
    )

    __table_args__ = (
        CheckConstraint("sex IN ('male', 'female')", name="sex"),
        CheckConstraint("children BETWEEN 0 AND 30", name="children"),
        CheckConstraint("left_on IS NULL OR NOT is_member", name="left"),
        Index("uq_persons_personnel_key", "personnel_key", unique=True, postgresql_where=LIVING),
        Index("ix_persons_sort", "sort_key", "id", postgresql_where=LIVING),
        Index("ix_persons_branch_sort", "branch_id", "sort_key", "id", postgresql_where=LIVING),
        Index("ix_persons_unit_id", "unit_id"),
        Index("ix_persons_assignment_site_id", "assignment_site_id"),
        Index("ix_persons_search_words", "search_words", postgresql_using="gin"),
        Index(
            "ix_persons_phone_trigrams",
            "phone",
            postgresql_using="gin",
            postgresql_ops={"phone": "gin_trgm_ops"},
        ),
    )


class NameWord(Base):
    """Every word of every name, so that a typo is looked up among thousands of words, not in all persons.

    Filled by a trigger (see the first migration). A word that nobody bears any more finds nobody and stays.
    """

    __tablename__ = "name_words"

    word: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)

    __table_args__ = (
        Index(
            "ix_name_words_trigrams",
            "word",
            postgresql_using="gin",
            postgresql_ops={"word": "gin_trgm_ops"},
        ),
    )


class Membership(Identified, Base):
    """A period of membership. An ended one may not know its last day."""

    __tablename__ = "memberships"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    ended: Mapped[bool]
    import_id: Mapped[UUID | None] = mapped_column(index=True)  #: the import that opened the period

    __table_args__ = (
        CheckConstraint("left_on IS NULL OR ended", name="ended"),
        CheckConstraint("joined_on <= left_on", name="order"),
        Index("uq_memberships_open", "person_id", unique=True, postgresql_where=text("NOT ended")),
    )


class HistoryEntry(Identified, Base):
    """One change of one record, for ever: who, when, what was and what became."""

    __tablename__ = "history"

    noun: Mapped[str]  #: person | branch | unit | site | role | grant | account
    subject_id: Mapped[UUID]
    version: Mapped[int]  #: the record's version after the change
    at: Mapped[Moment]
    actor_id: Mapped[UUID | None]  #: None: the platform itself
    act: Mapped[str]
    changed: Mapped[dict[str, Any]]
    import_id: Mapped[UUID | None]

    __table_args__ = (
        Index("ix_history_subject", "subject_id", "version"),
        Index("ix_history_import", "import_id", "noun", postgresql_where=text("import_id IS NOT NULL")),
    )
