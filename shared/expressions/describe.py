"""A tree as a sentence: «член профсоюза и (возраст, лет — не больше 35 или город — одно из: Курск, Курчатов)»."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from shared.expressions.conditions import Comparison, Condition, Group, Op, values
from shared.expressions.vocabulary import Kind, Name
from shared.i18n import Locale, Text

_OPS: Mapping[Op, Text] = {
    Op.EQUALS: Text(ru="{label} — {value}", en="{label} is {value}"),
    Op.NOT_EQUALS: Text(ru="{label} — не {value}", en="{label} is not {value}"),
    Op.AT_LEAST: Text(ru="{label} — не меньше {value}", en="{label} is at least {value}"),
    Op.AT_MOST: Text(ru="{label} — не больше {value}", en="{label} is at most {value}"),
    Op.BETWEEN: Text(ru="{label} — от {value} до {second}", en="{label} is between {value} and {second}"),
    Op.CONTAINS: Text(ru="{label} — содержит «{value}»", en="{label} contains “{value}”"),
    Op.STARTS_WITH: Text(ru="{label} — начинается с «{value}»", en="{label} begins with “{value}”"),
    Op.IN: Text(ru="{label} — одно из: {values}", en="{label} is one of: {values}"),
    Op.NOT_IN: Text(ru="{label} — ни одно из: {values}", en="{label} is none of: {values}"),
    Op.HAS: Text(ru="{label} — есть «{value}»", en="{label} include “{value}”"),
    Op.HAS_NOT: Text(ru="{label} — нет «{value}»", en="{label} do not include “{value}”"),
    Op.KNOWN: Text(ru="{label} — указано", en="{label} is known"),
    Op.UNKNOWN: Text(ru="{label} — не указано", en="{label} is not known"),
}
_DATE_OPS: Mapping[Op, Text] = {
    Op.AT_LEAST: Text(ru="{label} — не раньше {value}", en="{label} is not before {value}"),
    Op.AT_MOST: Text(ru="{label} — не позже {value}", en="{label} is not after {value}"),
    Op.BETWEEN: Text(ru="{label} — с {value} по {second}", en="{label} is from {value} to {second}"),
}
_YES, _NO = Text(ru="да", en="yes"), Text(ru="нет", en="no")
_GONE = Text(ru="запись удалена", en="a removed record")
_JOINTS = {"all": Text(ru=" и ", en=" and "), "any": Text(ru=" или ", en=" or "), "none": Text(ru=" или ", en=" or ")}
_NONE = Text(ru="неверно, что ", en="it is not so that ")


def describe(condition: Condition, locale: Locale, names: Mapping[UUID, str]) -> str:
    """`names`: what the records are called that the tree refers to."""
    if isinstance(condition, Comparison):
        return _comparison(condition, locale, names)
    parts = [describe(part, locale, names) for part in condition.parts]
    bracketed = [
        f"({said})" if isinstance(part, Group) and part.quantifier != "none" and len(part.parts) > 1 else said
        for part, said in zip(condition.parts, parts, strict=True)
    ]
    joined = _JOINTS[condition.quantifier].render(locale).join(bracketed)
    return _NONE.render(locale) + f"({joined})" if condition.quantifier == "none" else joined


def _comparison(comparison: Comparison, locale: Locale, names: Mapping[UUID, str]) -> str:
    name, op = comparison.name, comparison.op
    said = [_value(name, value, locale, names) for value in values(comparison)]
    label = f"{name.label.render(locale)}, {name.unit.render(locale)}" if name.unit else name.label.render(locale)
    params = {"label": label, "values": ", ".join(said)}
    params["value"], params["second"] = (said[0] if said else ""), (said[1] if len(said) > 1 else "")
    template = _DATE_OPS.get(op, _OPS[op]) if name.kind is Kind.DATE else _OPS[op]
    return template.render(locale, params)


def _value(name: Name, value: Any, locale: Locale, names: Mapping[UUID, str]) -> str:
    if isinstance(value, bool):
        return (_YES if value else _NO).render(locale)
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y") if locale == "ru" else value.isoformat()
    if isinstance(value, UUID):
        return names.get(value) or _GONE.render(locale)
    known = next((choice.label for choice in name.choices if choice.value == value), None)
    return known.render(locale) if known else str(value)
