"""The demonstration union's two files, read from beginning to end."""

from collections import Counter
from datetime import date

import openpyxl
import pytest

from shared.importing import KnownPerson, Matched, PersonIndex, RowKind, split_list
from shared.importing.workbook import open_workbook
from tests.shared.importing.books import DEMO, Reading, read
from tests.shared.importing.tables import JOURNAL, REGISTER


@pytest.fixture(scope="module")
def register() -> Reading:
    return read(DEMO / "members.xlsx", REGISTER)


@pytest.fixture(scope="module")
def journal() -> Reading:
    return read(DEMO / "nonconformities.xlsx", JOURNAL)


def test_the_register_holds_7380_persons_25_repeats_and_one_total(register: Reading) -> None:
    kinds = Counter(row.kind for row in register.rows)
    assert kinds == {RowKind.DATA: 7380, RowKind.REPEATED: 25, RowKind.TOTAL: 1}
    counts = register.report.counts
    assert (counts.rows, counts.new, counts.repeated, counts.invalid) == (7405, 7380, 25, 0)
    assert register.report.problems == []


def test_a_repeated_row_names_the_row_it_repeats(register: Reading) -> None:
    repeated = {row.number: row for row in register.rows if row.kind == RowKind.REPEATED}
    assert sorted(repeated) == list(range(7384, 7409))
    by_number = {row.number: row for row in register.rows}
    for row in repeated.values():
        assert row.repeats is not None
        assert by_number[row.repeats].values["personnel_number"] == row.values["personnel_number"]


def test_every_column_of_the_register_is_recognised_and_the_empty_one_passed_over(register: Reading) -> None:
    assert register.layout.heading_row == 3
    assert len(register.layout.columns) == 15
    assert None not in register.fields.values()


def test_the_dirt_of_the_register_is_cleaned(register: Reading) -> None:
    people = register.records
    assert all(isinstance(person["born_on"], date) and 1950 < person["born_on"].year < 2009 for person in people)
    assert all(isinstance(person["joined_on"], date) and person["joined_on"].year > 1990 for person in people)
    assert all(person["phone"].startswith("+7") and len(person["phone"]) == 12 for person in people)
    assert all(person["personnel_number"].isdigit() for person in people)
    assert not any(str(person["full_name"]).isupper() or "  " in str(person["full_name"]) for person in people)
    assert Counter(person["is_member"] for person in people) == {True: 7158, False: 222}


def test_every_record_of_the_journal_is_read(journal: Reading) -> None:
    assert (journal.report.counts.rows, journal.report.counts.new) == (5000, 5000)
    assert journal.report.problems == []
    assert [record["number"] for record in journal.records] == list(range(1, 5001))
    assert None not in journal.fields.values()
    states = Counter(record["state"] for record in journal.records)
    assert states["closed"] == 4744
    assert states["rejected"] == 22


def test_every_person_in_the_journal_is_found_in_the_register(register: Reading, journal: Reading) -> None:
    index = PersonIndex(
        KnownPerson(p["personnel_number"], p["full_name"].last, p["full_name"].first, p["full_name"].middle,
                    p["personnel_number"])
        for p in register.records
    )  # fmt: skip
    for record in journal.records:
        assert index.match(record["author"], record["author_number"]) == Matched(record["author_number"])
        assert isinstance(index.match(record["responsible"]), Matched)
        assert all(isinstance(match, Matched) for match in map(index.match, split_list(record["co_executors"] or "")))


@pytest.mark.parametrize("name", ["members.xlsx", "nonconformities.xlsx"])
def test_every_cell_is_what_openpyxl_reads_by_itself(name: str) -> None:
    with open_workbook(DEMO / name) as book:
        ours = dict(book.rows(book.sheets[0]))
    theirs = openpyxl.load_workbook(DEMO / name, read_only=True)
    for number, row in enumerate(theirs.worksheets[0].iter_rows(values_only=True), start=1):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        assert cells == ours.get(number, [])
    theirs.close()
