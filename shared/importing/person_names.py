"""Names of persons as a register holds them: last, first and middle name, in one cell or in three."""

import re
from dataclasses import dataclass
from typing import Any

from shared.importing.cells import Cell, CellProblem, shown, written
from shared.importing.normalise import fold, is_blank, repair_alphabet

MAX_NAME = 100
_SUFFIXES = frozenset(["оглы", "оглу", "углы", "улы", "кызы", "гызы", "кизи", "заде"])
_PREFIXES = frozenset([
    "фон", "ван", "дер", "ден", "де", "да", "дель", "ди", "ла", "ле", "аль", "эль", "ибн", "бен", "бинт",
    "von", "van", "der", "den", "de", "la", "le", "al", "el", "bin", "ibn",
])  # fmt: skip
_NAME_SIGNS = "'-. "
_APOSTROPHES = str.maketrans("’ʼ`‘´", "'''''")
_INITIAL = re.compile(r"[^\W\d_]\.?")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_PATRONYMIC = re.compile(r".+(?:[оеё]вич|[оеё]вна|ьич|инична|ична)|ильич|лукич|фомич|кузьмич", re.IGNORECASE)
_SEGMENTS = re.compile(r"([-' ])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A full name; `middle` is "" for those who have none."""

    last: str
    first: str
    middle: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.last, self.first, self.middle) if part)

    @property
    def key(self) -> tuple[str, str, str]:
        """For comparing: case and ё do not matter."""
        return fold(self.last), fold(self.first), fold(self.middle)


def name_part(cell: Cell) -> str | None:
    """A last, first or middle name from a cell of its own: «ПАСТЕРНАК» and «пастернак» -> «Пастернак»."""
    words = _words(cell)
    return " ".join(words) if words else None


def full_name(cell: Cell) -> PersonName | None:
    """A full name from one cell, last name first («Иван Петрович Иванов» is turned round).

    Abbreviated and incomplete names are problems; a name in brackets is left out with a problem.
    """
    words = _words(cell)
    if not words:
        return None
    if any(_INITIAL.fullmatch(word) for word in words):
        raise CellProblem("name_abbreviated", value=shown(cell))
    parts = _ordered(join_particles(words), cell)
    if not 2 <= len(parts) <= 3:
        code = "name_incomplete" if len(parts) < 2 else "name_of_many_parts"
        raise CellProblem(code, value=shown(cell))
    name = PersonName(*parts)
    if "(" in written(cell):
        raise CellProblem("name_with_brackets", kept=name, value=str(name))
    return name


def split_words(text: str) -> list[str]:
    """The words of a written name in their proper case, initials set apart: «А.П.ИВАНОВА» -> А. П. Иванова.

    Raises ValueError for a character that no name has.
    """
    text = repair_alphabet(_BRACKETS.sub(" ", text).translate(_APOSTROPHES).replace(" -", "-").replace("- ", "-"))
    if not all(character.isalpha() or character in _NAME_SIGNS for character in text):
        raise ValueError("not a name")
    words = re.sub(r"\.(?=\S)", ". ", text).split()
    one_case = text.islower()
    return [_proper_case(word, one_case=one_case) for word in words if word.strip(".-'")]


def join_particles(words: list[str]) -> list[str]:
    """«Мамед оглы» is one middle name, «фон Бок» one last name: particles are joined to their word."""
    parts: list[str] = []
    prefix = ""
    for word in words:
        if word in _PREFIXES:
            prefix += word + " "
        elif word.lower() in _SUFFIXES and len(parts) > 1:
            parts[-1] += " " + word
        else:
            parts.append(prefix + word)
            prefix = ""
    return [*parts, prefix.strip()] if prefix else parts


def _words(cell: Cell) -> list[str]:
    value = written(cell)
    if is_blank(value):
        return []
    if len(value) > MAX_NAME:
        raise CellProblem("text_too_long", length=len(value), limit=MAX_NAME)
    try:
        words = split_words(value)
    except ValueError:
        raise CellProblem("name_unreadable", value=shown(cell)) from None
    if not words:
        raise CellProblem("name_unreadable", value=shown(cell))
    return words


def _proper_case(word: str, *, one_case: bool) -> str:
    """Words in one case are given a capital; «МакГрегор» was written with care and stays.

    Where all is small letters («ван ли»), only «фон» is surely a particle.
    """
    if word.lower() in _SUFFIXES or word.lower() == "фон" or (word in _PREFIXES and not one_case):
        return word.lower()
    if len(word.rstrip(".")) == 1:
        return word.capitalize()
    if not word.isupper() and not word.islower():
        return word
    segments = _SEGMENTS.split(word)
    return "".join(s if s.lower() in _SUFFIXES and i else s.capitalize() for i, s in enumerate(segments))


def _ordered(parts: list[str], cell: Cell) -> list[str]:
    """Last name first. A patronymic in the middle shows that the first name was written first."""
    if len(parts) == 3 and _PATRONYMIC.fullmatch(parts[1]):
        if _PATRONYMIC.fullmatch(parts[2]):
            raise CellProblem("name_order_unclear", value=shown(cell))
        return [parts[2], parts[0], parts[1]]
    return parts


def join_name(
    values: dict[str, Any],
    *,
    whole: str = "full_name",
    last: str = "last_name",
    first: str = "first_name",
    middle: str = "middle_name",
) -> None:
    """Makes one `PersonName` under `whole` out of split columns, for a table that has them in either way.

    The parts are taken out of `values`. «Анна Петровна» in the column of first names is told apart. Raises CellProblem
    when a last name stands without a first one.
    """
    parts = [values.pop(name, None) for name in (last, first, middle)]
    if values.get(whole) is not None or parts[0] is None:
        return
    if parts[1] is None:
        raise CellProblem("name_incomplete", value=parts[0])
    names = join_particles(parts[1].split(" ")) if parts[2] is None else [parts[1], parts[2]]
    if len(names) == 2 and (parts[2] or _PATRONYMIC.fullmatch(names[1])):
        values[whole] = PersonName(parts[0], names[0], names[1])
    else:
        values[whole] = PersonName(parts[0], parts[1], parts[2] or "")
