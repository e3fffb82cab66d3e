"""The union's two spreadsheets through the gateway: read, matched, counted, imported again without change, undone.

The times are printed after the run and not asserted: the machine may be busy. The issue allows 10 s for the register,
30 s for the journal, and 10 s more until analytics shows it.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deploy.local.demo import SAMPLES
from tests.support.callers import JOURNAL, Caller, Union
from tests.support.quiet import wait_quiet
from tests.support.waiting import wait_until

PEOPLE = "/api/v1/people"
YEAR = {"from": "2022-01-01", "to": "2022-12-31"}
PATIENCE = 180.0
PERSONS, REPEATED, RECORDS = 7_380, 25, 5_000


@dataclass
class Import:
    """One import of a file, as its owner follows it."""

    caller: Caller
    path: str
    report: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def check(self, file: Path) -> None:
        began = time.monotonic()
        files = {"file": (file.name, file.read_bytes(), "application/octet-stream")}
        answer = self.caller.client.post(f"{self.path}/imports", files=files)
        assert answer.is_success, answer.text
        self.report = answer.json()
        self._until("checked", began)

    def apply(self) -> None:
        self._order("apply", "applied")

    def undo(self) -> None:
        self._order("undo", "undone")

    def _order(self, verb: str, state: str) -> None:
        began = time.monotonic()
        answer = self.caller.post(f"{self.path}/imports/{self.report['id']}/{verb}", {})
        assert answer.is_success, answer.text
        self.report = answer.json()
        self._until(state, began)

    def _until(self, state: str, began: float) -> None:
        while self.report["state"] != state:
            assert self.report["state"] != "failed", self.report
            assert time.monotonic() - began < PATIENCE, self.report["state"]
            time.sleep(0.1)
            self.report = self.caller.read(f"{self.path}/imports/{self.report['id']}")
        self.seconds[state] = time.monotonic() - began

    @property
    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = self.report["counts"]
        return counts


@dataclass
class Imported:
    """Both files, applied; `before` people were there already."""

    union: Union
    before: int
    people: Import
    journal: Import
    figures_seconds: float

    def filed(self) -> int:
        total: int = self.union.admin.read("/api/v1/analytics/journal", **YEAR)["total"]["filed"]
        return total

    def persons(self) -> int:
        return count(self.union.admin, PEOPLE)


def count(caller: Caller, path: str, **filters: Any) -> int:
    total: int = caller.read(path, total=True, limit=1, **filters)["total"]
    return total


@pytest.fixture(scope="module")
def imported(union: Union) -> Imported:
    wait_quiet(union.platform)
    before = count(union.admin, PEOPLE)
    people = Import(union.admin, PEOPLE)
    people.check(SAMPLES / "members.xlsx")
    people.apply()
    wait_quiet(union.platform, PATIENCE)
    journal = Import(union.admin, JOURNAL)
    journal.check(SAMPLES / "nonconformities.xlsx")
    journal.apply()
    result = Imported(union, before, people, journal, 0)
    began = time.monotonic()
    wait_until(lambda: result.filed() == RECORDS, PATIENCE)
    result.figures_seconds = time.monotonic() - began
    return result


def test_the_register_gives_7380_persons_and_tells_repeats_and_the_total_apart(
    imported: Imported, record_property: Any
) -> None:
    for state, seconds in imported.people.seconds.items():
        record_property(f"register of 7,380 persons {state}, s", f"{seconds:.1f}")
    counts = imported.people.counts
    assert (counts["rows"], counts["new"], counts["repeated"]) == (PERSONS + REPEATED, PERSONS, REPEATED)
    assert (counts["changed"], counts["unchanged"], counts["invalid"]) == (0, 0, 0)
    assert imported.persons() == imported.before + PERSONS
    assert {column["field"] for column in imported.people.report["columns"]} >= {
        "personnel_number",
        "full_name",
        "branch",
    }


def test_the_journal_gives_5000_records_and_every_one_knows_its_people(
    imported: Imported, record_property: Any
) -> None:
    for state, seconds in imported.journal.seconds.items():
        record_property(f"journal of 5,000 records {state}, s", f"{seconds:.1f}")
    record_property("5,000 in analytics after the import, s", f"{imported.figures_seconds:.1f}")
    counts = imported.journal.counts
    assert (counts["rows"], counts["new"], counts["invalid"]) == (RECORDS, RECORDS, 0)
    assert imported.journal.report["problems"] == []
    first = imported.union.admin.read(JOURNAL, q="корпус 9 под грузом при перемещении краном")["items"]
    record = next(item for item in first if item["external_number"] == "1")
    assert record["author"]["name"] == "Азаров Мирон Михаилович"
    assert record["responsible"]["name"] == "Труфанова Таисия Андреевна"
    assert record["site"]["name"] == "Белорусская АЭС"


def test_figures_of_the_imported_year_add_up(imported: Imported) -> None:
    journal = imported.union.admin.read("/api/v1/analytics/journal", **YEAR, group_by="month")
    total = journal["total"]
    assert total["filed"] == sum(total[state] for state in ("open", "closed", "rejected", "duplicate")) == RECORDS
    assert (total["closed"], total["rejected"]) == (4744, 22)
    assert [group["key"] for group in journal["groups"]] == [f"2022-{month:02}" for month in range(1, 13)]
    assert sum(group["filed"] for group in journal["groups"]) == RECORDS


def test_importing_both_again_finds_nothing_new_and_nothing_changed(imported: Imported, record_property: Any) -> None:
    for path, file, rows in ((PEOPLE, "members.xlsx", PERSONS), (JOURNAL, "nonconformities.xlsx", RECORDS)):
        again = Import(imported.union.admin, path)
        again.check(SAMPLES / file)
        record_property(f"{file} again, s", f"{again.seconds['checked']:.1f}")
        assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, rows), again.counts
        again.apply()
    wait_quiet(imported.union.platform)
    assert imported.persons() == imported.before + PERSONS
    assert imported.filed() == RECORDS


def test_undo_takes_back_what_nobody_has_touched_since(imported: Imported) -> None:
    """A record that somebody has worked on stays."""
    admin = imported.union.admin
    touched = admin.read(JOURNAL, state="registered", found_from="2022-12-01", found_to="2022-12-31")["items"][0]
    rejected = admin.act(touched["id"], "reject", {"reason": "Проверено на месте: не подтвердилось"})
    assert rejected.status_code == 200, rejected.text
    imported.journal.undo()
    wait_until(lambda: imported.filed() == 1, PATIENCE)
    assert admin.read(f"{JOURNAL}/{touched['id']}")["state"] == "rejected"
    assert count(admin, JOURNAL, found_from="2022-01-01", found_to="2022-12-31") == 1
    assert imported.journal.report["undone"] == {"taken_back": RECORDS - 1, "kept": 1}
    imported.people.undo()
    assert imported.people.report["undone"] == {"taken_back": PERSONS, "kept": 0}
    assert imported.persons() == imported.before
