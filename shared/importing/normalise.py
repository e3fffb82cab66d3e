"""Bringing written text to one form: for keeping (`clean`), for comparing (`fold`) and for recognising (`word_key`)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Letters that look alike in both alphabets: a typist's slip in a Russian word, never a difference in meaning.
_TO_CYRILLIC = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
_CYRILLIC_LETTER = re.compile(r"[А-Яа-яЁё]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_NOT_WORD = re.compile(r"[^\w+]+")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

# What stands for "nothing here" in a cell: dashes and the usual words.
_BLANKS = frozenset({"-", "--", "---", "–", "—", "―", "_", "н/д", "н.д.", "нет данных", "не указано", "не указан"})

_ABBREVIATIONS: Mapping[str, str] = {
    "таб": "табельный", "табел": "табельный", "тн": "табельный номер", "n": "номер", "no": "номер", "num": "номер",
    "ном": "номер", "тел": "телефон", "моб": "мобильный", "сот": "сотовый", "рожд": "рождения", "р": "рождения",
    "вступл": "вступления", "вступ": "вступления", "долж": "должность", "должн": "должность",
    "подр": "подразделение", "подразд": "подразделение", "отв": "ответственный",
    "ответств": "ответственный", "сотр": "сотрудник", "работн": "работника", "эл": "электронная",
    "адр": "адрес", "кол": "количество", "описан": "описание", "прим": "примечание", "примеч": "примечание",
    "предл": "предложение", "катег": "категория", "обнаруж": "обнаружения", "устр": "устранения",
    "устран": "устранения",
}  # fmt: skip
_COMPOUNDS = (
    (re.compile(r"\be[\s-]?mail\b|\bе[\s-]?mail\b|\b[еэи]-?ме[йи]л\b"), "email"),
    (re.compile(r"\bкол(?:ичест)?-?\s?во\b"), "количество"),
    (re.compile(r"№|#"), " номер "),
)


def clean(text: str) -> str:
    """One line as a person meant it: composed letters, single spaces, no control or invisible characters."""
    if not text.isprintable():
        text = "".join(" " if c.isspace() else c for c in text if c.isprintable() or c.isspace())
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    """As `clean`, with line breaks kept and no more than one empty line in a row."""
    lines = [clean(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_blank(text: str) -> bool:
    """Whether a cleaned text says only that there is nothing to say: empty, a dash, «н/д»."""
    return not text or (len(text) <= 12 and text.lower() in _BLANKS)


def fold(text: str) -> str:
    """A form for comparing two texts: case, ё and е, spaces and invisible characters do not matter."""
    return clean(text).casefold().replace("ё", "е")


def word_key(text: str) -> str:
    """A form for recognising a word of a list («В работе», «в работе.»): `fold` without punctuation."""
    return " ".join(_NOT_WORD.sub(" ", fold(repair_alphabet(text))).replace("_", " ").split())


def one_alphabet(text: str) -> str:
    """Folded text in which Latin look-alikes are Russian letters: for comparing codes such as «А-12» and «A-12»."""
    return fold(text.upper().translate(_TO_CYRILLIC))


def repair_alphabet(text: str) -> str:
    """A Russian word with Latin look-alikes («Cергей» with a Latin C) written in one alphabet again.

    A word with any letter that has no Russian twin is left as it is.
    """
    if not _LATIN_LETTER.search(text) or not _CYRILLIC_LETTER.search(text):
        return text
    return " ".join(_repair_word(word) for word in text.split(" "))


def _repair_word(word: str) -> str:
    alone = len(word.strip(".,;:()")) == 1  # an initial in a Russian text
    if not alone and not _CYRILLIC_LETTER.search(word):
        return word
    repaired = word.translate(_TO_CYRILLIC)
    return word if _LATIN_LETTER.search(repaired) else repaired


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading as a row of full words: «Таб.№» and «табельный   номер» give the same key.

    Case, ё, punctuation, line breaks and the usual abbreviations do not matter; the order of words does.
    """
    text = fold(repair_alphabet(text))
    for pattern, replacement in _COMPOUNDS:
        text = pattern.sub(replacement, text)
    tokens = _join_letters(_NOT_WORD.sub(" ", text).replace("_", " ").split())
    return " ".join(_ABBREVIATIONS.get(token, token) for token in tokens)


def without_parentheses(text: str) -> str:
    """«Телефон (мобильный)» -> «Телефон »; the same text when nothing else would be left."""
    outside = _PARENTHESES.sub(" ", text)
    return outside if heading_key(outside) else text


def _join_letters(tokens: list[str]) -> list[str]:
    """«ф и о» -> «фио», «т н» -> «тн»: single letters in a row are one abbreviation."""
    joined: list[str] = []
    run = ""
    for token in tokens:
        if len(token) == 1 and token.isalpha():
            run += token
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(token)
    return [*joined, run] if run else joined
