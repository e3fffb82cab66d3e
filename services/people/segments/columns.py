"""The names of `domain.facts` as SQL over `persons`, exactly as `facts_of` answers for one person."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, case, cast, exists, func, select
from sqlalchemy.orm import aliased

from services.people.models import Absence, Consent, Grant, Person, Role, Site
from shared.expressions.to_sql import Columns


def person_columns(today: date) -> Columns:
    """`today`: the union's date, on which ages, roles and absences are reckoned."""
    return {
        "person.is_member": Person.is_member.expression,
        "person.branch_id": Person.branch_id.expression,
        "person.unit_id": Person.unit_id.expression,
        "person.position": Person.position.expression,
        "person.city": Person.city.expression,
        "person.roles": lambda code: has_role(code, today),
        "person.joined_on": Person.joined_on.expression,
        "person.left_on": Person.left_on.expression,
        "person.years_of_membership": case((Person.is_member, _full_years(Person.joined_on, today))),
        "person.is_on_assignment": Person.assignment_site_id.is_not(None),
        "person.assignment_site_id": Person.assignment_site_id.expression,
        "person.assignment_country": country(),
        "person.is_absent": is_absent(today),
        "person.consents": has_consent,
        "person.age": _full_years(Person.birth_date, today),
        "person.birth_date": Person.birth_date.expression,
        "person.birth_month": cast(_part("month", Person.birth_date), Integer),
        "person.sex": Person.sex.expression,
        "person.children": Person.children.expression,
        "person.subscribed_to_news": Person.subscribed_to_news.expression,
    }


def country() -> ColumnElement[Any]:
    """The country of the site where the person is away."""
    return select(Site.country).where(Site.id == Person.assignment_site_id).correlate(Person).scalar_subquery()


def has_role(code: str, today: date) -> ColumnElement[bool]:
    return Person.id.in_(holders(today).where(Role.code == code))


def holders(today: date) -> Select[*tuple[Any, ...]]:
    """Who holds a role today; the caller says which."""
    return (
        select(Grant.person_id)
        .join(Role, Role.id == Grant.role_id)
        .where(Grant.withdrawn_at.is_(None), Grant.valid_from <= today)
        .where(func.coalesce(Grant.valid_to, today) >= today)
    )


def is_absent(today: date) -> ColumnElement[bool]:
    away = select(Absence.person_id).where(Absence.cancelled_at.is_(None))
    return Person.id.in_(away.where(Absence.first_day <= today, Absence.last_day >= today))


def has_consent(kind: str) -> ColumnElement[bool]:
    return Person.id.in_(select(Consent.person_id).where(Consent.kind == kind, Consent.given, _is_latest()))


def given_consents(person_id: UUID) -> Select[*tuple[Any, ...]]:
    """The kinds to which a person agrees now."""
    return select(Consent.kind).where(Consent.person_id == person_id, Consent.given, _is_latest())


def _is_latest() -> ColumnElement[bool]:
    """No later statement of the person on the same kind."""
    later = aliased(Consent)
    return ~exists().where(later.person_id == Consent.person_id, later.kind == Consent.kind, later.id > Consent.id)


def _full_years(since: Any, today: date) -> ColumnElement[int]:
    day_of_year = _part("month", since) * 100 + _part("day", since)
    begun = case((day_of_year <= today.month * 100 + today.day, 0), else_=1)
    return cast(today.year - _part("year", since) - begun, Integer)


def _part(field: str, day: Any) -> ColumnElement[int]:
    """date_part and not EXTRACT: that one is numeric, and three times as slow."""
    return func.date_part(field, day, type_=Integer())
