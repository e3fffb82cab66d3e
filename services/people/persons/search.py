"""The search of the register as SQL conditions.

A word is looked up among the words of all names (`name_words`, some thousands), and what fits is looked up in the
persons through a GIN index: milliseconds among a hundred thousand persons, typo or not.
"""

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
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


def condition(query: Query, *, private: Scope, typos: bool) -> ColumnElement[bool]:
    """Persons in whom all that was asked is found. Phones are sought in the branches of `private` only."""
    if query.is_empty:
        return false()
    words = [_has_word(word, typos=typos) for word in query.words]
    return and_(*words, *(_has_number(number, private) for number in query.numbers))


def relevance(query: Query) -> ColumnElement[str]:
    """To sort by: last names that begin with what was typed, then the others; each in the order of the alphabet."""
    begins = [Person.sort_key.startswith(word, autoescape=True) for word in query.words]
    rank = case((or_(false(), *begins), "0"), else_="1")
    return rank + Person.sort_key


def _has_word(word: str, *, typos: bool) -> ColumnElement[bool]:
    known = NameWord.word
    inside = len(word) >= _SHORTEST_INSIDE
    fitting = known.contains(word, autoescape=True) if inside else known.startswith(word, autoescape=True)
    if typos and len(word) >= SHORTEST_WITH_TYPO:
        variants = literal(sorted(within_one_typo(word)), ARRAY(Text))
        fitting = or_(fitting, known == func.any(variants))
    words = select(func.array_agg(known)).where(fitting).scalar_subquery()
    overlap: ColumnElement[bool] = Person.search_words.op("&&", is_comparison=True)(words)
    return overlap


def _has_number(number: str, private: Scope) -> ColumnElement[bool]:
    by_personnel_number = Person.personnel_key.startswith(personnel_prefix(number), autoescape=True)
    fragments = [] if private.is_empty else phone_fragments(number)
    by_phone = [Person.phone.contains(fragment, autoescape=True) for fragment in fragments]
    if not by_phone:
        return by_personnel_number
    return or_(by_personnel_number, and_(or_(*by_phone), in_scope(Person.branch_id, private)))
