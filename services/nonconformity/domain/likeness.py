"""How likely two findings are of the same thing: by what is written, where it is and when it was seen.

A score is between 0 and 1. The words decide, weighed by how rare each is; another place, another site, other numbers
(«кран № 9» is not «кран № 3») and the time between take from what the words gave.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from shared.db.russian import fold

LIKELY = 0.4  #: below this score nobody is bothered
LEAST_IN_COMMON = 0.3  #: of the weight of the words, whatever the place and the day
_SAME_CATEGORY = 0.05
_OTHER_NUMBERS = 0.75
_UNSAID = 0.8  #: what a place that one of the two does not name counts for: it is not another place
_A_SLIP = 0.8  #: what a word with a slip counts for
_LEAST, _LONG = 5, 9  #: letters of a word in which one slip is forgiven, and two; «кран» and «план» are two words
_SHORT = _LEAST - 1  #: letters of what such a word may be a slip of, as «бирак» is of «бирки», whose stem is «бирк»
_NONE: frozenset[str] = frozenset()
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Typed:
    """The finding that others are compared with. `stems`: each stem of its description to its weight."""

    site_id: UUID
    place: str
    category_id: UUID | None
    description: str
    stems: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Known:
    """A finding in the journal. `apart`: the time between the moments at which the two were found."""

    site_id: UUID
    place: str
    category_id: UUID
    description: str
    stems: Sequence[str]
    closed: bool
    apart: timedelta


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score, and what it came from: `shared` are stems of the typed finding, `place` is 1 for the same place."""

    score: float
    shared: tuple[str, ...]
    same_site: bool
    place: float
    same_category: bool

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY


def slips(typed: Iterable[str], known: Collection[str]) -> Mapping[str, frozenset[str]]:
    """{typed stem: those of the known stems that are the same word with a slip}, once for all that is compared."""
    short = [stem for stem in known if len(stem) >= _SHORT and stem.isalpha()]
    long = [stem for stem in short if len(stem) >= _LEAST]
    words = (stem for stem in typed if len(stem) >= _SHORT and stem.isalpha())
    return {stem: _with_a_slip(stem, short if len(stem) >= _LEAST else long) for stem in words}


def likeness(typed: Typed, known: Known, slipped: Mapping[str, frozenset[str]]) -> Likeness:
    """Compare two findings; `slipped` as `slips` gave it for all that `typed` is compared with."""
    shared, words = _in_common(typed.stems, known.stems, slipped)
    same_site, place = typed.site_id == known.site_id, alike(typed.place, known.place)
    same_category = typed.category_id == known.category_id
    days = abs(known.apart) / timedelta(days=1)
    score = min(words + _SAME_CATEGORY * same_category, 1.0) if words >= LEAST_IN_COMMON else 0.0
    score *= _numbers(typed.description, known.description)
    where = place if typed.place.strip() and known.place.strip() else _UNSAID
    score *= 0.55 + 0.45 * where if same_site else 0.3 + 0.2 * place
    score *= 0.7 + 0.3 * math.exp(-days / 45)
    if known.closed:  # what was fixed long ago and is found again is a repeat, not a duplicate
        score *= 0.4 + 0.5 * math.exp(-days / 60)
    return Likeness(round(score, 2), shared, same_site, place, same_category)


def alike(one: str, other: str) -> float:
    """How far two places are the same, 0 to 1: «машзал, отм. 8» is «машинный зал, отметка 8», and not «отм. 12»."""
    first, second = _WORD.findall(fold(one)), _WORD.findall(fold(other))
    if not first or not second:
        return 0.0
    if first != second:
        first, second = _as_written(first, second), _as_written(second, first)
    if len(first) > len(second):
        first, second = second, first
    found = sum(any(_same_word(word, candidate) for candidate in second) for word in first)
    # The longer description of one place may name more; what the shorter one says has to be there.
    share = found / len(first) * (0.7 + 0.3 * len(first) / len(second))
    return share * _numbers(one, other, clash=0.3)


def _in_common(
    typed: Mapping[str, float], known: Sequence[str], slipped: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, ...], float]:
    """(stems of the typed text that the known one has too, their share of both texts)."""
    total = sum(typed.values())
    if not total or not known:
        return (), 0.0
    have = frozenset(known)
    credit = {
        stem: 1.0 if stem in have else _A_SLIP for stem in typed if stem in have or slipped.get(stem, _NONE) & have
    }
    of_typed = sum(typed[stem] * share for stem, share in credit.items()) / total
    of_known = min(sum(credit.values()) / len(have), 1.0)
    # While it is typed, the new text is the shorter one: that it is contained counts for more.
    return tuple(credit), 0.65 * of_typed + 0.35 * of_known


def _with_a_slip(stem: str, known: Sequence[str]) -> frozenset[str]:
    """One letter of a short word, two of a long one."""
    forgiven = 2 if len(stem) >= _LONG else 1
    found = process.extract(stem, known, scorer=OSA.distance, score_cutoff=forgiven, limit=None)
    return frozenset(word for word, distance, _ in found if distance <= (2 if len(word) >= _LONG else 1))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.isdecimal() or other.isdecimal():
        return False
    short, long = sorted((one, other), key=len)
    return (len(short) >= 3 and long.startswith(short)) or (len(short) >= _LEAST and bool(_with_a_slip(one, [other])))


def _as_written(words: list[str], other: list[str]) -> list[str]:
    """The words, with those that the other text writes as one put together: «машинный зал» for «машзал»."""
    shorts = [short for short in other if short.isalpha() and short not in words]
    out: list[str] = []
    at = 0
    while at < len(words):
        found = next(_shorts_at(words, at, shorts), None) if shorts else None
        out.append(found[0] if found else words[at])
        at += found[1] if found else 1
    return out


def _shorts_at(words: Sequence[str], at: int, shorts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(a short form, of how many words): of those that begin at this place."""
    for short in shorts:
        if short[0] != words[at][0]:
            continue
        run = words[at : at + len(short)]
        if len(short) > 1 and short == "".join(word[0] for word in run):
            yield short, len(run)
        elif len(run) > 1 and _run_together(short, run[0], run[1]):
            yield short, 2


def _run_together(short: str, first: str, second: str) -> bool:
    """«машзал» of «машинный зал», «спецкорпус», «электроцех» (with its о): three letters of each word at least."""
    return any(
        second.startswith(short[cut:]) and first.startswith(short[: cut - 1] if short[cut - 1] in "ое" else short[:cut])
        for cut in range(3, len(short) - 2)
    )


def _numbers(one: str, other: str, *, clash: float = _OTHER_NUMBERS) -> float:
    """`clash` when both name numbers and have none in common, else 1."""
    first, second = ({word for word in _WORD.findall(text) if word.isdecimal()} for text in (one, other))
    return clash if first and second and not first & second else 1.0
