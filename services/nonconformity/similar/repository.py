"""SQL of likely duplicates: how rare the typed words are, and which records are worth a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Text, func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import SET_ASIDE
from services.nonconformity.journal.repository import visible_to
from services.nonconformity.models import branches, categories, nonconformities, sites
from shared.auth.principal import Principal

MOST_STEMS = 12  #: the rarest of them are looked for
WORTH_COMPARING = 30
NEAR = timedelta(days=120)  #: a record of the same site that was filed within this time is looked at for any word
MOST_READ = 400  #: records that the rarest words may bring together; a word that is everywhere brings nothing

_n = nonconformities.c

# The planner's own statistics know which stems are in many records, and how many: reading them costs nothing, counting
# would read the records. A stem that is not among the thousand commonest is rare. Before the first ANALYZE all are.
_STEMS = text("""
    WITH typed AS (
        SELECT word, place, stem
        FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS given (word, place)
        CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('russian', word))) AS stem
    ), common AS (
        SELECT elem, freq
        FROM pg_stats CROSS JOIN LATERAL
            unnest(CAST(CAST(most_common_elems AS text) AS text[]), most_common_elem_freqs) AS counted (elem, freq)
        WHERE schemaname = current_schema() AND tablename = 'nonconformities' AND attname = 'search'
    )
    SELECT word, stem, coalesce(freq, 0) AS share, EXISTS (SELECT FROM words WHERE words.word = stem) AS known,
        (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = to_regclass('nonconformities')) AS records
    FROM typed LEFT JOIN common ON elem = stem
    ORDER BY place
""")


def _has(name: str) -> str:
    # A select of its own is computed once; a bare cast, in a plan that serves every caller, once for each record.
    return f"nonconformities.search @@ (SELECT CAST(:{name} AS tsquery))"


# As text: a dozen conditions built anew for every letter that is typed cost more than the database takes for them.
# Two nets, each with an index under it: rare words anywhere, any of the words at the same site around the same time.
_ANYWHERE = _has("rarest")
_NEARBY = f"""(
    nonconformities.site_id = CAST(:site AS uuid)
    AND nonconformities.registered_at BETWEEN CAST(:first AS timestamptz) AND CAST(:last AS timestamptz)
    AND {_has("any_of_them")}
)"""
_IS_OPEN_TO_COMPARISON = "nonconformities.state NOT IN ({})".format(
    ", ".join(f"'{state}'" for state in sorted(SET_ASIDE))
)
#: The weight of the sought stems that a record has. Padded, so that one statement serves every length.
_GAIN = " + ".join(
    f"CASE WHEN {_has(f'query_{place}')} THEN CAST(:weight_{place} AS float8) ELSE 0 END" for place in range(MOST_STEMS)
) + " AS gain"  # fmt: skip
_BEST_FIRST = "gained.gain * CASE WHEN gained.site_id = CAST(:site AS uuid) THEN 1 ELSE 0.5 END DESC"


@dataclass(frozen=True, slots=True)
class Sought:
    """A stem to look for: `query` has its look-alikes too when it is a slip, `share` of the records have it."""

    query: str
    weight: float
    share: float


async def stems(session: AsyncSession, words: Sequence[str]) -> Sequence[Row[Any]]:
    """(word, stem, share of the records that have it, whether any record has it, records) for each typed word."""
    return (await session.execute(_STEMS, {"words": list(words)})).all()


async def candidates(
    session: AsyncSession,
    *,
    principal: Principal,
    sought: Sequence[Sought],
    records: float,
    site_id: UUID,
    found_at: datetime,
    but: UUID | None,
) -> Sequence[Row[Any]]:
    """The records worth a comparison, those with the weightiest words in common first."""
    conditions: list[Any] = [
        text(f"({_ANYWHERE} OR {_NEARBY})"), text(_IS_OPEN_TO_COMPARISON), _n.id.is_distinct_from(but),
        visible_to(principal),
    ]  # fmt: skip
    gained = select(_n.id, _n.site_id, _n.registered_at, text(_GAIN)).where(*conditions).subquery("gained")
    best = (
        select(gained.c.id)
        .where(literal_column("gained.gain") > 0)
        .order_by(text(_BEST_FIRST), gained.c.registered_at.desc())
        .limit(WORTH_COMPARING)
        .cte("best")
    )
    statement: Select[Any] = (
        select(
            _n.id, _n.year, _n.serial, _n.state, _n.site_id, sites.c.name.label("site"), _n.place, _n.category_id,
            categories.c.name.label("category"), _n.severity, _n.description, _n.found_at, branches.c.time_zone,
            func.tsvector_to_array(func.ts_filter(_n.search, literal_column("""'{a}'::"char"[]""")),
                                   type_=ARRAY(Text)).label("stems"),
        )
        .join(best, best.c.id == _n.id)
        .join(sites, sites.c.id == _n.site_id)
        .join(categories, categories.c.id == _n.category_id)
        .join(branches, branches.c.id == _n.branch_id)
    )  # fmt: skip
    padded = [*sought, *[Sought("", 0.0, 0.0)] * (MOST_STEMS - len(sought))]
    given = {
        "rarest": _rarest(sought, records),
        "any_of_them": " | ".join(item.query for item in sought),
        "site": site_id,
        "first": found_at - NEAR,
        "last": found_at + NEAR,
        **{f"query_{place}": item.query for place, item in enumerate(padded)},
        **{f"weight_{place}": item.weight for place, item in enumerate(padded)},
    }
    rows: Sequence[Row[Any]] = (await session.execute(statement, given)).all()
    return rows


def _rarest(sought: Sequence[Sought], records: float) -> str:
    """The rarest stems as long as they bring few records together; the next ones only two by two."""
    by_rarity = sorted(sought, key=lambda item: item.share)
    alone: list[str] = []
    expected = 0.0
    for item in by_rarity:
        expected += item.share * records
        if expected > MOST_READ:
            break
        alone.append(item.query)
    rest = by_rarity[len(alone) :][:4]
    pairs = [
        f"({one.query} & {other.query})"
        for place, one in enumerate(rest)
        for other in rest[place + 1 :]
        if one.share * other.share * records < MOST_READ / 5
    ]
    return " | ".join(alone + pairs)
