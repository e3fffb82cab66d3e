"""A tree as a SQL condition over columns, two-valued: what is unknown compares as false, as in `to_cel`."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_

from shared.expressions.conditions import OPPOSITES, Comparison, Condition, Op
from shared.expressions.folding import fold, fold_sql
from shared.expressions.vocabulary import Kind

Columns = Mapping[str, ColumnElement[Any] | Callable[[str], ColumnElement[bool]]]
"""{declared name: its column; of a set (CHOICES) the condition that a value is in it}."""


def to_sql(condition: Condition, columns: Columns) -> ColumnElement[bool]:
    if isinstance(condition, Comparison):
        return _comparison(condition, columns)
    parts = [to_sql(part, columns) for part in condition.parts]
    if condition.quantifier == "all":
        return and_(*parts)
    return or_(*parts) if condition.quantifier == "any" else not_(or_(*parts))


def _comparison(comparison: Comparison, columns: Columns) -> ColumnElement[bool]:
    name, op = comparison.name, comparison.op
    if op in OPPOSITES:
        return not_(_comparison(Comparison(name, OPPOSITES[op], comparison.value), columns))
    column = columns[name.name]
    if not isinstance(column, ColumnElement):
        return column(str(comparison.value))
    if op is Op.KNOWN:
        return column.is_not(None)
    held = _held(comparison, column)
    return func.coalesce(held, False) if name.is_nullable else held


def _held(comparison: Comparison, column: ColumnElement[Any]) -> ColumnElement[bool]:
    value: Any = comparison.value
    if comparison.name.kind is Kind.TEXT:
        column = fold_sql(column)
        value = tuple(fold(one) for one in value) if isinstance(value, tuple) else fold(value)
    held: ColumnElement[bool]
    match comparison.op:
        case Op.EQUALS:
            held = column == value
        case Op.AT_LEAST:
            held = column >= value
        case Op.AT_MOST:
            held = column <= value
        case Op.BETWEEN:
            held = column.between(*value)
        case Op.CONTAINS:
            held = column.contains(value, autoescape=True)
        case Op.STARTS_WITH:
            held = column.startswith(value, autoescape=True)
        case _:
            held = column.in_(value)
    return held
