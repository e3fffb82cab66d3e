"""Which records may be of the same thing as a finding: one in the journal, or one that is being typed."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import service as records
from services.nonconformity.domain import Severity, State, format_number
from services.nonconformity.domain.likeness import Known, Likeness, Typed, likeness, slips
from services.nonconformity.schemas import Ref
from services.nonconformity.search import repository as search
from services.nonconformity.similar import repository
from services.nonconformity.similar.reasons import reasons
from services.nonconformity.similar.repository import MOST_STEMS, Sought
from services.nonconformity.similar.schemas import Draft, Resembling, Similar
from shared import clock
from shared.auth.principal import Principal
from shared.db.russian import fold
from shared.i18n import Locale

MOST_SHOWN = 10
MOST_WORDS = 60  #: of a description; what a finding is about is said at its beginning
MOST_SLIPS = 3  #: words that nobody has written yet and that are compared letter by letter with those that are known
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Finding:
    """What is compared, whether it is typed or on record."""

    id: UUID | None
    site_id: UUID
    place: str
    category_id: UUID | None
    description: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class _Words:
    """The stems of a description: their weights, as what they were typed, and how to look for them."""

    weights: Mapping[str, float]
    typed: Mapping[str, str]
    sought: Sequence[Sought]
    records: float


async def of_record(session: AsyncSession, *, principal: Principal, record_id: UUID, locale: Locale) -> Similar:
    """What resembles a record. Raises NotFound for what the caller may not see."""
    record = (await records.visible(session, principal, record_id)).record
    finding = _Finding(record.id, record.site_id, record.place, record.category_id, record.description, record.found_at)
    return await _similar(session, principal, finding, locale)


async def of_draft(session: AsyncSession, *, principal: Principal, draft: Draft, locale: Locale) -> Similar:
    """What resembles a finding that is being typed; a moment to come counts as now."""
    now = clock.now()
    found_at = min(draft.found_at or now, now)
    finding = _Finding(None, draft.site_id, draft.place, draft.category_id, draft.description, found_at)
    return await _similar(session, principal, finding, locale)


async def _similar(session: AsyncSession, principal: Principal, finding: _Finding, locale: Locale) -> Similar:
    words = await _words(session, finding.description)
    if not words.sought:
        return Similar(items=[])
    rows = await repository.candidates(
        session,
        principal=principal,
        sought=words.sought,
        records=words.records,
        site_id=finding.site_id,
        found_at=finding.found_at,
        but=finding.id,
    )
    typed = Typed(finding.site_id, finding.place, finding.category_id, finding.description, words.weights)
    slipped = slips(words.weights, {stem for row in rows for stem in row.stems})
    compared = ((likeness(typed, _known(row, finding.found_at), slipped), row) for row in rows)
    likely = sorted(((like, row) for like, row in compared if like.is_likely), key=_rank)
    return Similar(items=[_shown(like, row, finding, words, locale) for like, row in likely[:MOST_SHOWN]])


async def _words(session: AsyncSession, description: str) -> _Words:
    """A rare word says more than one that is everywhere: its weight is the logarithm of its rarity."""
    typed = list(dict.fromkeys(_WORD.findall(fold(description))))[:MOST_WORDS]
    rows = await repository.stems(session, typed)
    weights = {row.stem: _weight(row.share) for row in rows}
    queries = {row.stem: _query(row.stem) for row in rows}
    unknown = [row.stem for row in rows if not row.known and row.stem.isalpha() and len(row.stem) >= search.LEAST]
    for stem in sorted(set(unknown), key=len, reverse=True)[:MOST_SLIPS]:
        alike = await search.nearest(session, stem)
        if alike:
            queries[stem] = "(" + " | ".join(map(search.quoted, alike)) + ")"
    sought = sorted(
        (Sought(queries[row.stem], weights[row.stem], row.share) for row in {row.stem: row for row in rows}.values()),
        key=lambda item: -item.weight,
    )
    return _Words(weights, {row.stem: row.word for row in rows}, sought[:MOST_STEMS], rows[0].records if rows else 1)


def _query(stem: str) -> str:
    """The dictionary takes «ЩС-18» for a word and a number below zero."""
    quoted = search.quoted(stem)
    return f"({quoted} | '-{stem}')" if stem.isdecimal() else quoted


def _weight(share: float) -> float:
    """From 1 for a word that is in every record to 5 for one that is in fewer than one of ten thousand."""
    return 1 - math.log10(min(max(share, 1e-4), 1.0))


def _known(row: Row[Any], found_at: datetime) -> Known:
    return Known(
        site_id=row.site_id,
        place=row.place,
        category_id=row.category_id,
        description=row.description,
        stems=[stem.lstrip("-") for stem in row.stems],
        closed=row.state == State.CLOSED,
        apart=found_at - row.found_at,
    )


def _rank(found: tuple[Likeness, Row[Any]]) -> tuple[float, float]:
    like, row = found
    return -like.score, -row.found_at.timestamp()


def _shown(like: Likeness, row: Row[Any], finding: _Finding, words: _Words, locale: Locale) -> Resembling:
    zone = ZoneInfo(row.time_zone)
    said: Iterable[str] = reasons(
        like,
        words=words.typed,
        found_on=finding.found_at.astimezone(zone).date(),
        known_on=row.found_at.astimezone(zone).date(),
        today=clock.today(row.time_zone),
        closed=row.state == State.CLOSED,
        locale=locale,
    )
    return Resembling(
        id=row.id,
        number=format_number(row.year, row.serial),
        state=State(row.state),
        score=like.score,
        reasons=list(said),
        site=Ref(id=row.site_id, name=row.site),
        place=row.place,
        category=Ref(id=row.category_id, name=row.category),
        severity=Severity(row.severity),
        description=row.description,
        found_at=row.found_at,
    )
