"""What the journal knows when a spreadsheet is matched with it: people, sites, branches, earlier imports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import State, format_number
from services.nonconformity.imports.rows import STATUS_WORDS
from services.nonconformity.models import (
    branches,
    categories,
    import_links,
    nonconformities,
    persons,
    sites,
    status_words,
)
from shared.auth.principal import Scope
from shared.importing import KnownPerson, Parser, PersonIndex, choice, fold, word_key

_GENERIC = frozenset({"аэс", "атомная", "электростанция", "площадка", "филиал"})


@dataclass(frozen=True, slots=True)
class KnownBranch:
    id: UUID
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Link:
    """A record that an import made: the key and digest of its row, and its versions then and now."""

    record_id: UUID
    number: str
    digest: bytes
    version: int
    current_version: int
    withdrawn: bool


class SiteIndex:
    """Sites by name and alias: case, ё, word order, brackets and the word «АЭС» do not matter."""

    def __init__(self, sites: Iterable[tuple[UUID, Sequence[str]]]) -> None:
        self._forms: dict[tuple[str, ...], set[UUID]] = {}
        for site_id, names in sites:
            for name in names:
                for form in _forms(name):
                    self._forms.setdefault(form, set()).add(site_id)

    def match(self, written: str) -> UUID | None:
        """The one site that this can mean; the surest form that anything answers to decides."""
        for form in _forms(written):
            found = self._forms.get(form, set())
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def _forms(name: str) -> list[tuple[str, ...]]:
    """From the surest to the most forgiving: all words, those outside brackets, those that are no generic ones."""
    every = tuple(sorted(word_key(name).split()))
    outside = tuple(sorted(word_key(name.split("(")[0]).split()))
    telling = tuple(word for word in outside if word not in _GENERIC)
    return [form for form in dict.fromkeys((every, outside, telling)) if form]


@dataclass(frozen=True)
class Known:
    """All that matching needs. `categories`: folded name -> id; `links`: key of a row -> the record it made."""

    people: PersonIndex[UUID]
    has_people: bool
    names: Mapping[UUID, str]  #: with the personnel number, so that namesakes can be told apart
    home: Mapping[UUID, UUID | None]  #: person -> branch
    sites: SiteIndex
    branches: Mapping[UUID, KnownBranch]
    categories: Mapping[str, tuple[UUID, str]]
    links: Mapping[bytes, Link]
    status: Parser
    scope: Scope
    now: datetime


async def read(session: AsyncSession, *, scope: Scope, now: datetime) -> Known:
    """All of it, in a few statements. Persons who were removed are not matched: new records do not take them."""
    people = (await session.execute(select(persons).where(~persons.c.removed))).all()
    places = (await session.execute(select(branches.c.id, branches.c.name, branches.c.time_zone))).all()
    named = (await session.execute(select(sites.c.id, sites.c.name, sites.c.aliases))).all()
    kinds = (await session.execute(select(categories.c.id, categories.c.name))).all()
    taught = (await session.execute(select(status_words.c.key, status_words.c.state))).all()
    return Known(
        people=PersonIndex(
            KnownPerson(row.id, row.last_name, row.first_name, row.middle_name or "", row.personnel_number or "")
            for row in people
        ),
        has_people=bool(people),
        names={row.id: _label(row) for row in people},
        home={row.id: row.branch_id for row in people},
        sites=SiteIndex((row.id, [row.name, *row.aliases]) for row in named),
        branches={row.id: KnownBranch(row.id, row.name, row.time_zone) for row in places},
        categories={fold(row.name): (row.id, row.name) for row in kinds},
        links=await _links(session),
        status=choice(STATUS_WORDS, extra={row.key: State(row.state) for row in taught}, problem="unknown_status"),
        scope=scope,
        now=now,
    )


async def _links(session: AsyncSession) -> dict[bytes, Link]:
    n, link = nonconformities.c, import_links.c
    statement = select(link.key, n.id, n.year, n.serial, link.digest, link.version, n.version, n.withdrawn).join(
        nonconformities, n.id == link.nonconformity_id
    )
    return {
        key: Link(record_id, format_number(year, serial), digest, version, current, withdrawn)
        for key, record_id, year, serial, digest, version, current, withdrawn in await session.execute(statement)
    }


def _label(person: Row[Any]) -> str:
    return f"{person.full_name} ({person.personnel_number})" if person.personnel_number else str(person.full_name)
