"""What a row is: data, a total at the foot, a heading again, or a text that heads the rows below it."""

import re
from collections.abc import Sequence
from enum import StrEnum

from shared.importing.cells import Cell, CellProblem, written
from shared.importing.layout import Layout
from shared.importing.normalise import clean
from shared.importing.spec import TableSpec

_TOTAL = re.compile(
    r"(?:итого|итог|всего|total|сумма|(?:общ\w+ )?(?:количество|кол-во|число)(?: \w+){0,3} ?[:=])(?![^\W\d_])",
    re.IGNORECASE,
)
_MOST_TOTAL_TEXTS = 2


class RowKind(StrEnum):
    DATA = "data"
    REPEATED = "repeated"
    EMPTY = "empty"
    TOTAL = "total"
    HEADING = "heading"
    NUMBERING = "numbering"
    SECTION = "section"


def _is_space(cell: Cell) -> bool:
    return isinstance(cell, str) and not clean(cell)


class RowClassifier:
    """Tells the rows of one table apart. `merged` are the row numbers in which cells are merged across columns."""

    def __init__(self, layout: Layout, spec: TableSpec, merged: frozenset[int] = frozenset()) -> None:
        self._merged = merged
        width = max((column.index for column in layout.columns), default=-1) + 1
        self._headings = [""] * width
        for column in layout.columns:
            self._headings[column.index] = clean(column.heading).casefold()
        self._parsers = {column.index: spec.by_name[name].parser for name, column in layout.by_field.items()}
        required = spec.key or tuple(field.name for field in spec.fields if field.required)
        self._key = [layout.by_field[name].index for name in required if name in layout.by_field]
        self._data_seen = False

    def classify(self, number: int, cells: Sequence[Cell]) -> RowKind:
        """The kind of a row that is not empty cell by cell (it may still hold nothing but spaces)."""
        filled = [i for i, cell in enumerate(cells) if cell is not None and not _is_space(cell)]
        if not filled:
            return RowKind.EMPTY
        if self._is_heading(cells, filled):
            return RowKind.HEADING
        if not self._data_seen and self._is_numbering(cells, filled):
            return RowKind.NUMBERING
        if self._is_total(cells, filled):
            return RowKind.TOTAL
        if len(filled) == 1 and self._is_section(number, filled[0], cells[filled[0]]):
            return RowKind.SECTION
        self._data_seen = True
        return RowKind.DATA

    def _is_heading(self, cells: Sequence[Cell], filled: Sequence[int]) -> bool:
        """The headings again, as at the top of a printed page."""
        if len(filled) < 2:
            return False
        same = sum(1 for cell, heading in zip(cells, self._headings, strict=False) if isinstance(cell, str)
                   and heading and cell.strip().casefold() == heading)  # fmt: skip
        return same * 2 > len(filled)

    def _is_numbering(self, cells: Sequence[Cell], filled: Sequence[int]) -> bool:
        """«1 2 3 4 5» under the headings, as forms have it."""
        if len(filled) < 3:
            return False
        texts = [str(cells[i]).strip() for i in filled if isinstance(cells[i], int | str)]
        return texts == [str(i + 1) for i in range(len(filled))]

    def _is_total(self, cells: Sequence[Cell], filled: Sequence[int]) -> bool:
        texts = [i for i in filled if isinstance(cells[i], str)]
        if not texts:
            # A lone count at the foot: nothing but numbers, and none of them where a record has its key.
            return bool(self._key) and len(filled) <= 2 and not any(i in self._key for i in filled) and all(
                isinstance(cells[i], int | float) for i in filled)  # fmt: skip
        if len(texts) > _MOST_TOTAL_TEXTS or not _TOTAL.match(clean(str(cells[texts[0]]))):
            return False
        # «5 | Всего две каски на троих» is a finding: its key is filled in.
        return not self._key or not all(i in filled and i != texts[0] for i in self._key)

    def _is_section(self, number: int, index: int, cell: Cell) -> bool:
        if not isinstance(cell, str):
            return False
        if number in self._merged or index not in self._parsers:
            return True
        return not self._reads(index, cell)

    def _reads(self, index: int, cell: Cell) -> bool:
        try:
            return bool(written(cell)) and self._parsers[index](cell) is not None
        except CellProblem:
            return False
