"""From a raw cell to a value: text, numbers, yes and no, sex, e-mail, lists of words.

A parser takes one `Cell` and returns a value, None for an empty cell, or raises `CellProblem`. It never guesses: what
it does not understand it says. Dates, phones and names have modules of their own.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Final

from shared.importing.normalise import clean, clean_lines, is_blank, one_alphabet, word_key


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes its value. What it would give is neither evaluated nor trusted."""


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell that shows an error of the spreadsheet program: `shown` is «#Н/Д», «#REF!» and the like."""

    shown: str


Cell = str | int | float | bool | datetime | date | time | Formula | BrokenCell | None
Parser = Callable[[Cell], Any]


class Missing(Enum):
    """The mark of «no value», where None already means «an empty cell»."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


class CellProblem(Exception):
    """What is wrong with a cell: a code of `texts.PROBLEMS` (or of the service) and the values its sentence needs.

    `kept` is the part of the value that can be used all the same (the first of two phones); the problem is listed
    anyway.
    """

    def __init__(self, code: str, *, kept: Any = MISSING, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.kept = kept
        self.params = params


def shown(cell: Cell, limit: int = 60) -> str:
    """A cell as a person sees it, for samples and messages; at most `limit` characters."""
    if isinstance(cell, Formula):
        return "=…"
    text = cell.shown if isinstance(cell, BrokenCell) else written(cell)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def written(cell: Cell) -> str:
    """The clean one-line text of a cell, "" for an empty one. Raises CellProblem for a formula or a broken cell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    return _written_value(cell)


def _written_value(cell: Cell) -> str:
    if isinstance(cell, Formula):
        raise CellProblem("formula")
    if isinstance(cell, BrokenCell):
        raise CellProblem("broken_cell", value=cell.shown)
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y" if cell.time() == time() else "%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def text(max_length: int = 500, *, lines: bool = False) -> Parser:
    """Text without stray spaces and control characters; `lines` keeps line breaks. Never cut: too long is a problem."""

    def parse(cell: Cell) -> str | None:
        value = clean_lines(cell) if lines and isinstance(cell, str) else written(cell)
        if is_blank(value):
            return None
        if len(value) > max_length:
            raise CellProblem("text_too_long", length=len(value), limit=max_length)
        return value

    return parse


_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0{1,2}$")
_PERSONNEL_NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-zА-ЯЁа-яё][0-9A-Za-zА-ЯЁа-яё/.\-]{0,31}")


def personnel_number(cell: Cell) -> str | None:
    """A personnel number as text, leading zeros kept: "00100704", " 100 704 " and 100704.0 are read.

    Compare two of them by `canonical_number`.
    """
    value = _FLOAT_TAIL.sub("", written(cell).lstrip("'’№ ")).replace(" ", "")
    if is_blank(value):
        return None
    if isinstance(cell, bool | datetime | date | time) or not _PERSONNEL_NUMBER.fullmatch(value) or _is_fraction(cell):
        raise CellProblem("personnel_number_unreadable", value=shown(cell))
    return value.upper()


def _is_fraction(cell: Cell) -> bool:
    return isinstance(cell, float) and not cell.is_integer()


def canonical_number(value: str) -> str:
    """The form in which two personnel numbers are compared: no leading zeros, one case and alphabet."""
    return one_alphabet(value).replace(" ", "").lstrip("0") or "0"


_INTEGER = re.compile(r"[+-]?\d+")


def integer(minimum: int, maximum: int) -> Parser:
    """A whole number from `minimum` to `maximum`, both included."""

    def parse(cell: Cell) -> int | None:
        value = _FLOAT_TAIL.sub("", written(cell)).replace(" ", "").replace("−", "-")
        if is_blank(value):
            return None
        if isinstance(cell, bool | datetime | date | time) or not _INTEGER.fullmatch(value) or len(value) > 18:
            raise CellProblem("not_a_whole_number", value=shown(cell))
        number = int(value)
        if not minimum <= number <= maximum:
            raise CellProblem("number_out_of_range", value=number, minimum=minimum, maximum=maximum)
        return number

    return parse


def choice(
    words: Mapping[Any, Iterable[str]], *, extra: Mapping[str, Any] | None = None, problem: str = "unknown_choice"
) -> Parser:
    """One value of a list by any of its words: `{State.CLOSED: ("устранено", "закрыто")}`; case and dots do not matter.

    `extra` (word -> value, an administrator's table) goes before `words`. An unknown word is a problem that names the
    known ones. Raises ValueError when one word stands for two values.
    """
    table: dict[str, Any] = {}
    for value, synonyms in words.items():
        for word in synonyms:
            if table.setdefault(word_key(word), value) != value:
                raise ValueError(f"the word {word!r} stands for two values")
    table.update({word_key(word): value for word, value in (extra or {}).items()})
    known = ", ".join(f"«{next(iter(synonyms))}»" for synonyms in words.values())

    def parse(cell: Cell) -> Any:
        value = written(cell)
        if is_blank(value):
            return None
        found = table.get(word_key(value), MISSING)
        if found is MISSING:
            raise CellProblem(problem, value=shown(cell), known=known)
        return found

    return parse


_YES = frozenset([
    "да", "д", "yes", "y", "true", "истина", "1", "+", "v", "х", "x", "есть", "является", "состоит", "член", "✓", "✔",
])  # fmt: skip
_NO = frozenset(["нет", "н", "no", "n", "false", "ложь", "0", "-", "–", "—", "−", "не"])
_NEGATIONS = ("не ", "нет ")


def yes_no(*, yes: Iterable[str] = (), no: Iterable[str] = ()) -> Parser:
    """True or False by «да/нет», +/-, 1/0, «состоит/не состоит»; `yes` and `no` add words of the column's own."""
    affirmative = _YES | {word_key(word) for word in yes}
    negative = _NO | {word_key(word) for word in no}

    def parse(cell: Cell) -> bool | None:
        if isinstance(cell, bool):
            return cell
        value = written(cell).lower()
        if not value:
            return None
        key = word_key(value) or value
        if value in negative or key in negative:
            return False
        if value in affirmative or key in affirmative:
            return True
        if key.startswith(_NEGATIONS) and key.split(" ", 1)[1] in affirmative:
            return False
        if is_blank(value):
            return None
        raise CellProblem("not_yes_or_no", value=shown(cell))

    return parse


sex: Parser = choice(
    {
        "male": ("м", "муж", "мужской", "мужчина", "male", "m"),
        "female": ("ж", "жен", "женский", "женщина", "female", "f"),
    },
    problem="unknown_sex",
)

_EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")


def email(cell: Cell) -> str | None:
    """An e-mail address in lower case. Of several, the first is kept and the problem listed."""
    value = written(cell).lower().replace("mailto:", "")
    if is_blank(value):
        return None
    found = [part.strip("<>.") for part in re.split(r"[\s,;]+", value) if "@" in part]
    good = [part for part in found if len(part) <= 254 and _EMAIL.fullmatch(part)]
    if not good or len(good) < len(found):
        raise CellProblem("email_unreadable", value=shown(cell))
    if len(good) > 1:
        raise CellProblem("several_emails", kept=good[0], value=good[0])
    return good[0]
