"""Recognising what a column is by its heading. An exact word first, then a small typo; in doubt, nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from shared.importing.normalise import heading_key, without_parentheses
from shared.importing.spec import TableSpec

_LONGEST = 120  # a longer text is no heading
_MARGIN = 2  # by how many letters the runner-up must be worse than the best


class Rank(IntEnum):
    """How a heading was recognised, the surest way first."""

    TOLD = 0  # by the mapping that a person corrected
    LISTED = 1  # by the administrator's table
    EXACT = 2
    WITHOUT_NOTE = 3  # «Дата рождения (дд.мм.гггг)»
    OTHER_ORDER = 4  # «Номер табельный»
    TYPO = 5


@dataclass(frozen=True, slots=True)
class Recognised:
    """`field` is None when nothing fits; `rivals` are the fields between which it could not be decided."""

    field: str | None = None
    rank: Rank = Rank.TYPO
    rivals: tuple[str, ...] = ()


NOTHING = Recognised()


class Vocabulary:
    """All the headings that stand for a field of a table."""

    def __init__(self, spec: TableSpec, *, synonyms: Mapping[str, str] | None = None) -> None:
        """`synonyms`: heading -> field name, an administrator's table; it goes before what the spec says.

        Entries for fields that the table does not have are passed over. Raises ValueError when the spec itself gives
        one heading to two fields.
        """
        names = {field.name for field in spec.fields}
        self._listed = {heading_key(h): field for h, field in (synonyms or {}).items() if field in names}
        self._exact: dict[str, str] = {}
        for field in spec.fields:
            for word in (field.title.ru, field.title.en, *field.synonyms):
                if self._exact.setdefault(heading_key(word), field.name) != field.name:
                    raise ValueError(f"the heading {word!r} stands for two fields")
        self._any_order = _by_sorted_words(self._exact)
        self._seen: dict[str, Recognised] = {}

    def recognise(self, heading: str) -> Recognised:
        """The field that a heading stands for."""
        found = self._seen.get(heading)
        if found is None:
            found = self._seen[heading] = self._recognise(heading) if len(heading) <= _LONGEST else NOTHING
        return found

    def _recognise(self, heading: str) -> Recognised:
        key = heading_key(heading)
        if not key:
            return NOTHING
        bare = heading_key(without_parentheses(heading))
        for form, exact_rank in ((key, Rank.EXACT), (bare, Rank.WITHOUT_NOTE)):
            if form in self._listed:
                return Recognised(self._listed[form], Rank.LISTED)
            if form in self._exact:
                return Recognised(self._exact[form], exact_rank)
        ordered = self._any_order.get(_sorted_words(bare))
        if ordered:
            return Recognised(ordered, Rank.OTHER_ORDER)
        return self._with_typo(bare)

    def _with_typo(self, key: str) -> Recognised:
        allowed = _allowed_typos(key)
        if not allowed:
            return NOTHING
        digits = _digits(key)
        distances: dict[str, int] = {}
        for word, field in (*self._exact.items(), *self._listed.items()):
            if _digits(word) == digits:
                distance = OSA.distance(key, word, score_cutoff=allowed + _MARGIN)
                distances[field] = min(distance, distances.get(field, distance))
        ranked = sorted(distances, key=distances.__getitem__)
        if not ranked or distances[ranked[0]] > allowed:
            return NOTHING
        best = distances[ranked[0]]
        rivals = tuple(field for field in ranked if distances[field] < best + _MARGIN)
        return Recognised(ranked[0], Rank.TYPO) if len(rivals) == 1 else Recognised(rivals=rivals)


def _allowed_typos(key: str) -> int:
    """Short words differ by a letter too often («пол», «пал») to forgive anything."""
    if len(key) < 5:
        return 0
    return 1 if len(key) < 9 else 2


def _digits(key: str) -> str:
    """«Телефон 1» and «Телефон 2» are never a typo of each other."""
    return "".join(character for character in key if character.isdigit())


def _sorted_words(key: str) -> str:
    return " ".join(sorted(key.split()))


def _by_sorted_words(exact: Mapping[str, str]) -> dict[str, str]:
    table: dict[str, str] = {}
    doubtful: set[str] = set()
    for key, field in exact.items():
        words = _sorted_words(key)
        if table.setdefault(words, field) != field:
            doubtful.add(words)
    return {words: field for words, field in table.items() if words not in doubtful}


def settle(claims: Iterable[Recognised]) -> tuple[list[str | None], dict[str, list[int]]]:
    """Which column gets which field, in the order of columns, and the fields that several columns claim equally.

    The surest claim wins («Телефон» over «Телефон (рабочий)»); a tie gives the field to nobody.
    """
    columns = list(claims)
    best: dict[str, Rank] = {}
    for claim in columns:
        if claim.field is not None:
            best[claim.field] = min(claim.rank, best.get(claim.field, claim.rank))
    owners: dict[str, list[int]] = {field: [] for field in best}
    for index, claim in enumerate(columns):
        if claim.field is not None and claim.rank == best[claim.field]:
            owners[claim.field].append(index)
    fields: list[str | None] = [None] * len(columns)
    for field, indexes in owners.items():
        if len(indexes) == 1:
            fields[indexes[0]] = field
    return fields, {field: indexes for field, indexes in owners.items() if len(indexes) > 1}
