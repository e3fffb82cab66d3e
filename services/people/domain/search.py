"""What the words of a search may stand for: another case, ё, a part of a word, one typo, a number."""

import re
from dataclasses import dataclass

from shared.importing import canonical_number, fold

MOST_WORDS = 6
SHORTEST_WITH_TYPO = 4  #: in a shorter word one letter makes another name
SHORTEST_NUMBER = 3

_SEPARATOR = re.compile(r"[-'’.,;()\s/]+")
_NUMBER = re.compile(r"[+\d][\d\s()+.-]*")
_PHONE = re.compile(r"(?:\+7|\b8)[\s(-]*\d{3}[\d\s()-]*\d")
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Query:
    """A search: all `words` (folded) must be found in a name, and all `numbers` (digits) in a number."""

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.numbers


def parse(text: str) -> Query:
    """Split what was typed. «+7 (975) 731-43» is one number; a word with a digit in it is a personnel number."""
    folded = fold(text)
    if _NUMBER.fullmatch(folded):
        return Query(numbers=(_digits(folded),))
    folded = _PHONE.sub(lambda phone: f" {_digits(phone.group())} ", folded)
    parts = [part for part in _SEPARATOR.split(folded) if part][:MOST_WORDS]
    words = tuple(dict.fromkeys(part for part in parts if not _has_digit(part)))
    numbers = tuple(dict.fromkeys(part for part in parts if _has_digit(part)))
    return Query(words, numbers)


def personnel_prefix(number: str) -> str:
    """The beginning of the canonical personnel number that this text asks for."""
    return canonical_number(number)


def phone_fragments(number: str) -> tuple[str, ...]:
    """The digits to look for in phones, which are kept as «79757314326»: an 8 in front may stand for the 7."""
    digits = _digits(number)
    if len(digits) < SHORTEST_NUMBER or not number.lstrip("+").isdigit():
        return ()
    if digits.startswith("8") and len(digits) > 4:
        return digits, "7" + digits[1:]
    return (digits,)


def within_one_typo(word: str) -> frozenset[str]:
    """The word and all words that one typing slip makes of it: a letter too many, too few, wrong, or two swapped.

    About 600 words for a name of nine letters: cheap to look up, and exact where trigrams only resemble.
    """
    if len(word) < SHORTEST_WITH_TYPO:
        return frozenset({word})
    letters = _LATIN if word.isascii() else _RUSSIAN
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    replaced = {head + letter + tail[1:] for head, tail in parts if tail for letter in letters}
    inserted = {head + letter + tail for head, tail in parts for letter in letters}
    return frozenset({word} | dropped | swapped | replaced | inserted)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
