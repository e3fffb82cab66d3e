"""CEL (cel.dev) behind our own words: declared names, faults with their place, errors as values, a budget.

The library is young and speaks English of its own; nothing outside this module knows it. Loading it costs a process
about 14 MiB, so it is imported with the first expression.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from shared.expressions import texts
from shared.expressions.folding import fold
from shared.expressions.vocabulary import Kind, Name, Vocabulary
from shared.i18n import Locale, Text

LONGEST: Final = 4_000  #: characters of an expression
_REMEMBERED: Final = 512  #: compiled expressions of one vocabulary; compiling costs 25 µs, and much more for long ones

_TYPES: Mapping[Kind, str] = {
    Kind.FLAG: "bool",
    Kind.NUMBER: "int",
    Kind.TEXT: "string",
    Kind.DATE: "timestamp",
    Kind.CHOICE: "string",
    Kind.CHOICES: "list",
    Kind.REFERENCE: "string",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. `line` and `column` count from 1; 0: the expression as a whole."""

    code: str
    text: Text
    params: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0
    column: int = 0

    def render(self, locale: Locale) -> str:
        return self.text.render(locale, self.params)


class ExpressionRefused(ValueError):
    """The expression cannot be saved."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].code)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Outcome:
    """`value`, or, when it could not be had, `problem`."""

    value: Any = None
    problem: Problem | None = None

    @property
    def holds(self) -> bool:
        """Whether a condition is true; one that could not be evaluated does not hold."""
        return self.problem is None and self.value is True


class Expression:
    """A compiled expression; made by `Expressions.compile`."""

    def __init__(self, vocabulary: Vocabulary, compiled: Any, text: str) -> None:
        self._compiled, self.text = compiled, text
        self._names = [name for name in vocabulary if name.name in text]  # what it may ask, and perhaps one more

    def evaluate(self, facts: Mapping[str, Any]) -> Outcome:
        """`facts`: {declared name: value, None when unknown}. Never raises for what an expression does."""
        try:
            result = self._compiled.eval(data=_activation(self._names, facts))
        except RuntimeError as error:  # the budget of iterations
            return Outcome(problem=_evaluation_problem(str(error)))
        if result.type().name() == "ERROR":
            return Outcome(problem=_evaluation_problem(str(result.value())))
        return Outcome(value=result.plain_value())


class Expressions:
    """Compiles expressions over one vocabulary and remembers them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._environment: Any = None
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._compile)

    def compile(self, text: str, *, result: str = "bool") -> Expression:
        """`result`: the CEL type that it must give, such as "bool" or "string". Raises ExpressionRefused."""
        return self._remembered(text, result)

    def _compile(self, text: str, result: str) -> Expression:
        if not text.strip():
            raise ExpressionRefused(Problem("empty", texts.EMPTY))
        if len(text) > LONGEST:
            raise ExpressionRefused(Problem("too_long", texts.TOO_LONG, {"most": LONGEST}))
        self._environment = self._environment or _environment(self._vocabulary)
        try:
            compiled = self._environment.compile(text)
        except RuntimeError as error:
            raise ExpressionRefused(*_problems(str(error), text, self._vocabulary)) from None
        given = compiled.return_type().name().lower()
        if given != result:
            wanted = {"wanted": _type(result), "given": _type(given)}
            raise ExpressionRefused(Problem("wrong_result", texts.WRONG_RESULT, wanted))
        return Expression(self._vocabulary, compiled, text)


def _environment(vocabulary: Vocabulary) -> Any:
    from cel_expr_python import cel

    kinds = {
        "bool": cel.Type.BOOL,
        "int": cel.Type.INT,
        "string": cel.Type.STRING,
        "timestamp": cel.Type.TIMESTAMP,
        "list": cel.Type.List(cel.Type.STRING),
    }
    variables = {name.name: kinds[_TYPES[name.kind]] for name in vocabulary}
    variables |= {f"{name.name}.known": cel.Type.BOOL for name in vocabulary if name.is_nullable}
    string = cel.Type.STRING
    overload = cel.Overload("string_folded", string, [string], True, fold)
    return cel.NewEnv(variables=variables, functions=[cel.FunctionDecl("folded", [overload])])


def _activation(names: Iterable[Name], facts: Mapping[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name in names:
        value = facts.get(name.name)
        if name.is_nullable:
            data[f"{name.name}.known"] = value is not None
        if value is not None:
            data[name.name] = _wire(value)
        elif name.kind is Kind.CHOICES:
            data[name.name] = []
    return data


def _wire(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(str(item) for item in value)
    return value


_PLACE = re.compile(r"^(?:\w+: )?ERROR: <input>:(-?\d+):(-?\d+): (.*)$", re.MULTILINE)
_NAME = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"no matching overload for '([^']*)' applied to '\((.*)\)'")


def _problems(message: str, text: str, vocabulary: Vocabulary) -> list[Problem]:
    """CEL's faults in our words; the first three, since the others mostly follow from them."""
    found = [
        _problem(what, max(int(line), 0), max(int(column), 0), text, vocabulary)
        for line, column, what in _PLACE.findall(message)
    ]
    if found:
        return found[:3]
    if "recursion" in message:
        return [Problem("too_deep", texts.CEL_TOO_DEEP)]
    return [Problem("not_compiled", texts.NOT_COMPILED)]


def _problem(what: str, line: int, column: int, text: str, vocabulary: Vocabulary) -> Problem:
    if "recursion depth" in what:
        return Problem("too_deep", texts.CEL_TOO_DEEP)
    if name := _NAME.search(what):
        # CEL points at the last dot of a name; people look for its beginning.
        start = _start_of(name[1], text, line, column)
        nearest = vocabulary.nearest(name[1])
        if nearest is None:
            return Problem("unknown_name", texts.UNDECLARED, {"name": name[1]}, line, start)
        params = {"name": name[1], "nearest": nearest.name, "label": nearest.label}
        return Problem("unknown_name", texts.UNDECLARED_LIKE, params, line, start)
    if overload := _OVERLOAD.search(what):
        operator = texts.OPERATORS.get(overload[1], overload[1])
        types = [_type(part) for part in re.split(r", (?![^(]*\))", overload[2])]
        params = {"operator": operator, "types": lambda locale: ", ".join(one.render(locale) for one in types)}
        return Problem("wrong_type", texts.NO_OVERLOAD, params, line, column)
    if "'<EOF>'" in what and "mismatched" in what:
        return Problem("syntax", texts.SYNTAX_END, {}, line, column)
    return Problem("syntax", texts.SYNTAX, {}, line, column)


def _start_of(name: str, text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return column
    found = lines[line - 1].rfind(name, 0, column + len(name))
    return found + 1 if found >= 0 else column


def _type(name: str) -> Text:
    return texts.TYPES.get(name.partition("(")[0].rpartition(".")[2].lower(), Text(ru=name, en=name))


_NO_VALUE = re.compile(r'No value with name "([^"]*)"')


def _evaluation_problem(message: str) -> Problem:
    if missing := _NO_VALUE.search(message):
        return Problem("unknown_value", texts.UNKNOWN_VALUE, {"name": missing[1]})
    for sign, code, text in (
        ("divide by zero", "divided_by_zero", texts.DIVIDED_BY_ZERO),
        ("modulus by zero", "divided_by_zero", texts.DIVIDED_BY_ZERO),
        ("overflow", "overflow", texts.OVERFLOW),
        ("budget exceeded", "budget", texts.BUDGET),
    ):
        if sign in message:
            return Problem(code, text)
    return Problem("not_evaluated", texts.NOT_EVALUATED)
