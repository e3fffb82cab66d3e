"""The search of the register in SQL.

A word is looked up among the words of all names (`name_words`, some thousands), and what fits is looked up in the
persons through a GIN index. The words go into the second statement as values, so that the planner knows how rare they
are: milliseconds among a hundred thousand persons, typo or not.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, any_, case, false, func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from services.people.domain.search import (
    SHORTEST_WITH_TYPO,
    Query,
    personnel_prefix,
    phone_fragments,
    within_one_typo,
)
from services.people.models import NameWord, Person
from shared.auth.principal import Scope
from shared.db.scope import in_scope

_SHORTEST_INSIDE = 3  #: shorter parts are sought at the beginning of words only


@dataclass(frozen=True, slots=True)
class Search:
    """What is sought: for each word of the query the words that people bear and that fit it."""

    query: Query
    words: Sequence[Sequence[str]]
    typos: bool

    @property
    def is_hopeless(self) -> bool:
        """Whether nobody can be found: nothing was asked, or nobody bears a word that fits."""
        return self.query.is_empty or not all(self.words)

    def condition(self, private: Scope) -> ColumnElement[bool]:
        """Persons in whom all that was asked is found. Phones are sought in the branches of `private` only."""
        if self.is_hopeless:
            return false()
        if _is_beginning(self.query):
            return Person.sort_key.startswith(self.query.words[0], autoescape=True)
        words = [Person.search_words.overlap(list(fitting)) for fitting in self.words]
        return and_(*words, *(_has_number(number, private) for number in self.query.numbers))

    def relevance(self) -> ColumnElement[str]:
        """To sort by: persons whose last name is what was typed, then the others; each by the alphabet."""
        name = Person.sort_key.expression
        if _is_beginning(self.query):
            return name  # as it is, so that the index gives the order
        if self.typos:
            fitting = literal(sorted({word for words in self.words for word in words}), ARRAY(Text))
            begins = func.split_part(name, " ", 1, type_=Text()) == any_(fitting)
        else:
            begins = or_(false(), *(name.startswith(word, autoescape=True) for word in self.query.words))
        return case((begins, "0"), else_="1") + name


async def prepare(session: AsyncSession, query: Query, *, typos: bool) -> Search:
    """Look up which words that people bear fit the words of the query."""
    found: list[list[str]] = [[] for _ in query.words]
    statements = [
        select(literal(place), NameWord.word).where(_fits(word, typos=typos)) for place, word in enumerate(query.words)
    ]
    if statements:
        for place, word in (await session.execute(union_all(*statements))).all():
            found[place].append(word)
    return Search(query, found, typos)


def _is_beginning(query: Query) -> bool:
    """One letter or two, and nothing else: the beginning of a last name, not a third of the register."""
    return len(query.words) == 1 and not query.numbers and len(query.words[0]) < _SHORTEST_INSIDE


def _fits(word: str, *, typos: bool) -> ColumnElement[bool]:
    known = NameWord.word.expression
    fitting = _begins(known, word, typos=typos)
    if len(word) >= _SHORTEST_INSIDE:
        fitting = or_(known.contains(word, autoescape=True), fitting)
    return fitting


def _begins(text: ColumnElement[str], word: str, *, typos: bool) -> ColumnElement[bool]:
    """Whether a text begins with the word, give or take one slip: so a name is found before it is typed to its end."""
    exactly = text.startswith(word, autoescape=True)
    if not typos or len(word) < SHORTEST_WITH_TYPO:
        return exactly
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for variant in within_one_typo(word):
        by_length[len(variant)].append(variant)
    slips = [
        func.left(text, length, type_=Text()) == any_(literal(sorted(variants), ARRAY(Text)))
        for length, variants in by_length.items()
    ]
    return or_(exactly, *slips)


def _has_number(number: str, private: Scope) -> ColumnElement[bool]:
    by_personnel_number = Person.personnel_key.startswith(personnel_prefix(number), autoescape=True)
    fragments = [] if private.is_empty else phone_fragments(number)
    by_phone = [Person.phone.contains(fragment, autoescape=True) for fragment in fragments]
    if not by_phone:
        return by_personnel_number
    return or_(by_personnel_number, and_(or_(*by_phone), in_scope(Person.branch_id, private)))
