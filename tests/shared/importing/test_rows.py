"""Rows that are no records, and rows that are one record."""

from typing import Any

import pytest

from shared.i18n import Text
from shared.importing import FieldSpec, TableSpec
from tests.shared.importing.books import Reading, read, xlsx
from tests.shared.importing.tables import JOURNAL, REGISTER

HEADINGS = ["Таб. №", "ФИО", "Отделение", "Телефон", "Детей"]
ANNA: list[Any] = [100001, "Иванова Анна Петровна", "Курское", "89000000001", 2]
BORIS: list[Any] = [100002, "Белов Борис Ильич", "Курское", "89000000002", None]


def register(*rows: list[Any], merges: tuple[str, ...] = ()) -> Reading:
    return read(xlsx(HEADINGS, *rows, merges=merges), REGISTER)


@pytest.mark.parametrize(
    "total",
    [["Итого:", 2], [None, "Итого: 2 чел."], ["ВСЕГО", None, None, None, 2], ["Итого по отделению «Курское»", 2],
     [None, None, None, "Общее количество членов: 2"], [None, None, None, None, 2], ["Количество членов профсоюза: 2"]],
)  # fmt: skip
def test_a_total_is_no_record(total: list[Any]) -> None:
    reading = register(ANNA, BORIS, [], total)
    assert reading.kinds() == {2: "data", 3: "data", 5: "total"}
    assert reading.report.problems_total == 0


def test_a_finding_that_begins_with_the_word_of_totals_is_a_record() -> None:
    rows: list[list[Any]] = [
        ["№", "Дата выявления", "Описание"],
        [5, "01.02.2022", "Всего две каски на троих"],
        [6, "", "Итого никто не ушёл"],
    ]
    assert read(xlsx(*rows), JOURNAL).kinds() == {2: "data", 3: "data"}


def test_headings_again_and_numbers_of_columns_are_no_records() -> None:
    reading = register([1, 2, 3, 4, 5], ANNA, HEADINGS, BORIS)
    assert reading.kinds() == {2: "numbering", 3: "data", 4: "heading", 5: "data"}


def test_rows_of_nothing_but_spaces_are_passed_over() -> None:
    assert register(ANNA, ["  ", None, "\u00a0"], BORIS).kinds() == {2: "data", 4: "data"}


def test_a_heading_in_the_middle_fills_the_rows_below_it() -> None:
    reading = register(
        ["Курское отделение"], [1, "Иванова Анна Петровна"], [2, "Белов Борис Ильич", "Ростовское"],
        ["Кольское отделение"], [3, "Орлова Вера Львовна"],
    )  # fmt: skip
    assert reading.kinds() == {2: "section", 3: "data", 4: "data", 5: "section", 6: "data"}
    assert [record["branch"] for record in reading.records] == ["Курское отделение", "Ростовское", "Кольское отделение"]


def test_a_merged_text_is_a_heading_even_where_it_could_be_a_name() -> None:
    rows: list[list[Any]] = [
        ["ФИО", "Таб. №"],
        ["Курское отделение", None],
        ["Иванова Анна Петровна", 5],
        ["Белов Борис", None],
    ]
    reading = read(xlsx(*rows, merges=["A2:B2"]), REGISTER)
    assert reading.kinds() == {2: "section", 3: "data", 4: "data"}
    assert reading.problems == [(4, "Таб. №", "value_missing")]


def test_a_name_alone_is_not_lost_silently() -> None:
    reading = register(ANNA, [None, "Белов Борис Ильич"])
    assert reading.kinds() == {2: "data", 3: "data"}
    assert reading.problems == [(3, "Таб. №", "value_missing")]
    assert (reading.report.counts.rows, reading.report.counts.invalid) == (2, 1)


def test_a_short_row_with_the_same_number_and_name_is_repeated() -> None:
    reading = register(ANNA, BORIS, ["00100001", "ИВАНОВА АННА ПЕТРОВНА "])
    assert reading.kinds() == {2: "data", 3: "data", 4: "repeated"}
    assert (reading.report.counts.repeated, reading.report.counts.invalid) == (1, 0)


def test_a_repeat_above_its_record_is_still_the_repeat() -> None:
    reading = register(ANNA[:2], BORIS, ANNA)
    assert reading.kinds() == {2: "repeated", 3: "data", 4: "data"}
    assert next(row for row in reading.rows if row.number == 2).repeats == 4


def test_what_only_a_repeat_knows_is_added_to_the_record() -> None:
    reading = register(BORIS, [100002, "Белов Борис Ильич", None, None, 3])
    assert reading.records[0]["children"] == 3
    assert reading.report.counts.repeated == 1


def test_a_short_row_with_another_name_is_a_conflict_and_the_full_row_stays() -> None:
    reading = register(ANNA, [100001, "Орлова Вера Львовна"])
    assert reading.problems == [(3, "ФИО", "conflicting_repeat")]
    assert [str(record["full_name"]) for record in reading.records] == ["Иванова Анна Петровна"]
    assert (reading.report.counts.new, reading.report.counts.invalid) == (1, 1)


def test_two_full_rows_that_contradict_each_other_are_both_refused() -> None:
    reading = register(ANNA, [*ANNA[:3], "89000000009", 2], BORIS)
    assert reading.problems == [(2, "Телефон", "conflicting_repeat"), (3, "Телефон", "conflicting_repeat")]
    assert [record["personnel_number"] for record in reading.records] == ["100002"]


def test_the_same_row_thrice_is_one_record() -> None:
    reading = register(ANNA, BORIS, ANNA, ANNA)
    assert reading.kinds() == {2: "data", 3: "data", 4: "repeated", 5: "repeated"}


def test_a_table_too_long_to_be_kept_is_read_again_and_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (ANNA[:2], BORIS, ANNA, ["Итого", 5])
    kept = register(*rows)
    monkeypatch.setattr("shared.importing.table._KEPT_ROWS", 3)
    assert register(*rows) == kept


def test_a_formula_in_a_needed_cell_refuses_the_row_and_in_another_only_the_cell() -> None:
    reading = register(["=100000+1", "Иванова Анна Петровна"], [100002, "Белов Борис Ильич", None, None, "=1+1"])
    assert reading.problems == [(2, "Таб. №", "formula"), (3, "Детей", "formula")]
    [record] = reading.records
    assert "children" not in record
    assert record["phone"] is None


def test_a_formula_does_not_slip_past_a_parser_of_the_service() -> None:
    spec = TableSpec(fields=(FieldSpec("code", Text(ru="Код", en="Code"), lambda cell: cell),))
    reading = read(xlsx(["Код"], ["=1+1"], ["#N/A"], [5]), spec)
    assert [row.values for row in reading.rows] == [{}, {"code": "#N/A"}, {"code": 5}]
    assert reading.problems == [(2, "Код", "formula")]


def test_counts_always_add_up() -> None:
    reading = register(ANNA, BORIS, ANNA[:2], ["x y", "Кто-то"], [3, "Орлова В. Л."], ["Итого", 5])
    counts = reading.report.counts
    assert counts.rows == counts.new + counts.changed + counts.unchanged + counts.repeated + counts.invalid == 5
    assert (counts.new, counts.repeated, counts.invalid) == (2, 1, 2)
