"""Rows that are one record: found by their key in a first pass, settled when all of them are read."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.importing.cells import Cell, CellProblem
from shared.importing.layout import Layout
from shared.importing.report import Problem
from shared.importing.rows import RowKind
from shared.importing.spec import TableSpec, Values
from shared.importing.workbook import Row

Key = tuple[Hashable, ...]


@dataclass(slots=True)
class ParsedRow:
    """A row as understood. `number` is what the spreadsheet program shows.

    `values`: see `spec.Values`. `problems` concern single cells; `valid` is false when they leave no usable record.
    `section`: the heading text in the middle of the table that stands above this row. `repeats`: the row repeated.
    """

    number: int
    kind: RowKind
    values: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    valid: bool = True
    section: str | None = None
    repeats: int | None = None

    @property
    def filled(self) -> set[str]:
        """The fields that have a value."""
        return {name for name, value in self.values.items() if value is not None}


class KeyReader:
    """The key of a row, None when the table has no key or the row's is not readable."""

    def __init__(self, spec: TableSpec, layout: Layout) -> None:
        columns = layout.by_field
        complete = bool(spec.key) and all(name in columns for name in spec.key)
        fields = spec.by_name
        self._parts = [(columns[n].index, fields[n].parser, fields[n].compare) for n in spec.key] if complete else []

    def __bool__(self) -> bool:
        return bool(self._parts)

    def key(self, cells: Sequence[Cell]) -> Key | None:
        parts: list[Hashable] = []
        for index, parser, compare in self._parts:
            try:
                value: Any = parser(cells[index]) if index < len(cells) else None
            except CellProblem:
                return None
            if value is None:
                return None
            parts.append(compare(value))
        return tuple(parts) or None

    def repeated(self, rows: Iterable[Row]) -> dict[Key, set[int]]:
        """The keys that stand in several rows, with the numbers of those rows. Keeps one number a key in memory."""
        first: dict[Key, int] = {}
        groups: dict[Key, set[int]] = {}
        for number, cells in rows:
            key = self.key(cells)
            if key is None:
                continue
            known = first.setdefault(key, number)
            if known != number:
                groups.setdefault(key, {known}).add(number)
        return groups


def settle_repeats(rows: list[ParsedRow], spec: TableSpec, layout: Layout) -> list[ParsedRow]:
    """Decides over all rows of one key, in the order of the file.

    The fullest row is the record. A row that contradicts it nowhere is `REPEATED`, and what only it knows is added to
    the record. A row that does contradict is invalid; and when it is no mere shorter mention but a row in its own
    right, the record is invalid too, for nobody can say which of them is true.
    """
    rows = sorted(rows, key=lambda row: row.number)
    record = max(rows, key=lambda row: (row.valid, len(row.filled)))  # of equals, the first
    for row in rows:
        if row is record or not (row.valid or row.filled):
            continue
        conflicts = _conflicts(record, row, spec)
        if not conflicts:
            _absorb(record, row)
            continue
        _refuse(row, record, conflicts, spec, layout)
        if not row.filled < record.filled:
            _refuse(record, row, conflicts, spec, layout)
    return rows


def _conflicts(record: ParsedRow, row: ParsedRow, spec: TableSpec) -> list[str]:
    """Fields in which both have a value, and not the same one."""
    return [
        field.name
        for field in spec.fields
        if (mine := row.values.get(field.name)) is not None
        and (its := record.values.get(field.name)) is not None
        and field.compare(mine) != field.compare(its)
    ]


def _absorb(record: ParsedRow, row: ParsedRow) -> None:
    row.kind = RowKind.REPEATED
    row.repeats = record.number
    row.valid = True
    for name, value in row.values.items():
        if value is not None and record.values.get(name) is None:
            record.values[name] = value


def _refuse(row: ParsedRow, other: ParsedRow, fields: list[str], spec: TableSpec, layout: Layout) -> None:
    row.valid = False
    headings = ", ".join(f"«{layout.by_field[name].heading}»" for name in fields if name in layout.by_field)
    column = layout.by_field[fields[0]].heading if fields[0] in layout.by_field else None
    row.problems.append(Problem("conflicting_repeat", row.number, column, {"other": other.number, "fields": headings}))
