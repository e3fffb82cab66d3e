"""The answer of an import: stored as codes, shown in words, exact in its counts."""

import string
from uuid import UUID

import pytest

from shared.i18n import Text
from shared.importing import FieldSpec, ImportLog, StoredReport, TableSpec, open_table, text
from shared.importing.report import Problem, ProblemLog, StoredProblem
from shared.importing.texts import PROBLEMS
from tests.shared.importing.books import read, xlsx
from tests.shared.importing.tables import REGISTER

ID = UUID("01930000-0000-7000-8000-000000000000")
HEADINGS = ["Таб. №", "ФИО", "Дата рождения"]


def report() -> StoredReport:
    return read(xlsx(HEADINGS, [1, "Иванова Анна", "31.02.1990"], [None, "Белов Борис", None]), REGISTER).report


def test_the_answer_has_the_agreed_shape() -> None:
    answer = report().render("ru", id=ID, state="checked").model_dump(mode="json")
    assert answer == {
        "id": str(ID),
        "state": "checked",
        "columns": [
            {"number": 1, "heading": "Таб. №", "field": "personnel_number", "samples": ["1"]},
            {"number": 2, "heading": "ФИО", "field": "full_name", "samples": ["Иванова Анна", "Белов Борис"]},
            {"number": 3, "heading": "Дата рождения", "field": "born_on", "samples": ["31.02.1990"]},
        ],
        "counts": {"rows": 2, "new": 1, "changed": 0, "unchanged": 0, "repeated": 0, "invalid": 1},
        "problems": [
            {"row": 2, "column": "Дата рождения", "code": "date_impossible",
             "message": "Такой даты не бывает: «31.02.1990». Исправьте её."},
            {"row": 3, "column": "Таб. №", "code": "value_missing",
             "message": "Не заполнено: Табельный номер. Впишите значение и загрузите файл ещё раз."},
        ],
        "problems_total": 2,
    }  # fmt: skip


def test_a_report_kept_as_json_is_shown_in_either_language() -> None:
    kept = StoredReport.model_validate_json(report().model_dump_json())
    assert kept.render("ru", id=ID, state="checked") == report().render("ru", id=ID, state="checked")
    assert kept.render("en", id=ID, state="checked").problems[1].message.startswith("Not filled in: Personnel number.")


def test_a_thousand_problems_are_shown_and_all_are_counted() -> None:
    found = read(xlsx(HEADINGS, *([n, "Иванова", None] for n in range(1, 1502))), REGISTER).report
    assert (len(found.problems), found.problems_total, found.counts.invalid) == (1000, 1501, 1501)
    assert [problem.row for problem in found.problems[:2]] == [2, 3]


def test_problems_are_kept_in_the_order_of_the_file() -> None:
    log = ProblemLog()
    log.add([Problem("formula", row) for row in (7, 3)] + [Problem("other_sheets")])
    assert [problem.row for problem in log.kept] == [None, 3, 7]


def test_a_service_adds_its_own_problems_in_its_own_words() -> None:
    own = {"unknown_branch": Text(ru="Отделения «{value}» нет.", en="There is no branch “{value}”.")}
    file = xlsx(["Таб. №", "ФИО", "Отделение"], [1, "Иванова Анна", "Луна {0}"], [2, "Белов Борис", "Орёл"])
    with open_table(file, REGISTER) as table:
        log = ImportLog(table)
        for row in table.rows():
            if log.accept(row) and row.values["branch"] != "Орёл":
                log.refuse(row, "unknown_branch", field="branch", value=row.values["branch"])
            else:
                log.note(row, "unknown_branch", field="branch", value="…")
                log.count("unchanged")
    answer = log.report().render("en", id=ID, state="checked", texts=own)
    assert answer.problems[0].message == "There is no branch “Луна {0}”."
    assert (answer.problems[0].row, answer.problems[0].column) == (2, "Отделение")
    assert (answer.counts.invalid, answer.counts.unchanged, answer.problems_total) == (1, 1, 2)


def test_progress_is_told_up_to_the_last_row_and_may_stop_the_reading() -> None:
    seen: list[tuple[int, int]] = []
    file = xlsx(HEADINGS, *([n, "Иванова Анна", None] for n in range(1, 451)))
    with open_table(file, REGISTER) as table:
        list(table.rows(lambda done, total: seen.append((done, total))))
        assert seen == [(200, 450), (400, 450), (450, 450)]

        def stop(done: int, total: int) -> None:
            raise InterruptedError

        with pytest.raises(InterruptedError):
            list(table.rows(stop))


def test_a_table_that_lacks_a_column_gives_no_rows() -> None:
    with open_table(xlsx(["ФИО", "Город"], ["Иванова Анна", "Орёл"]), REGISTER) as table:
        assert not table.ready
        with pytest.raises(ValueError, match="no column"):
            list(table.rows())


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_both_languages_of_a_problem_say_the_same_things(code: str) -> None:
    places = [{name for _, name, _, _ in string.Formatter().parse(words) if name} for words in
              (PROBLEMS[code].ru, PROBLEMS[code].en)]  # fmt: skip
    assert places[0] == places[1]


def test_texts_in_two_languages_survive_storing() -> None:
    problem = Problem("value_missing", 5, "ФИО", {"field": Text(ru="ФИО", en="Full name")})
    assert StoredProblem.model_validate_json(StoredProblem.of(problem).model_dump_json()).problem() == problem


def test_a_table_that_names_a_field_twice_or_one_it_has_not_is_a_mistake_of_the_programmer() -> None:
    field = FieldSpec("a", Text(ru="А", en="A"), text())
    with pytest.raises(ValueError, match="twice"):
        TableSpec(fields=(field, field))
    with pytest.raises(ValueError, match="unknown"):
        TableSpec(fields=(field,), key=("b",))
