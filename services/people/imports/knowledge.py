"""What the register knows when a spreadsheet is matched with it: persons and places, removed ones too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.domain.membership import Membership
from services.people.domain.persons import FIELDS
from services.people.models import Branch, Person, Site, Unit
from shared.auth.principal import Scope
from shared.importing import canonical_number, fold


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A card. `removed`: taken back by an undone import; a row that names it revives it."""

    id: UUID
    version: int
    removed: bool
    values: Mapping[str, Any]  #: the fields of domain.persons

    @property
    def name_key(self) -> tuple[str, str, str]:
        values = self.values
        return fold(values["last_name"]), fold(values["first_name"]), fold(values["middle_name"] or "")

    @property
    def number_key(self) -> str | None:
        number = self.values["personnel_number"]
        return canonical_number(number) if number else None

    @property
    def membership(self) -> Membership:
        return Membership(self.values["is_member"], self.values["joined_on"], self.values["left_on"])


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A branch, a unit (of `branch_id`) or a site."""

    id: UUID
    name: str
    removed: bool
    branch_id: UUID | None = None
    aliases: Sequence[str] = ()
    closed: bool = False  #: takes nobody new


@dataclass(frozen=True, slots=True)
class Knowledge:
    persons: Sequence[KnownPerson]
    branches: Sequence[KnownPlace]
    units: Sequence[KnownPlace]
    sites: Sequence[KnownPlace]
    scope: Scope  #: where the importer may import


async def read(session: AsyncSession, *, scope: Scope) -> Knowledge:
    columns = [getattr(Person, field) for field in FIELDS]
    rows = await session.execute(select(Person.id, Person.version, Person.removed_at, *columns))
    persons = [KnownPerson(row[0], row[1], row[2] is not None, dict(zip(FIELDS, row[3:], strict=True))) for row in rows]
    branches = await session.execute(select(Branch.id, Branch.name, Branch.removed_at, Branch.closed_at))
    units = await session.execute(select(Unit.id, Unit.name, Unit.removed_at, Unit.branch_id, Unit.closed_at))
    columns = [Site.id, Site.name, Site.removed_at, Site.branch_id, Site.aliases, Site.closed_at]
    sites = await session.execute(select(*columns))
    return Knowledge(
        persons=persons,
        branches=[KnownPlace(row[0], row[1], row[2] is not None, closed=row[3] is not None) for row in branches],
        units=[KnownPlace(row[0], row[1], row[2] is not None, row[3], closed=row[4] is not None) for row in units],
        sites=[KnownPlace(row[0], row[1], row[2] is not None, row[3], row[4], row[5] is not None) for row in sites],
        scope=scope,
    )
