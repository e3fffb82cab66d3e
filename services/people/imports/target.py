"""The register's side of an import: all else is `shared.importing.flow`."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people.events import imports as told
from services.people.imports import knowledge, texts
from services.people.imports.columns import register_table
from services.people.imports.plan import RegisterPlan, make_plan
from services.people.imports.undoing import Undoing
from services.people.imports.writing import Writer
from shared import clock
from shared.contracts.envelope import Event
from shared.i18n import Text
from shared.importing import ImportLog, ParsedRow, TableSpec
from shared.importing.flow import ImportContext, Plan, Taken


class RegisterImport:
    """`zone`: the union's time zone: its date, and the zone of branches that an import creates."""

    def __init__(self, *, zone: str) -> None:
        self._zone = zone

    @property
    def texts(self) -> Mapping[str, Text]:
        return texts.PROBLEMS

    def spec(self) -> TableSpec:
        return register_table(clock.today(self._zone))

    async def know(self, session: AsyncSession, context: ImportContext) -> knowledge.Knowledge:
        return await knowledge.read(session, scope=context.scope)

    def plan(self, known: knowledge.Knowledge, rows: Iterator[ParsedRow], log: ImportLog) -> Plan:
        made = make_plan(known, rows, log, self.spec())
        return Plan(items=[made], creates=made.places.creates)

    async def awaits(self, session: AsyncSession, problems: Collection[str]) -> bool:
        """The register is here: nothing comes from elsewhere."""
        return False

    async def write(self, session: AsyncSession, context: ImportContext, plan: Plan) -> None:
        made: RegisterPlan = plan.items[0]
        await Writer(session, context, zone=self._zone).write(made)

    def taught(self, before: Mapping[str, str], after: Mapping[str, str], *, actor: UUID) -> Event:
        return told.of_headings(before, after, actor=actor)

    async def take_back(self, session: AsyncSession, context: ImportContext) -> Taken:
        return await Undoing(session, context).take_back()
