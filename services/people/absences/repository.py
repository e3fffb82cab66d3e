"""SQL of absences."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.people.absences.schemas import AbsenceQuery
from services.people.domain.absences import Away
from services.people.models import Absence, Person
from shared.auth.permissions import PEOPLE_READ
from shared.auth.principal import Principal
from shared.db.scope import in_scope
from shared.web.listing import Sorting, paginate

AnyRow = Row[*tuple[Any, ...]]
Found = tuple[Sequence[AnyRow], str | None, int | None]
"""Rows of a page, its next cursor, the total when asked."""

_Substitute = aliased(Person)


def _name(person: Any) -> ColumnElement[str]:
    return func.concat_ws(" ", person.last_name, person.first_name, person.middle_name)


_ABSENCES = (
    select(
        Absence.id, Absence.version, Absence.person_id, _name(Person).label("person_name"), Person.branch_id,
        Absence.first_day, Absence.last_day, Absence.kind, Absence.substitute_id,
        _name(_Substitute).label("substitute_name"), Absence.cancelled_at, Absence.created_at, Absence.updated_at,
    )
    .join(Person, Person.id == Absence.person_id)
    .outerjoin(_Substitute, _Substitute.id == Absence.substitute_id)
    .where(Person.removed_at.is_(None))
)  # fmt: skip
_SORTING = Sorting({"first_day": Absence.first_day.expression}, Absence.id.expression, "first_day")


def visible(principal: Principal) -> ColumnElement[bool]:
    """One's own, those one stands in for, and those of people whom one may read."""
    return or_(
        Absence.person_id == principal.id,
        Absence.substitute_id == principal.id,
        in_scope(Person.branch_id, principal.scope(PEOPLE_READ)),
    )


async def absence(session: AsyncSession, absence_id: UUID, principal: Principal) -> AnyRow | None:
    statement = _ABSENCES.where(Absence.id == absence_id, visible(principal))
    return (await session.execute(statement)).one_or_none()


async def listed(session: AsyncSession, query: AbsenceQuery, principal: Principal) -> Found:
    statement = _ABSENCES.where(visible(principal))
    if not query.cancelled:
        statement = statement.where(Absence.cancelled_at.is_(None))
    for column, wanted in (
        (Absence.person_id, query.person_id),
        (Absence.substitute_id, query.substitute_id),
        (Person.branch_id, query.branch_id),
    ):
        if wanted is not None:
            statement = statement.where(column == wanted)
    if query.on is not None:
        statement = statement.where(Absence.first_day <= query.on, Absence.last_day >= query.on)
    if query.since is not None:
        statement = statement.where(Absence.last_day >= query.since)
    return await paginate(session, statement, query=query, sorting=_SORTING)


async def one_writer(session: AsyncSession) -> None:
    """Absences are written one after the other: a circle may close over people of whom no two share a row."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('profkom.people.absences'))"))


async def sharing_days(
    session: AsyncSession, first: date, last: date, *, without: UUID | None, person_id: UUID | None = None
) -> Sequence[Absence]:
    """The standing absences that share a day with these days; `without`: all but this one."""
    statement = select(Absence).where(
        Absence.cancelled_at.is_(None), Absence.first_day <= last, Absence.last_day >= first
    )
    if without is not None:
        statement = statement.where(Absence.id != without)
    if person_id is not None:
        statement = statement.where(Absence.person_id == person_id)
    return (await session.scalars(statement)).all()


async def away_on(session: AsyncSession, day: date) -> list[Away]:
    columns = (Absence.person_id, Absence.first_day, Absence.last_day, Absence.substitute_id)
    statement = select(*columns).where(
        Absence.cancelled_at.is_(None), Absence.first_day <= day, Absence.last_day >= day
    )
    return [Away(*row) for row in (await session.execute(statement)).all()]


async def of(session: AsyncSession, person_id: UUID) -> Sequence[Absence]:
    """All of a person, cancelled ones too."""
    return (await session.scalars(select(Absence).where(Absence.person_id == person_id))).all()


async def substituted_by(session: AsyncSession, person_id: UUID, *, since: date) -> Sequence[Absence]:
    """The standing absences, ending on the day or later, in which the person acts for others."""
    statement = select(Absence).where(Absence.substitute_id == person_id, Absence.cancelled_at.is_(None))
    return (await session.scalars(statement.where(Absence.last_day >= since))).all()
