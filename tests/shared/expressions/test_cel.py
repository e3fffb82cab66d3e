"""An expression is checked when it is saved: a typo, a wrong type and an endless loop never reach a robot at night."""

from datetime import date
from typing import Any

import pytest

from shared.expressions.cel import LONGEST, ExpressionRefused, Expressions, Problem
from tests.shared.expressions.names import VOCABULARY

EXPRESSIONS = Expressions(VOCABULARY)


def refused(text: str, **options: Any) -> Problem:
    with pytest.raises(ExpressionRefused) as refusal:
        EXPRESSIONS.compile(text, **options)
    return refusal.value.problems[0]


def test_a_typo_is_refused_with_its_place_and_the_name_that_was_meant() -> None:
    problem = refused("person.is_member &&\n  person.agee > 3")
    assert (problem.code, problem.line, problem.column) == ("unknown_name", 2, 3)
    assert problem.render("ru") == "Имени «person.agee» нет. Может быть, person.age (возраст)?"
    assert problem.render("en") == "There is no “person.agee”. Did you mean person.age?"


def test_the_place_of_a_fault_counts_letters_not_bytes() -> None:
    problem = refused("person.city == 'Нижний Новгород' && person.agw == 1")
    assert (problem.code, problem.column) == ("unknown_name", 37)


@pytest.mark.parametrize(
    ("text", "code", "column", "words"),
    [
        ("person.age == 'x'", "wrong_type", 12, "Действие «==» не подходит к таким значениям: целое число, текст."),
        ("!person.age", "wrong_type", 1, "Действие «!» не подходит к таким значениям: целое число."),
        ("person.age in ['a']", "wrong_type", 12, "Действие «in» не подходит к таким значениям: целое число, список."),
        ("person.age +", "syntax", 13, "Выражение оборвано: допишите его."),
        ("person.is_member & true", "syntax", 18, "Здесь лишний или неверный знак."),
        ("совсем другое", "syntax", 1, "Здесь лишний или неверный знак."),
        ("(" * 40 + "true" + ")" * 40, "too_deep", 0, "Слишком много вложенных скобок."),
        (" ", "empty", 0, "Выражение пустое."),
        ("true ||" + " " * LONGEST + "true", "too_long", 0, "Выражение длиннее 4000 знаков."),
        ("person.age", "wrong_result", 0, "должно давать значение вида «да или нет», а даёт «целое число»"),
        ("__import__('os')", "unknown_name", 1, "Имени «__import__» нет."),
    ],
)
def test_what_cannot_be_saved_says_why_in_russian(text: str, code: str, column: int, words: str) -> None:
    problem = refused(text)
    assert problem.code == code
    assert words in problem.render("ru")
    assert problem.render("en")
    if column:
        assert problem.column == column


def test_an_expression_may_give_something_else_than_yes_or_no_when_that_is_asked() -> None:
    assert EXPRESSIONS.compile("person.age + 1", result="int").evaluate({"person.age": 41}).value == 42
    assert refused("person.is_member", result="int").code == "wrong_result"


def test_a_compiled_expression_is_remembered() -> None:
    assert EXPRESSIONS.compile("person.age > 77") is EXPRESSIONS.compile("person.age > 77")


def test_values_of_every_kind_are_compared() -> None:
    facts = {
        "person.is_member": True,
        "person.age": 40,
        "person.city": "ЁЛКИНО",
        "person.born_on": date(1984, 2, 29),
        "person.colour": "red",
        "person.roles": {"red", "blue"},
    }
    for text in (
        "person.is_member && person.age >= 40",
        "person.city.folded() == 'елкино'",
        "person.born_on < timestamp('1984-03-01T00:00:00Z')",
        "person.colour == 'red' && 'blue' in person.roles",
        "!person.branch_id.known",
    ):
        assert EXPRESSIONS.compile(text).evaluate(facts).holds, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("person.age > 3", "unknown_value"),
        ("1 / (1 - 1) == 1", "divided_by_zero"),
        ("9223372036854775807 + (person.is_member ? 1 : 2) > 0", "overflow"),
        ("timestamp('never') == timestamp('never')", "not_evaluated"),
    ],
)
def test_an_error_is_a_value_and_such_a_condition_does_not_hold(text: str, code: str) -> None:
    outcome = EXPRESSIONS.compile(text).evaluate({"person.is_member": True})
    assert outcome.problem is not None
    assert outcome.problem.code == code
    assert outcome.problem.render("ru") != outcome.problem.render("en")
    assert not outcome.holds


def test_a_loop_over_loops_is_cut_off_by_its_budget() -> None:
    many = ",".join(str(number) for number in range(250))
    text = f"[{many}].all(a, [{many}].all(b, [{many}].all(c, a + b + c >= 0)))"
    outcome = EXPRESSIONS.compile(text).evaluate({})
    assert outcome.problem is not None
    assert outcome.problem.code == "budget"
