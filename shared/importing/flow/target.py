"""What a service adds to the common way of a spreadsheet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.principal import Scope
from shared.contracts.envelope import Event
from shared.i18n import Text
from shared.importing.repeats import ParsedRow
from shared.importing.spec import TableSpec
from shared.importing.table import ImportLog


@dataclass(frozen=True, slots=True)
class ImportContext:
    """One import: whose it is, and in which branches that person may import."""

    import_id: UUID
    actor: UUID
    scope: Scope


@dataclass(slots=True)
class Plan:
    """What an import would do: the service's own items for rows that are new or changed, and what it would create."""

    items: list[Any] = field(default_factory=list)
    creates: dict[str, list[str]] = field(default_factory=dict)  #: {"branches": ["Курское"]}: names, each once


@dataclass(frozen=True, slots=True)
class Taken:
    """What an undoing did: records taken back, and those left because somebody touched them since."""

    taken_back: int
    kept: int


class ImportTarget(Protocol):
    """A service's side of an import. Methods with a session work in the caller's transaction and never commit."""

    @property
    def texts(self) -> Mapping[str, Text]:
        """Words of the service's own problems, by code."""
        ...

    def spec(self) -> TableSpec:
        """The table as of today: a date in the future is a problem."""
        ...

    async def know(self, session: AsyncSession, context: ImportContext) -> Any:
        """Read what matching needs: persons, branches, what was imported before. Called by check and by apply."""
        ...

    def plan(self, known: Any, rows: Iterator[ParsedRow], log: ImportLog) -> Plan:
        """Go through the rows; `log.count` or `log.refuse` each that `log.accept`s. In a thread: no I/O, no session.

        `rows` counts progress by itself and raises `Cancelled` when the import was cancelled: let it through.
        """
        ...

    async def awaits(self, session: AsyncSession, problems: Collection[str]) -> bool:
        """Whether rows with problems of these codes may lack what is only on its way here: they are checked again."""
        ...

    async def write(self, session: AsyncSession, context: ImportContext, plan: Plan) -> None:
        """Write the plan with its history and events, in bulk; remember per record what an undoing must know."""
        ...

    def taught(self, before: Mapping[str, str], after: Mapping[str, str], *, actor: UUID) -> Event:
        """The event of a changed table of headings; both as {heading: field}."""
        ...

    async def take_back(self, session: AsyncSession, context: ImportContext) -> Taken:
        """Undo what nobody has touched since, with history and events."""
        ...
