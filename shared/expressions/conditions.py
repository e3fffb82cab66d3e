"""A condition as a tree of plain comparisons, read from JSON and checked against a vocabulary.

{"all": [{"field": "person.is_member", "op": "equals", "value": true},
         {"any": [{"field": "person.age", "op": "at_most", "value": 35},
                  {"field": "person.city", "op": "in", "value": ["Курчатов", "Курск"]}]}]}

`all`: every one holds; `any`: at least one; `none`: not one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal
from uuid import UUID

from shared.errors import FieldError, InvalidInput
from shared.expressions import texts
from shared.expressions.vocabulary import Kind, Name, Vocabulary
from shared.i18n import Text

MOST_DEPTH: Final = 6
MOST_COMPARISONS: Final = 60
MOST_VALUES: Final = 200
LONGEST_TEXT: Final = 200
LARGEST_NUMBER: Final = 1_000_000

Value = bool | int | str | date | UUID | tuple[Any, ...] | None
Loc = tuple[str | int, ...]


class Op(StrEnum):
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"  #: both ends belong to it
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    IN = "in"
    NOT_IN = "not_in"
    HAS = "has"
    HAS_NOT = "has_not"
    KNOWN = "known"
    UNKNOWN = "unknown"


_OPS: Mapping[Kind, tuple[Op, ...]] = {
    Kind.FLAG: (Op.EQUALS,),
    Kind.NUMBER: (Op.EQUALS, Op.NOT_EQUALS, Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN),
    Kind.TEXT: (Op.EQUALS, Op.NOT_EQUALS, Op.CONTAINS, Op.STARTS_WITH, Op.IN, Op.NOT_IN),
    Kind.DATE: (Op.EQUALS, Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN),
    Kind.CHOICE: (Op.EQUALS, Op.NOT_EQUALS, Op.IN, Op.NOT_IN),
    Kind.CHOICES: (Op.HAS, Op.HAS_NOT),
    Kind.REFERENCE: (Op.EQUALS, Op.NOT_EQUALS, Op.IN, Op.NOT_IN),
}
#: An operator that is the exact opposite of another, unknown values included.
OPPOSITES: Final = {
    Op.NOT_EQUALS: Op.EQUALS,
    Op.NOT_IN: Op.IN,
    Op.HAS_NOT: Op.HAS,
    Op.UNKNOWN: Op.KNOWN,
}


def operators(name: Name) -> tuple[Op, ...]:
    """What may be asked of a name."""
    return (*_OPS[name.kind], Op.KNOWN, Op.UNKNOWN) if name.is_nullable else _OPS[name.kind]


@dataclass(frozen=True, slots=True)
class Comparison:
    name: Name
    op: Op
    value: Value  #: a tuple for IN, NOT_IN and BETWEEN; None for KNOWN and UNKNOWN


@dataclass(frozen=True, slots=True)
class Group:
    quantifier: Literal["all", "any", "none"]
    parts: "tuple[Condition, ...]"


Condition = Comparison | Group


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """All comparisons of a tree, from left to right."""
    if isinstance(condition, Comparison):
        yield condition
        return
    for part in condition.parts:
        yield from comparisons(part)


def read(tree: Any, vocabulary: Vocabulary, *, loc: Loc = ("body", "condition")) -> Condition:
    """The condition that a JSON tree means. Raises InvalidInput with the place of each fault."""
    reader = _Reader(vocabulary)
    condition = reader.read(tree, loc, depth=1)
    if reader.errors or condition is None:
        raise InvalidInput(errors=reader.errors[:20])
    return condition


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._seen = 0
        self.errors: list[FieldError] = []

    def read(self, tree: Any, loc: Loc, *, depth: int) -> Condition | None:
        if not isinstance(tree, Mapping):
            return self._refuse(loc, "not_a_condition", texts.NOT_A_CONDITION)
        keys = set(tree)
        for quantifier in ("all", "any", "none"):
            if keys == {quantifier}:
                return self._group(quantifier, tree[quantifier], (*loc, quantifier), depth=depth)
        if "field" in keys and keys <= {"field", "op", "value"}:
            return self._comparison(tree, loc)
        return self._refuse(loc, "not_a_condition", texts.NOT_A_CONDITION)

    def _group(
        self, quantifier: Literal["all", "any", "none"], parts: Any, loc: Loc, *, depth: int
    ) -> Condition | None:
        if not isinstance(parts, list) or not parts:
            return self._refuse(loc, "empty_group", texts.EMPTY_GROUP)
        if depth > MOST_DEPTH:
            return self._refuse(loc, "too_deep", texts.TOO_DEEP, most=MOST_DEPTH)
        read = []
        for place, part in enumerate(parts):
            if self._seen > MOST_COMPARISONS:
                return None
            read.append(self.read(part, (*loc, place), depth=depth + 1))
        return Group(quantifier, tuple(part for part in read if part is not None))

    def _comparison(self, tree: Mapping[str, Any], loc: Loc) -> Condition | None:
        self._seen += 1
        if self._seen > MOST_COMPARISONS:
            return self._refuse(loc, "too_many", texts.TOO_MANY, most=MOST_COMPARISONS)
        field = tree["field"]
        name = self._vocabulary.find(field) if isinstance(field, str) else None
        if name is None:
            nearest = self._vocabulary.nearest(field) if isinstance(field, str) else None
            if nearest is None:
                return self._refuse((*loc, "field"), "unknown_name", texts.UNKNOWN_NAME)
            return self._refuse(
                (*loc, "field"), "unknown_name", texts.UNKNOWN_NAME_LIKE, name=nearest.name, label=nearest.label
            )
        op = next((op for op in operators(name) if op == tree.get("op")), None)
        if op is None:
            known = ", ".join(operators(name))
            return self._refuse((*loc, "op"), "unknown_operator", texts.UNKNOWN_OP, label=name.label, known=known)
        return self._with_value(name, op, tree, (*loc, "value"))

    def _with_value(self, name: Name, op: Op, tree: Mapping[str, Any], loc: Loc) -> Condition | None:
        value = tree.get("value")
        if op in (Op.KNOWN, Op.UNKNOWN):
            if value is not None:
                return self._refuse(loc, "needless_value", texts.NEEDLESS_VALUE)
            return Comparison(name, op, None)
        if op is Op.BETWEEN:
            return self._between(name, value, loc)
        if op in (Op.IN, Op.NOT_IN):
            if not isinstance(value, list) or not 1 <= len(value) <= MOST_VALUES:
                return self._refuse(loc, "not_a_list", texts.NOT_A_LIST, most=MOST_VALUES)
            read = [self._value(name, one, (*loc, place)) for place, one in enumerate(value)]
            return Comparison(name, op, tuple(read))
        return Comparison(name, op, self._value(name, value, loc))

    def _between(self, name: Name, value: Any, loc: Loc) -> Condition | None:
        if not isinstance(value, list) or len(value) != 2:
            return self._refuse(loc, "not_a_pair", texts.NOT_A_PAIR)
        low, high = (self._value(name, one, (*loc, place)) for place, one in enumerate(value))
        if low is not None and high is not None and low > high:  # type: ignore[operator]  # both of one type
            return self._refuse(loc, "not_a_pair", texts.NOT_A_PAIR)
        return Comparison(name, Op.BETWEEN, (low, high))

    def _value(self, name: Name, value: Any, loc: Loc) -> Value:
        read: Value = _READERS[name.kind](value)
        if read is None:
            self._refuse(loc, "wrong_value", texts.WRONG_VALUE[name.kind], label=name.label)
        elif name.choices and read not in {choice.value for choice in name.choices}:
            known = ", ".join(choice.value for choice in name.choices)
            self._refuse(loc, "unknown_choice", texts.UNKNOWN_CHOICE, known=known)
        return read

    def _refuse(self, loc: Loc, code: str, text: Text, **params: Any) -> Condition | None:
        self.errors.append(FieldError(loc, code, text, params))
        return None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
    return value if is_number else None


def _text(value: Any) -> str | None:
    """One line of what people can type: no control signs, no half of a pair."""
    if not isinstance(value, str):
        return None
    line = " ".join(value.split())
    return line if 0 < len(line) <= LONGEST_TEXT and line.isprintable() else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _reference(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


_READERS: Mapping[Kind, Any] = {
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.CHOICE: _text,
    Kind.CHOICES: _text,
    Kind.REFERENCE: _reference,
}


def values(comparison: Comparison) -> Sequence[Any]:
    """The values of a comparison, one or several."""
    if comparison.value is None:
        return ()
    return comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
