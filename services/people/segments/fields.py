"""The fields of a condition as a builder shows them."""

from services.people.domain.facts import PERSON
from services.people.segments.schemas import FieldCard, FieldChoice, Fields
from shared.auth.permissions import PEOPLE_READ_PRIVATE
from shared.auth.principal import Principal
from shared.expressions.conditions import Op, operators
from shared.i18n import Locale, Text

_SOURCES = {"branch": "/api/v1/branches", "unit": "/api/v1/units", "site": "/api/v1/sites", "role": "/api/v1/roles"}
_OPERATORS = {
    Op.EQUALS: Text(ru="равно", en="is"),
    Op.NOT_EQUALS: Text(ru="не равно", en="is not"),
    Op.AT_LEAST: Text(ru="не меньше", en="at least"),
    Op.AT_MOST: Text(ru="не больше", en="at most"),
    Op.BETWEEN: Text(ru="от … до …", en="between"),
    Op.CONTAINS: Text(ru="содержит", en="contains"),
    Op.STARTS_WITH: Text(ru="начинается с", en="begins with"),
    Op.IN: Text(ru="одно из", en="one of"),
    Op.NOT_IN: Text(ru="ни одно из", en="none of"),
    Op.HAS: Text(ru="есть", en="includes"),
    Op.HAS_NOT: Text(ru="нет", en="does not include"),
    Op.KNOWN: Text(ru="указано", en="is known"),
    Op.UNKNOWN: Text(ru="не указано", en="is not known"),
}


def fields_for(principal: Principal, locale: Locale) -> Fields:
    """All fields; private ones only for those who may read them somewhere."""
    private = principal.holds(PEOPLE_READ_PRIVATE)
    items = [
        FieldCard(
            field=name.name,
            label=name.label.render(locale),
            kind=name.kind,
            unit=name.unit.render(locale) if name.unit else None,
            is_private=name.is_private,
            operators=[*operators(name)],
            choices=[FieldChoice(value=one.value, label=one.label.render(locale)) for one in name.choices],
            source=_SOURCES.get(name.refers_to),
        )
        for name in PERSON
        if private or not name.is_private
    ]
    return Fields(items=items, operators={op.value: text.render(locale) for op, text in _OPERATORS.items()})
