"""A tree as CEL, which answers for one person exactly as `to_sql` does for all."""

import json
from datetime import date
from typing import Any

from shared.expressions.conditions import OPPOSITES, Comparison, Condition, Group, Op, values
from shared.expressions.folding import fold
from shared.expressions.vocabulary import Kind


def to_cel(condition: Condition) -> str:
    if isinstance(condition, Comparison):
        return _comparison(condition)
    joint = " && " if condition.quantifier == "all" else " || "
    joined = joint.join(_bracketed(part) for part in condition.parts)
    return f"!({joined})" if condition.quantifier == "none" else joined


def _bracketed(part: Condition) -> str:
    is_joined = isinstance(part, Group) and part.quantifier != "none" and len(part.parts) > 1
    return f"({to_cel(part)})" if is_joined else to_cel(part)


def _comparison(comparison: Comparison) -> str:
    name, op = comparison.name, comparison.op
    if op in OPPOSITES:
        return f"!({_comparison(Comparison(name, OPPOSITES[op], comparison.value))})"
    if op is Op.KNOWN:
        return f"{name.name}.known"
    held = _held(comparison)
    if not name.is_nullable:
        return held
    return f"({name.name}.known && {held})"


def _held(comparison: Comparison) -> str:
    """The comparison of a value that is known."""
    name, kind = comparison.name.name, comparison.name.kind
    subject = f"{name}.folded()" if kind is Kind.TEXT else name
    literals = [_literal(kind, value) for value in values(comparison)]
    match comparison.op:
        case Op.EQUALS:
            return f"{subject} == {literals[0]}"
        case Op.AT_LEAST:
            return f"{subject} >= {literals[0]}"
        case Op.AT_MOST:
            return f"{subject} <= {literals[0]}"
        case Op.BETWEEN:
            return f"{subject} >= {literals[0]} && {subject} <= {literals[1]}"
        case Op.CONTAINS:
            return f"{subject}.contains({literals[0]})"
        case Op.STARTS_WITH:
            return f"{subject}.startsWith({literals[0]})"
        case Op.IN:
            return f"{subject} in [{', '.join(literals)}]"
        case _:
            return f"{literals[0]} in {subject}"


def _literal(kind: Kind, value: Any) -> str:
    if kind is Kind.FLAG:
        return "true" if value else "false"
    if kind is Kind.NUMBER:
        return str(value)
    if kind is Kind.DATE:
        assert isinstance(value, date)
        return f'timestamp("{value.isoformat()}T00:00:00Z")'
    return json.dumps(fold(value) if kind is Kind.TEXT else str(value), ensure_ascii=False)
