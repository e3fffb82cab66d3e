"""A tree is read strictly: each fault has its place, and what was read says the same in CEL and in words."""

from typing import Any
from uuid import UUID

import pytest

from shared.errors import InvalidInput
from shared.expressions.cel import Expressions
from shared.expressions.conditions import MOST_COMPARISONS, MOST_DEPTH, Op, comparisons, operators, read
from shared.expressions.describe import describe
from shared.expressions.to_cel import to_cel
from tests.shared.expressions.names import VOCABULARY

BRANCH = "01a208e9-281a-721e-a3cf-ed0c4655ee04"


def leaf(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": f"person.{field}", "op": op} | ({} if value is None else {"value": value})


def faults(tree: Any) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(InvalidInput) as refusal:
        read(tree, VOCABULARY, loc=("c",))
    assert all(
        error.message.render("ru", error.params) != error.message.render("en", error.params)
        for error in refusal.value.errors
    )
    return [(error.loc, error.code) for error in refusal.value.errors]


@pytest.mark.parametrize(
    ("tree", "loc", "code"),
    [
        ([], ("c",), "not_a_condition"),
        ("person.age", ("c",), "not_a_condition"),
        ({"all": [], "any": []}, ("c",), "not_a_condition"),
        ({"field": "person.age", "op": "equals", "value": 1, "extra": 1}, ("c",), "not_a_condition"),
        ({"all": []}, ("c", "all"), "empty_group"),
        ({"any": {"field": "person.age"}}, ("c", "any"), "empty_group"),
        ({"all": [leaf("agee", "equals", 1)]}, ("c", "all", 0, "field"), "unknown_name"),
        ({"field": 5, "op": "equals"}, ("c", "field"), "unknown_name"),
        (leaf("age", "contains", 1), ("c", "op"), "unknown_operator"),
        (leaf("is_member", "known"), ("c", "op"), "unknown_operator"),
        ({"field": "person.age", "op": ["equals"]}, ("c", "op"), "unknown_operator"),
        (leaf("age", "equals", "40"), ("c", "value"), "wrong_value"),
        (leaf("age", "equals", True), ("c", "value"), "wrong_value"),
        (leaf("age", "equals", 10**30), ("c", "value"), "wrong_value"),
        (leaf("age", "equals"), ("c", "value"), "wrong_value"),
        (leaf("is_member", "equals", 1), ("c", "value"), "wrong_value"),
        (leaf("city", "equals", " "), ("c", "value"), "wrong_value"),
        (leaf("city", "equals", "а\x00б"), ("c", "value"), "wrong_value"),
        (leaf("city", "equals", "\ud800"), ("c", "value"), "wrong_value"),
        (leaf("city", "in", ["а"] * 201), ("c", "value"), "not_a_list"),
        (leaf("city", "in", []), ("c", "value"), "not_a_list"),
        (leaf("city", "in", ["а", 1]), ("c", "value", 1), "wrong_value"),
        (leaf("age", "between", [5, 3]), ("c", "value"), "not_a_pair"),
        (leaf("age", "between", [5]), ("c", "value"), "not_a_pair"),
        (leaf("born_on", "at_least", "29.02.1984"), ("c", "value"), "wrong_value"),
        (leaf("colour", "equals", "green"), ("c", "value"), "unknown_choice"),
        (leaf("branch_id", "equals", "Курское"), ("c", "value"), "wrong_value"),
        (leaf("age", "known", 1), ("c", "value"), "needless_value"),
    ],
)
def test_a_fault_is_refused_with_its_place(tree: Any, loc: tuple[str | int, ...], code: str) -> None:
    assert faults(tree) == [(loc, code)]


def test_all_faults_are_told_at_once() -> None:
    assert len(faults({"all": [leaf("agee", "equals", 1), leaf("age", "has", 1), leaf("age", "equals", "x")]})) == 3


def test_depth_and_size_are_bounded() -> None:
    deep: dict[str, Any] = leaf("age", "equals", 1)
    for _ in range(MOST_DEPTH):
        deep = {"none": [deep]}
    Expressions(VOCABULARY).compile(to_cel(read(deep, VOCABULARY)))
    assert faults({"none": [deep]})[0][1] == "too_deep"
    many = [leaf("age", "not_equals", number) for number in range(MOST_COMPARISONS)]
    for quantifier in ("all", "any", "none"):
        Expressions(VOCABULARY).compile(to_cel(read({quantifier: many}, VOCABULARY)))
    assert faults({"all": [*many, *many, *many]}) == [(("c", "all", MOST_COMPARISONS), "too_many")]


def test_a_condition_is_written_as_cel_and_told_in_words() -> None:
    tree = {
        "all": [
            leaf("is_member", "equals", True),
            {"any": [leaf("age", "at_most", 35), leaf("city", "in", ["Курск", "Орёл"])]},
            {"none": [leaf("branch_id", "equals", BRANCH), leaf("roles", "has", "red")]},
            leaf("born_on", "between", ["1980-01-01", "1989-12-31"]),
        ]
    }
    condition = read(tree, VOCABULARY)
    assert to_cel(condition) == (
        "person.is_member == true"
        " && ((person.age.known && person.age <= 35)"
        ' || (person.city.known && person.city.folded() in ["курск", "орел"]))'
        f' && !((person.branch_id.known && person.branch_id == "{BRANCH}") || "red" in person.roles)'
        ' && (person.born_on.known && person.born_on >= timestamp("1980-01-01T00:00:00Z")'
        ' && person.born_on <= timestamp("1989-12-31T00:00:00Z"))'
    )
    names = {UUID(BRANCH): "Курское"}
    assert describe(condition, "ru", names) == (
        "член профсоюза — да и (возраст, лет — не больше 35 или город — одно из: Курск, Орёл)"
        " и неверно, что (отделение — Курское или роли — есть «красный»)"
        " и дата рождения — с 01.01.1980 по 31.12.1989"
    )
    assert "it is not so that (отделение is a removed record" in describe(condition, "en", {})


def test_every_operator_of_every_name_can_be_compiled_and_told() -> None:
    samples: dict[str, Any] = {
        "flag": True, "number": 3, "text": 'О"Нил\\', "date": "2026-11-23", "choice": "red", "choices": "red",
        "reference": BRANCH,
    }  # fmt: skip
    expressions = Expressions(VOCABULARY)
    for name in VOCABULARY:
        for op in operators(name):
            value = samples[name.kind]
            if op in (Op.IN, Op.NOT_IN, Op.BETWEEN):
                value = [value, value]
            tree = leaf(name.name.removeprefix("person."), op, None if op in (Op.KNOWN, Op.UNKNOWN) else value)
            condition = read(tree, VOCABULARY)
            expressions.compile(to_cel(condition))
            assert [one.name for one in comparisons(condition)] == [name]
            for locale in ("ru", "en"):
                assert "{" not in describe(condition, locale, {})
