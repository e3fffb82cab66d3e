"""Search in the journal, by words and by number.

Words are looked for by their stems (PostgreSQL's Russian dictionary), so «изоляции» finds «изоляция», and a word may be
cut short. They are looked for in place, description and proposal, and in the names of site and category. Only a word
that occurs nowhere as it was typed is taken for a slip and compared with stems letter by letter: a right word never
drags in its look-alikes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Row,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import parse_number
from services.nonconformity.journal.repository import visible_to
from services.nonconformity.models import NUMBERS_A_YEAR, categories, counters, nonconformities, sites
from shared.auth.principal import Principal
from shared.db.russian import fold, folded

MOST_WORDS = 8
_LEAST_FOR_A_SLIP = 4  #: letters of a stem; a shorter one resembles too much

_n = nonconformities.c
_RUSSIAN: ColumnElement[Any] = literal_column("'russian'::regconfig")
_IDS = ARRAY(Uuid)
_ALIKE = 0.6  #: pg_trgm.word_similarity_threshold, which the operator %> goes by
_NAMED: Mapping[str, Sequence[Column[Any]]] = {
    "sites": (sites.c.name, sites.c.aliases),
    "categories": (categories.c.name,),
}
_STEMS = cast(func.strip(_n.search), Text)
_WORD = re.compile(r"\w+")


async def condition(session: AsyncSession, *, principal: Principal, words: str) -> ColumnElement[bool] | None:
    """What a record must fulfil to be found by the search words; None when they say nothing."""
    number = _by_number(words)
    typed = _WORD.findall(fold(words))[:MOST_WORDS]
    if not typed:
        return number
    known = await _look_up(session, principal, typed)
    # A word that the dictionary passes over («на», «и») does not narrow the search.
    by_words = [_by_word(row) for row in known if row.stems]
    if not by_words:
        return number
    found = and_(*by_words)
    return found if number is None else or_(number, found)


def _by_number(words: str) -> ColumnElement[bool] | None:
    parsed = parse_number(words)
    if parsed is None:
        return None
    year, serial = parsed
    if serial >= NUMBERS_A_YEAR:
        return false()
    if year is not None:
        return _n.number_order == year * NUMBERS_A_YEAR + serial
    every_year = select(cast(counters.c.year, Integer) * NUMBERS_A_YEAR + serial)
    return or_(_n.number_order.in_(every_year), _n.external_number == str(serial))


async def _look_up(session: AsyncSession, principal: Principal, typed: Sequence[str]) -> Sequence[Row[Any]]:
    """For each word: its stems, whether a visible record has it, and the sites and categories called so."""
    patterns = [word if word.isdecimal() else f"{word}:*" for word in typed]
    given = func.unnest(
        bindparam("typed", typed, type_=ARRAY(Text)), bindparam("patterns", patterns, type_=ARRAY(Text))
    )
    word = given.table_valued("typed", "pattern", with_ordinality="place").render_derived("word")
    query = func.to_tsquery(_RUSSIAN, word.c.pattern)
    in_text = exists().where(_n.search.op("@@")(query), visible_to(principal))
    columns: list[ColumnElement[Any]] = [
        word.c.pattern,
        func.tsvector_to_array(func.to_tsvector(_RUSSIAN, word.c.typed), type_=ARRAY(Text)).label("stems"),
        in_text.label("in_text"),
    ]
    for noun, table in _NAMED.items():
        called = folded(func.concat_ws(" ", *table))
        exact, alike = func.to_tsvector(_RUSSIAN, called).op("@@")(query), func.word_similarity(word.c.typed, called)
        ids = select(table[0].table.c.id)
        columns.append(func.array(ids.where(exact).scalar_subquery(), type_=_IDS).label(noun))
        columns.append(func.array(ids.where(alike > _ALIKE).scalar_subquery(), type_=_IDS).label(f"{noun}_alike"))
    return (await session.execute(select(*columns).order_by(word.c.place))).all()


def _by_word(word: Row[Any]) -> ColumnElement[bool]:
    if word.in_text or word.sites or word.categories:
        query = func.to_tsquery(_RUSSIAN, bindparam(None, word.pattern, type_=Text))
        return _any_of(_n.search.op("@@")(query), word.sites, word.categories)
    stem = word.stems[0]
    slip = _STEMS.op("%>")(bindparam(None, stem, type_=Text)) if len(stem) >= _LEAST_FOR_A_SLIP else false()
    return _any_of(slip, word.sites_alike, word.categories_alike)


def _any_of(
    in_text: ColumnElement[bool], site_ids: Sequence[UUID], category_ids: Sequence[UUID]
) -> ColumnElement[bool]:
    return or_(in_text, _n.site_id.in_(site_ids), _n.category_id.in_(category_ids))
