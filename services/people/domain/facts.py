"""What a condition may ask of a person, and the answers for one person. `segments/columns.py` has them in SQL."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from services.people.domain.consents import KINDS
from shared.expressions import Choice, Kind, Name, Vocabulary
from shared.i18n import Text

_YEARS = Text(ru="лет", en="years")
_SEXES = (
    Choice("male", Text(ru="мужской", en="male")),
    Choice("female", Text(ru="женский", en="female")),
)

PERSON: Final = Vocabulary(
    [
        Name("person.is_member", Kind.FLAG, Text(ru="член профсоюза", en="member"), is_always_known=True),
        Name("person.branch_id", Kind.REFERENCE, Text(ru="отделение", en="branch"), refers_to="branch"),
        Name("person.unit_id", Kind.REFERENCE, Text(ru="подразделение", en="unit"), refers_to="unit"),
        Name("person.position", Kind.TEXT, Text(ru="должность", en="position")),
        Name("person.city", Kind.TEXT, Text(ru="город", en="city")),
        Name("person.roles", Kind.CHOICES, Text(ru="роли", en="roles"), refers_to="role"),
        Name("person.joined_on", Kind.DATE, Text(ru="дата вступления", en="day of joining")),
        Name("person.left_on", Kind.DATE, Text(ru="дата выхода", en="day of leaving")),
        Name(
            "person.years_of_membership",
            Kind.NUMBER,
            Text(ru="стаж в профсоюзе", en="membership"),
            unit=_YEARS,
        ),
        Name("person.is_on_assignment", Kind.FLAG, Text(ru="в командировке", en="on assignment"), is_always_known=True),
        Name(
            "person.assignment_site_id",
            Kind.REFERENCE,
            Text(ru="площадка командировки", en="site of assignment"),
            refers_to="site",
        ),
        Name("person.assignment_country", Kind.TEXT, Text(ru="страна командировки", en="country of assignment")),
        Name("person.is_absent", Kind.FLAG, Text(ru="отсутствует сегодня", en="absent today"), is_always_known=True),
        Name(
            "person.consents",
            Kind.CHOICES,
            Text(ru="согласия", en="consents"),
            choices=tuple(Choice(kind, label) for kind, label in KINDS.items()),
        ),
        Name("person.age", Kind.NUMBER, Text(ru="возраст", en="age"), is_private=True, unit=_YEARS),
        Name("person.birth_date", Kind.DATE, Text(ru="дата рождения", en="date of birth"), is_private=True),
        Name("person.birth_month", Kind.NUMBER, Text(ru="месяц рождения", en="month of birth"), is_private=True),
        Name("person.sex", Kind.CHOICE, Text(ru="пол", en="sex"), is_private=True, choices=_SEXES),
        Name("person.children", Kind.NUMBER, Text(ru="число детей", en="number of children"), is_private=True),
        Name(
            "person.subscribed_to_news",
            Kind.FLAG,
            Text(ru="подписка на новости", en="subscribed to news"),
            is_private=True,
        ),
    ]
)


def full_years(since: date, today: date) -> int:
    """Whole years; a year that began on 29 February is full on 1 March of common years."""
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def facts_of(
    card: Any, *, today: date, country: str | None, roles: Iterable[str], consents: Iterable[str], is_absent: bool
) -> Mapping[str, Any]:
    """{name: value} for a condition over one person; `card` has the register's columns."""
    born, joined = card.birth_date, card.joined_on
    return {
        "person.is_member": card.is_member,
        "person.branch_id": card.branch_id,
        "person.unit_id": card.unit_id,
        "person.position": card.position,
        "person.city": card.city,
        "person.roles": frozenset(roles),
        "person.joined_on": joined,
        "person.left_on": card.left_on,
        "person.years_of_membership": full_years(joined, today) if joined and card.is_member else None,
        "person.is_on_assignment": card.assignment_site_id is not None,
        "person.assignment_site_id": card.assignment_site_id,
        "person.assignment_country": country,
        "person.is_absent": is_absent,
        "person.consents": frozenset(consents),
        "person.age": full_years(born, today) if born else None,
        "person.birth_date": born,
        "person.birth_month": born.month if born else None,
        "person.sex": card.sex,
        "person.children": card.children,
        "person.subscribed_to_news": card.subscribed_to_news,
    }
