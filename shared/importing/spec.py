"""What a service says about a table it can import: its fields, their headings, and what makes two rows one record."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.i18n import Text
from shared.importing.cells import Parser
from shared.importing.normalise import fold

Values = dict[str, Any]
"""The values of a row by field name: None for an empty cell, no key for a field without a column or with a bad cell."""


def comparable(value: Any) -> Hashable:
    """The form in which values of two rows are compared: case and ё do not matter in texts."""
    if isinstance(value, str):
        return fold(value)
    return tuple(comparable(item) for item in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of the table.

    `synonyms` are further headings beside the title; case, punctuation and usual abbreviations need not be repeated.
    A `required` field must have a column, and a row without a good value in it is invalid. `compare` gives the form in
    which two values are the same (`canonical_number` for personnel numbers).
    """

    name: str
    title: Text
    parser: Parser
    synonyms: tuple[str, ...] = ()
    required: bool = False
    compare: Callable[[Any], Hashable] = comparable


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table that can be imported.

    `key`: the fields that tell records apart; rows of one key are repeats (none: every row is a record of its own).
    `one_of`: groups of fields of which a row needs at least one («ФИО» or «Фамилия»). `section`: the field that a
    heading row in the middle («Курское отделение») fills for the rows below it. `finish` sees the values of every valid
    row last: it may change them or raise CellProblem.
    """

    fields: tuple[FieldSpec, ...]
    key: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    section: str | None = None
    finish: Callable[[Values], None] | None = None

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError("a field is named twice")
        used = {*self.key, *(name for group in self.one_of for name in group)}
        if self.section:
            used.add(self.section)
        if unknown := used - set(names):
            raise ValueError(f"unknown fields: {sorted(unknown)}")

    @property
    def by_name(self) -> Mapping[str, FieldSpec]:
        return {field.name: field for field in self.fields}
