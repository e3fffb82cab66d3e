"""Search in the journal, by words and by number.

Words are looked for by their stems (PostgreSQL's Russian dictionary), so «изоляции» finds «изоляция», and a word that
no record has whole may be one cut short. They are looked for in place, description and proposal, and in the names of
site and category. Only a word that occurs nowhere as it was typed is taken for a slip: then the stems nearest to it
by letters stand in for it. So a right word never drags in its look-alikes.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from rapidfuzz.distance import OSA
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Row,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import parse_number
from services.nonconformity.journal.repository import visible_to
from services.nonconformity.models import NUMBERS_A_YEAR, categories, counters, nonconformities, sites, words
from shared.auth.principal import Principal
from shared.db.russian import fold, folded

MOST_WORDS = 8
MANY = 3  #: slips that are too many
_LONG = 6  #: letters of a word in which two slips are forgiven; in a shorter one, one
LEAST = 4  #: letters; a shorter word resembles too much

_n = nonconformities.c
_RUSSIAN: ColumnElement[Any] = literal_column("'russian'::regconfig")
_IDS = ARRAY(Uuid)
_NAMED: Mapping[str, Sequence[Column[Any]]] = {
    "sites": (sites.c.name, sites.c.aliases),
    "categories": (categories.c.name,),
}
_WORD = re.compile(r"\w+")


async def condition(session: AsyncSession, *, principal: Principal, text: str) -> ColumnElement[bool] | None:
    """What a record must fulfil to be found by the search words; None when they say nothing."""
    number = _by_number(text)
    typed = _WORD.findall(fold(text))[:MOST_WORDS]
    if not typed:
        return number
    known = await _look_up(session, principal, typed)
    # A word that the dictionary passes over («на», «и») does not narrow the search.
    by_words = [await _by_word(session, row) for row in known if row.stems]
    return or_(number, and_(*by_words)) if by_words else None


def _by_number(text: str) -> ColumnElement[bool]:
    """Our number in any spelling, or the one that it had in the imported journal."""
    external = _n.external_number == text
    year, serial = parse_number(text) or (None, NUMBERS_A_YEAR)
    if serial >= NUMBERS_A_YEAR:
        return external
    if year is not None:
        return or_(_n.number_order == year * NUMBERS_A_YEAR + serial, external)
    every_year = select(cast(counters.c.year, BigInteger) * NUMBERS_A_YEAR + serial)
    return or_(_n.number_order.in_(every_year), _n.external_number == str(serial), external)


async def _look_up(session: AsyncSession, principal: Principal, typed: Sequence[str]) -> Sequence[Row[Any]]:
    """For each word: its stems, whether a visible record has it, at all or as a whole, and the names that have it."""
    # The dictionary takes «ЩС-18» for a word and a number below zero.
    patterns = [f"{word} | -{word}" if word.isdecimal() else f"{word}:*" for word in typed]
    given = func.unnest(
        bindparam("typed", typed, type_=ARRAY(Text)), bindparam("patterns", patterns, type_=ARRAY(Text))
    )
    word = given.table_valued("typed", "pattern", with_ordinality="place").render_derived("word")
    stems = func.tsvector_to_array(func.to_tsvector(_RUSSIAN, word.c.typed), type_=ARRAY(Text))
    # A word is looked for as one cut short only when its stem is nearly all of it: the stem of «перила» is «пер».
    nearly_all = func.length(func.array_to_string(stems, "")) >= func.length(word.c.typed) - 1
    pattern = case((or_(nearly_all, word.c.typed.op("~")("^[0-9]+$")), word.c.pattern), else_=word.c.typed)
    query = func.to_tsquery(_RUSSIAN, pattern)
    in_text, whole = (
        exists().where(_n.search.op("@@")(sought), visible_to(principal))
        for sought in (query, func.to_tsquery(_RUSSIAN, word.c.typed))
    )
    columns: list[ColumnElement[Any]] = [
        word.c.typed,
        pattern.label("pattern"),
        stems.label("stems"),
        in_text.label("in_text"),
        whole.label("whole"),
    ]
    for noun, table in _NAMED.items():
        called = func.to_tsvector(_RUSSIAN, folded(func.concat_ws(" ", *table)))
        ids = select(table[0].table.c.id).where(called.op("@@")(query))
        columns.append(func.array(ids.scalar_subquery(), type_=_IDS).label(noun))
    return (await session.execute(select(*columns).order_by(word.c.place))).all()


async def _by_word(session: AsyncSession, word: Row[Any]) -> ColumnElement[bool]:
    if word.in_text or word.sites or word.categories:
        # What some record has as it was typed is a whole word: «леса» is not the beginning of «лестница».
        sought = word.typed if word.whole and not word.typed.isdecimal() else word.pattern
        query = func.to_tsquery(_RUSSIAN, bindparam(None, sought, type_=Text))
        return _any_of(_n.search.op("@@")(query), word.sites, word.categories)
    stems = await nearest(session, word.stems[0])
    alike = cast(bindparam(None, " | ".join(map(quoted, stems)), type_=Text), TSQUERY)
    in_text = _n.search.op("@@")(alike) if stems else false()
    return _any_of(in_text, *[await _called_alike(session, table, word.typed) for table in _NAMED.values()])


async def nearest(session: AsyncSession, stem: str) -> list[str]:
    """The known stems fewest slips away: a letter missing, too much, another one, or two in the wrong order."""
    alike = (await session.scalars(select(words.c.word).where(_resembles(words.c.word, stem)))).all()
    slips = {word: _slips(word, stem) for word in alike}
    least = min(slips.values(), default=MANY)
    return [word for word, count in slips.items() if count == least < MANY]


def _resembles(word: ColumnElement[str], stem: str) -> ColumnElement[bool]:
    """A net that an index can cast, wide enough: whom it catches is compared letter by letter.

    Trigrams are too coarse for a short stem, of which one slip may leave none whole. But it leaves the first two
    letters or the last two, or, when it swaps the middle ones of four, the first and the last.
    """
    if len(stem) >= _LONG:
        return word.op("%")(stem)
    first, last = (partial(method, autoescape=True) for method in (word.startswith, word.endswith))
    return or_(first(stem[:2]), last(stem[-2:]), and_(first(stem[0]), last(stem[-1])))


def quoted(stem: str) -> str:
    """The stem as an operand of a tsquery: those of addresses hold quotes and backslashes."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


async def _called_alike(session: AsyncSession, columns: Sequence[Column[Any]], typed: str) -> list[UUID]:
    """The sites or categories with a word in their name that is a slip or two away."""
    called = folded(func.concat_ws(" ", *columns)).label("called")
    rows = (await session.execute(select(columns[0].table.c.id, called))).all()
    return [row.id for row in rows if any(_slips(word, typed) < MANY for word in _WORD.findall(row.called))]


def _slips(known: str, typed: str) -> int:
    """How many slips lie between two words; MANY when it is not to be taken for one of them."""
    if len(typed) < LEAST:
        return MANY
    forgiven = 2 if len(typed) >= _LONG else 1
    distance = OSA.distance(known, typed, score_cutoff=forgiven)
    return distance if distance <= forgiven else MANY


def _any_of(
    in_text: ColumnElement[bool], site_ids: Sequence[UUID], category_ids: Sequence[UUID]
) -> ColumnElement[bool]:
    return or_(in_text, _n.site_id.in_(site_ids), _n.category_id.in_(category_ids))
