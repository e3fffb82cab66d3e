"""The loop that every import goes through: open, find the headings, read each row into values and problems."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from shared.importing.archive import Limits
from shared.importing.cells import MISSING, BrokenCell, Cell, CellProblem, Formula, written
from shared.importing.layout import Correction, Layout, find_layout, missing_groups
from shared.importing.repeats import Key, KeyReader, ParsedRow, settle_repeats
from shared.importing.report import (
    ImportColumn,
    ImportCounts,
    Outcome,
    Problem,
    ProblemLog,
    StoredProblem,
    StoredReport,
)
from shared.importing.rows import RowClassifier, RowKind
from shared.importing.spec import FieldSpec, TableSpec
from shared.importing.workbook import Book, Row, open_workbook

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all; an exception raised here stops the reading."""

_PROGRESS_EVERY = 200
_KEPT_ROWS = 20_000  # a sheet of no more rows stays in memory between the two passes


@contextmanager
def open_table(
    source: Path | BinaryIO,
    spec: TableSpec,
    *,
    synonyms: Mapping[str, str] | None = None,
    mapping: Correction | None = None,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Iterator["Table"]:
    """The table in a file, its headings recognised; the file is closed at the end.

    `synonyms`: heading -> field, the administrator's table. `mapping`: heading or column number from 1 -> field or
    None, a person's correction. Raises the subclasses of UnreadableWorkbook, and MappingRefused.
    """
    with open_workbook(source, limits) as book:
        yield Table(book, spec, find_layout(book, spec, synonyms=synonyms, mapping=mapping, sheet=sheet))


class Table:
    """A table whose columns are known. `problems` concern the file and its headings."""

    def __init__(self, book: Book, spec: TableSpec, layout: Layout) -> None:
        self._book = book
        self._spec = spec
        self.layout = layout
        self.problems: list[Problem] = list(layout.problems)
        fields = spec.by_name
        self._cells = [(column.index, fields[name], column.heading) for name, column in layout.by_field.items()]
        # A broken cell says more than «not filled in»: the required field is then not reported twice.
        self._needed = [(field.name,) for field in spec.fields if field.required] + list(spec.one_of)

    @property
    def ready(self) -> bool:
        """Whether every field that is needed has its column; if not, a person must correct the mapping."""
        return not missing_groups(self.layout, self._spec)

    def rows(self, progress: Progress | None = None) -> Iterator[ParsedRow]:
        """Every row below the headings but empty ones. Repeated rows come when the last of them is read.

        Goes through the sheet twice, once for the keys, once for the rows; a long sheet is read anew, so that memory
        does not grow with the file.
        """
        if not self.ready:
            raise ValueError("a needed field has no column: see `ready` and `problems`")
        keys = KeyReader(self._spec, self.layout)
        groups, total, kept = self._first_pass(keys)
        classifier = RowClassifier(self.layout, self._spec, self._book.merged_rows(self.layout.sheet))
        section: str | None = None
        held: dict[Key, list[ParsedRow]] = {}
        for done, (number, cells) in enumerate(self._data() if kept is None else kept, start=1):
            if progress and done % _PROGRESS_EVERY == 0:
                progress(done, total)
            row = self._read(number, cells, classifier.classify(number, cells), section)
            if row.kind == RowKind.SECTION:
                section = row.section
            if row.kind == RowKind.EMPTY:
                continue
            yield from self._with_repeats(row, cells, keys, groups, held)
        for rows in held.values():  # rows of a group that turned out not to be data
            yield from self._settled(rows)
        if progress:
            progress(total, total)

    def _data(self) -> Iterator[Row]:
        first = self.layout.first_row
        return (row for row in self._book.rows(self.layout.sheet) if row[0] >= first)

    def _first_pass(self, keys: KeyReader) -> tuple[dict[Key, set[int]], int, list[Row] | None]:
        """The keys that repeat with their rows, the number of rows, and the rows themselves when they are not many."""
        count = 0
        kept: list[Row] = []

        def counted() -> Iterator[Row]:
            nonlocal count
            for row in self._data():
                count += 1
                if count <= _KEPT_ROWS:
                    kept.append(row)
                else:
                    kept.clear()
                yield row

        return keys.repeated(counted()), count, kept if count <= _KEPT_ROWS else None

    def _with_repeats(
        self,
        row: ParsedRow,
        cells: list[Cell],
        keys: KeyReader,
        groups: dict[Key, set[int]],
        held: dict[Key, list[ParsedRow]],
    ) -> Iterator[ParsedRow]:
        key = keys.key(cells) if groups and row.kind == RowKind.DATA else None
        if key is None or key not in groups:
            yield self._finished(row)
            return
        rows = held.setdefault(key, [])
        rows.append(row)
        if len(rows) == len(groups[key]):
            yield from self._settled(held.pop(key))

    def _settled(self, rows: list[ParsedRow]) -> Iterator[ParsedRow]:
        for row in settle_repeats(rows, self._spec, self.layout):
            yield self._finished(row)

    def _read(self, number: int, cells: list[Cell], kind: RowKind, section: str | None) -> ParsedRow:
        row = ParsedRow(number, kind, section=section)
        if kind == RowKind.SECTION:
            row.section = next(written(cell) for cell in cells if isinstance(cell, str) and written(cell))
        if kind == RowKind.DATA:
            for index, field, heading in self._cells:
                self._read_cell(row, cells[index] if index < len(cells) else None, field, heading)
            if section and self._spec.section and row.values.get(self._spec.section) is None:
                self._read_cell(row, section, self._spec.by_name[self._spec.section], None)
        return row

    def _read_cell(self, row: ParsedRow, cell: Cell, field: FieldSpec, heading: str | None) -> None:
        try:
            if isinstance(cell, Formula | BrokenCell):
                written(cell)  # raises the problem that says so
            row.values[field.name] = None if cell is None else field.parser(cell)
        except CellProblem as problem:
            row.problems.append(Problem(problem.code, row.number, heading, problem.params))
            if problem.kept is not MISSING:
                row.values[field.name] = problem.kept

    def _finished(self, row: ParsedRow) -> ParsedRow:
        """The row after the checks that need all of its values."""
        if row.kind != RowKind.DATA:
            return row
        for group in self._needed:
            if all(row.values.get(name) is None for name in group):
                self._refuse_missing(row, group)
        if row.valid and self._spec.finish:
            try:
                self._spec.finish(row.values)
            except CellProblem as problem:
                row.valid = False
                row.problems.append(Problem(problem.code, row.number, None, problem.params))
        return row

    def _refuse_missing(self, row: ParsedRow, group: tuple[str, ...]) -> None:
        row.valid = False
        broken = {problem.column for problem in row.problems}
        columns = [self.layout.by_field[name] for name in group if name in self.layout.by_field]
        if not any(column.heading in broken for column in columns):
            title = self._spec.by_name[group[0]].title
            heading = columns[0].heading if columns else None
            row.problems.append(Problem("value_missing", row.number, heading, {"field": title}))


class ImportLog:
    """Counts rows and gathers problems while a service goes through a table."""

    def __init__(self, table: Table, *, shown_problems: int | None = None) -> None:
        self._table = table
        self._problems = ProblemLog() if shown_problems is None else ProblemLog(shown_problems)
        self._problems.add(table.problems)
        self.counts = ImportCounts()

    @property
    def layout(self) -> Layout:
        """Where the table is and which columns it has."""
        return self._table.layout

    def accept(self, row: ParsedRow) -> bool:
        """Takes note of a row. True when it is a record that the service now has to match and to `count`."""
        self._problems.add(row.problems)
        if row.kind not in (RowKind.DATA, RowKind.REPEATED):
            return False
        self.counts.rows += 1
        if row.kind == RowKind.REPEATED:
            self.counts.repeated += 1
            return False
        if not row.valid:
            self.counts.invalid += 1
        return row.valid

    def count(self, outcome: Outcome) -> None:
        """What became of an accepted row: once for each."""
        setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)

    def refuse(self, row: ParsedRow, code: str, *, field: str | None = None, **params: Any) -> None:
        """An accepted row that cannot be imported after all: the problem is listed, the row counts as invalid."""
        self.note(row, code, field=field, **params)
        self.count("invalid")

    def note(self, row: ParsedRow, code: str, *, field: str | None = None, **params: Any) -> None:
        """A problem of an accepted row that does not keep it out; the row is still to be counted."""
        column = self._table.layout.by_field.get(field or "")
        self._problems.add([Problem(code, row.number, column.heading if column else None, params)])

    @property
    def codes(self) -> Collection[str]:
        """Of all the problems, those that the report has no room for too."""
        return self._problems.by_code.keys()

    def report(self) -> StoredReport:
        """All so far, ready to be stored as JSON."""
        columns = [
            ImportColumn(number=c.index + 1, heading=c.heading, field=c.field, samples=list(c.samples))
            for c in self._table.layout.columns
        ]
        return StoredReport(
            columns=columns,
            counts=self.counts.model_copy(),
            problems=[StoredProblem.of(problem) for problem in self._problems.kept],
            problems_total=self._problems.total,
        )
