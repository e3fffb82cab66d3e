"""Finding where a table begins: the sheet, the row of headings, and which column holds which field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from shared.importing.cells import Cell, shown
from shared.importing.errors import Empty, HeadingsNotFound, MappingRefused, SheetNotFound
from shared.importing.headings import NOTHING, Rank, Recognised, Vocabulary, settle
from shared.importing.normalise import clean, heading_key
from shared.importing.report import Problem
from shared.importing.spec import TableSpec
from shared.importing.workbook import Book, Row

_HEAD_ROWS = 60  # title rows above the headings, and data enough for samples
_SAMPLES = 3
_MOST_SHEETS = 50
_LEAST_FIELDS = 2  # a row with one known word may be any row
_LEAST_UNKNOWN = 3  # a row of unknown words must look like a table's all the more

Correction = Mapping[str, str | None]
"""A person's correction: heading or number of the column from 1 («3») -> field, None to leave the column out."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: `index` from 0, heading as written, field or None, up to three values as shown."""

    index: int
    heading: str
    field: str | None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table is: `first_row` is the first row number below the headings."""

    sheet: str
    heading_row: int
    first_row: int
    columns: tuple[Column, ...]
    problems: tuple[Problem, ...]

    @property
    def by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns if column.field}


@dataclass(frozen=True, slots=True)
class _Headings:
    """A candidate for the heading row (or for two of them, one above the other)."""

    row: int
    last_row: int
    texts: list[str]
    claims: list[Recognised]

    @property
    def score(self) -> int:
        fields = {claim.field: claim.rank for claim in self.claims if claim.field}
        return sum(1 if rank == Rank.TYPO else 2 for rank in fields.values())

    @property
    def fields(self) -> int:
        return len({claim.field for claim in self.claims if claim.field})


def find_layout(
    book: Book,
    spec: TableSpec,
    *,
    synonyms: Mapping[str, str] | None = None,
    mapping: Correction | None = None,
    sheet: str | None = None,
) -> Layout:
    """The table in a book. Raises Empty, HeadingsNotFound, SheetNotFound, MappingRefused."""
    vocabulary = Vocabulary(spec, synonyms=synonyms)
    heads = _read_heads(book, sheet)
    told = {heading_key(key): field for key, field in (mapping or {}).items() if field}
    found = {name: best for name, head in heads.items() if (best := _best_headings(head, vocabulary, told, spec))}
    if not found:
        found = {name: likely for name, head in heads.items() if (likely := _likely_headings(head, vocabulary, told))}
    if not found:
        raise HeadingsNotFound(examples=", ".join(f"«{field.title.ru}»" for field in spec.fields[:4]))
    chosen = max(found, key=lambda name: found[name].score)  # of equals, the first sheet
    headings = _corrected(found[chosen], mapping or {}, spec)
    others = [name for name in found if name != chosen and found[name].score == found[chosen].score]
    return _layout(chosen, headings, heads[chosen], spec, others)


def _read_heads(book: Book, sheet: str | None) -> dict[str, list[Row]]:
    names = book.sheets[:_MOST_SHEETS]
    if sheet is not None:
        if sheet not in names:
            raise SheetNotFound(sheet=shown(sheet), sheets=", ".join(names))
        names = [sheet]
    heads = {name: list(islice(book.rows(name), _HEAD_ROWS)) for name in names}
    if not any(heads.values()):
        raise Empty
    return heads


def _best_headings(
    head: list[Row], vocabulary: Vocabulary, told: Mapping[str, str], spec: TableSpec
) -> _Headings | None:
    candidates = [_single(number, cells, vocabulary, told) for number, cells in head]
    # Two rows together only when they say more than either alone: a title above the headings is no part of them.
    for (number, above), (next_number, below) in pairwise(head):
        if next_number == number + 1 and all(cell is None or isinstance(cell, str) for cell in below):
            candidates.append(_double(number, above, below, vocabulary, told))
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    least = min(_LEAST_FIELDS, len(spec.fields))
    return best if best and best.fields >= least else None


def _likely_headings(head: list[Row], vocabulary: Vocabulary, told: Mapping[str, str]) -> _Headings | None:
    """A row of words over rows of data: with its columns shown, a person can say what they are."""
    for place, (number, cells) in enumerate(head[:-1]):
        columns = [i for i, cell in enumerate(cells) if cell is not None]
        if len(columns) < _LEAST_UNKNOWN or not all(isinstance(cells[i], str) for i in columns):
            continue
        below = head[place + 1 :]
        alike = sum(1 for _, row in below if 2 * sum(1 for i in columns if i < len(row) and row[i]) >= len(columns))
        if 2 * alike > len(below):
            return _single(number, cells, vocabulary, told)
    return None


def _single(number: int, cells: Sequence[Cell], vocabulary: Vocabulary, told: Mapping[str, str]) -> _Headings:
    texts = [clean(cell) if isinstance(cell, str) else "" for cell in cells]
    return _Headings(number, number, texts, [_claim([text], vocabulary, told) for text in texts])


def _double(
    number: int, above: Sequence[Cell], below: Sequence[Cell], vocabulary: Vocabulary, told: Mapping[str, str]
) -> _Headings:
    """Headings in two rows: «Дата» over «рождения» and «вступления», «ФИО» over «Фамилия», «Имя», «Отчество»."""
    texts: list[str] = []
    claims: list[Recognised] = []
    parent = ""
    for column in range(max(len(above), len(below))):
        upper = _text_at(above, column)
        lower = _text_at(below, column)
        parent = upper or parent
        readings = [f"{parent} {lower}", lower, upper] if lower else [upper]
        texts.append(readings[0].strip())
        claims.append(_claim(readings, vocabulary, told))
    return _Headings(number, number + 1, texts, claims)


def _text_at(cells: Sequence[Cell], column: int) -> str:
    cell = cells[column] if column < len(cells) else None
    return clean(cell) if isinstance(cell, str) else ""


def _claim(readings: list[str], vocabulary: Vocabulary, told: Mapping[str, str]) -> Recognised:
    for reading in readings:
        if not reading:
            continue
        if field := told.get(heading_key(reading)):
            return Recognised(field, Rank.TOLD)
        recognised = vocabulary.recognise(reading)
        if recognised.field or recognised.rivals:
            return recognised
    return NOTHING


def _corrected(headings: _Headings, mapping: Correction, spec: TableSpec) -> _Headings:
    """The claims with a person's corrections over them. Raises MappingRefused for one that cannot be applied."""
    if not mapping:
        return headings
    claims = list(headings.claims)
    taken: set[str] = set()
    for key, field in mapping.items():
        index = _column_named(key, headings.texts)
        if index is None or (field is not None and (field not in spec.by_name or field in taken)):
            raise MappingRefused(column=key, field=field or "—")
        if index >= len(claims):
            missing = index + 1 - len(claims)
            claims.extend([NOTHING] * missing)
            headings.texts.extend([""] * missing)
        claims[index] = Recognised(field, Rank.TOLD) if field else NOTHING
        if field:
            taken.add(field)
    return replace(headings, claims=claims)


def _column_named(key: str, texts: Sequence[str]) -> int | None:
    """The column by its heading, or by its number from 1; None when there is no such one or there are two."""
    wanted = heading_key(key)
    same = [index for index, text in enumerate(texts) if text and heading_key(text) == wanted]
    if len(same) == 1:
        return same[0]
    if not same and key.isdecimal() and 1 <= int(key) <= 16_384:
        return int(key) - 1
    return None


def _layout(sheet: str, headings: _Headings, head: list[Row], spec: TableSpec, others: list[str]) -> Layout:
    fields, disputed = settle(headings.claims)
    data = [cells for number, cells in head if number > headings.last_row]
    if not data and len(head) < _HEAD_ROWS:
        raise Empty
    columns: list[Column] = []
    width = max([len(headings.texts), *(len(cells) for cells in data)])
    for index in range(width):
        heading = headings.texts[index] if index < len(headings.texts) else ""
        samples = _samples(data, index)
        if heading or samples or (index < len(fields) and fields[index]):
            field = fields[index] if index < len(fields) else None
            columns.append(Column(index, heading or f"[{column_letters(index)}]", field, samples))
    layout = Layout(sheet, headings.row, headings.last_row + 1, tuple(columns), ())
    return replace(layout, problems=tuple(_problems(layout, headings, disputed, spec, others)))


def _samples(data: list[list[Cell]], index: int) -> tuple[str, ...]:
    values = (shown(cells[index]) for cells in data if index < len(cells) and cells[index] is not None)
    return tuple(islice(dict.fromkeys(value for value in values if value), _SAMPLES))


def column_letters(index: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _problems(
    layout: Layout, headings: _Headings, disputed: Mapping[str, list[int]], spec: TableSpec, others: list[str]
) -> list[Problem]:
    titles = {field.name: field.title for field in spec.fields}
    row = layout.heading_row
    problems = [
        Problem("column_twice", row, None,
                {"field": titles[field], "columns": _quoted(headings.texts[i] for i in indexes)})
        for field, indexes in disputed.items()
    ]  # fmt: skip
    for text, claim in zip(headings.texts, headings.claims, strict=True):
        if claim.rivals:
            rivals = ", ".join(titles[field].ru for field in claim.rivals)
            problems.append(Problem("column_ambiguous", row, text, {"heading": text, "fields": rivals}))
    problems += [
        Problem("column_missing", row, None, {"field": titles[group[0]]}) for group in missing_groups(layout, spec)
    ]
    if others:
        problems.append(Problem("other_sheets", None, None, {"sheet": layout.sheet, "others": _quoted(others)}))
    return problems


def missing_groups(layout: Layout, spec: TableSpec) -> list[tuple[str, ...]]:
    """The fields without which the table cannot be read and that no column holds."""
    needed = [(field.name,) for field in spec.fields if field.required] + list(spec.one_of)
    return [group for group in needed if not any(name in layout.by_field for name in group)]


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"«{word}»" for word in words)
