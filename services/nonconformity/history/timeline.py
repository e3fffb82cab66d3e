"""What a record's timeline is made of, and who adds to it.

Every noun that something happens to beside the record itself (comments, observers, measures, ...) has a source: an
async function that gives the entries of one record. A new one is named in `sources.py`, and that is all.

    async def entries(session: AsyncSession, found: Found) -> Sequence[Entry]:
        return [
            Entry(
                at=row.owned_at, actor_id=row.actor_id, noun="measure", act="add", subject_id=row.id,
                phrase=Phrase(
                    Text(ru="Назначено мероприятие {title}: {owner}, срок — {due} ({actor})", en="..."),
                    {"title": Quoted(row.title), "owner": Person(row.owner_id), "due": row.due_on},
                ),
            )
        ]

Sentences are said of things, not of people («исполнение подтверждено», not «подтвердил»), and names stay in the
nominative, so that neither gender nor case has to be guessed.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.repository import Found
from shared.i18n import Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a sentence, shown as «Иванов П. С.»; `id` None: the anonymous author of the record."""

    id: UUID | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """What somebody typed: shown on one line, shortened, in quotation marks, with names for `@[uuid]`."""

    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Several things in a row."""

    parts: Sequence[Any]
    by: str = ", "


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with `{places}`, begun with a capital when it is shown, without a full stop.

    What may stand in `params`: texts and numbers, `Person`, `Quoted`, `Joined`, dates and moments (shown in the
    branch's zone), another `Phrase` or `Text`. `{actor}` is the entry's own actor.
    """

    text: Text
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `version`, `reason` and `changed` are told of the record's own acts."""

    at: datetime
    actor_id: UUID | None
    noun: str  #: "nonconformity", "comment", "observer", ...
    act: str
    phrase: Phrase
    subject_id: UUID | None = None  #: the comment, the measure, ...; None: the record itself
    version: int | None = None
    reason: str | None = None
    changed: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


#: The entries of one record, in the order they happened.
Source = Callable[[AsyncSession, Found], Awaitable[Sequence[Entry]]]
