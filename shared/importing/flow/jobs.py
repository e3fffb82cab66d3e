"""The steps of an import as durable jobs: each one transaction, begun again after a kill, done once.

Parsing is bound to the processor and runs in a thread. Progress is written on a connection of its own, because the
step's transaction shows nothing until it commits. No row is locked while a spreadsheet is read: the state is compared
again when the result is written.
"""

import asyncio
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, jobs
from shared.db.database import Database
from shared.errors import AppError
from shared.i18n import Locale
from shared.importing.flow import repository
from shared.importing.flow.errors import Cancelled, ColumnsMissing, GivenUp
from shared.importing.flow.target import ImportContext, ImportTarget, Plan
from shared.importing.repeats import ParsedRow
from shared.importing.report import StoredReport
from shared.importing.table import ImportLog, open_table
from shared.jobs.runner import JobHandler, Periodic
from shared.logging import get_logger
from shared.waiting import pause

log = get_logger(__name__)

CHECK, APPLY, UNDO = "import.check", "import.apply", "import.undo"
MOST_TRIES = 8
"""Of a step whose worker crashes, or which breaks off for a reason that is not the file's."""

_PROGRESS_SECONDS = 0.3
_AGAIN = timedelta(seconds=2)
_MOST_ROUNDS = 30
"""Of a check that waits for what is on its way: about two minutes."""
_LOCALES: tuple[Locale, ...] = ("ru", "en")


@dataclass(slots=True)
class _Meter:
    """How far the thread is; `cancelled` is set from outside and stops it."""

    done: int = 0
    total: int = 0
    cancelled: bool = False

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self.cancelled:
            raise Cancelled


@dataclass(frozen=True, slots=True)
class _Read:
    """A spreadsheet as understood now."""

    plan: Plan
    report: StoredReport
    codes: Collection[str]
    ready: bool
    rows: int = field(default=0)


class ImportJobs:
    """The handlers of one service's imports."""

    def __init__(self, database: Database, target: ImportTarget) -> None:
        self._database, self._target = database, target

    @property
    def handlers(self) -> Mapping[str, JobHandler]:
        return {
            CHECK: lambda payload: self._step(payload, "checking", partial(self._check, payload)),
            APPLY: lambda payload: self._step(payload, "applying", self._apply),
            UNDO: lambda payload: self._step(payload, "undoing", self._undo),
        }

    @property
    def periodic(self) -> Mapping[str, Periodic]:
        return {"import.expire": Periodic("*/10 * * * *", self._expire)}

    async def _step(self, payload: Mapping[str, Any], state: str, step: Any) -> None:
        """Run one step of an import that is still in `state`; a refusal of the file ends the import, not the job.

        Tries are counted before the step and outside of it: what kills the worker kills no count. After `MOST_TRIES`
        the import is given up, with words for whoever waits for it.
        """
        import_id = UUID(payload["import_id"])
        async with self._database.transaction() as session:
            tries = await repository.begin_step(session, import_id, state)
        if tries is None:
            return  # done already, by the worker that was thought dead
        if tries > MOST_TRIES:
            await self._give_up(import_id, state)
            return
        try:
            async with self._database.transaction() as session:
                await repository.take_time(session)
                row = await repository.card(session, import_id)
                if row is None or row.state != state:
                    return
                await step(session, row)
        except Cancelled:
            await self._end(import_id, "cancelled" if state == "checking" else "checked", cancelled=False)
        except AppError as refusal:
            failure = _told(refusal)
            if isinstance(refusal, ColumnsMissing):  # the file is good, the mapping is not: it can be corrected
                await self._end(import_id, "checked", failure=failure)
            else:
                await self._end(import_id, "failed", failure=failure, file=None)
        except Exception:
            if tries < MOST_TRIES:
                raise
            log.exception("import given up", import_id=str(import_id), step=state)
            await self._give_up(import_id, state)
        log.info("import step ended", import_id=str(import_id), step=state)

    async def _check(self, payload: Mapping[str, Any], session: AsyncSession, row: Any) -> None:
        """While what the rows name is only arriving, the check stays on its way and is repeated."""
        if row.cancelled:
            raise Cancelled
        read = await self._read(session, row)
        rounds = payload.get("round", 0) + 1
        again = rounds < _MOST_ROUNDS and await self._target.awaits(session, read.codes)
        current = await repository.locked(session, row.id)
        if current is None or current.state != "checking":
            return
        if again:
            await jobs.enqueue(session, CHECK, {**payload, "round": rounds}, after=_AGAIN)
        await repository.change(
            session,
            row.id,
            state="checking" if again else "checked",
            report=read.report.model_dump(mode="json"),
            creates=read.plan.creates,
            done=read.rows,
            total=read.rows,
        )

    async def _apply(self, session: AsyncSession, row: Any) -> None:
        await repository.one_at_a_time(session)
        read = await self._read(session, row)
        current = await repository.locked(session, row.id)
        if current is None or current.state != "applying":
            return
        if not read.ready:
            raise ColumnsMissing
        if current.cancelled:
            raise Cancelled
        await self._target.write(session, repository.context_of(row), read.plan)
        await repository.change(
            session,
            row.id,
            state="applied",
            applied_at=clock.now(),
            report=read.report.model_dump(mode="json"),
            creates=read.plan.creates,
            done=read.rows,
            total=read.rows,
        )

    async def _undo(self, session: AsyncSession, row: Any) -> None:
        await repository.one_at_a_time(session)
        if await repository.locked(session, row.id) is None:
            return
        taken = await self._target.take_back(session, repository.context_of(row))
        await repository.change(
            session, row.id, state="undone", file=None, taken={"taken_back": taken.taken_back, "kept": taken.kept}
        )

    async def _read(self, session: AsyncSession, row: Any) -> _Read:
        """Parse and match in a thread, with progress on the side."""
        context = repository.context_of(row)
        known = await self._target.know(session, context)
        synonyms = await repository.headings(session)
        file = await self._file(session, context)
        meter = _Meter()
        reading = asyncio.ensure_future(asyncio.to_thread(self._parse, file, known, synonyms, row.mapping, meter))
        ended = asyncio.Event()
        watching = asyncio.ensure_future(self._watch(row.id, meter, ended))
        try:
            return await reading
        finally:
            meter.cancelled = True
            ended.set()  # not cancelled: that would abandon a connection that is just being made
            await asyncio.gather(watching, reading, return_exceptions=True)

    async def _file(self, session: AsyncSession, context: ImportContext) -> bytes:
        content = await repository.content(session, context.import_id)
        if content is None:
            raise Cancelled
        return content

    def _parse(
        self, file: bytes, known: Any, synonyms: Mapping[str, str], mapping: Mapping[str, Any], meter: _Meter
    ) -> _Read:
        with open_table(io.BytesIO(file), self._target.spec(), synonyms=synonyms, mapping=mapping) as table:
            entries = ImportLog(table)
            rows: Iterator[ParsedRow] = table.rows(meter) if table.ready else iter(())
            plan = self._target.plan(known, rows, entries)
            return _Read(plan, entries.report(), entries.codes, table.ready, meter.total)

    async def _watch(self, import_id: UUID, meter: _Meter, ended: asyncio.Event) -> None:
        while not ended.is_set():
            await pause(ended, _PROGRESS_SECONDS)
            if ended.is_set():
                return
            async with self._database.transaction() as session:
                if await repository.note_progress(session, import_id, meter.done, meter.total):
                    meter.cancelled = True

    async def _end(self, import_id: UUID, state: str, **values: Any) -> None:
        async with self._database.transaction() as session:
            await repository.change(session, import_id, state=state, **values)

    async def _give_up(self, import_id: UUID, state: str) -> None:
        """What was applied stays applied when its undoing fails; anything else has changed nothing and is over."""
        failure = _told(GivenUp(tries=MOST_TRIES, import_id=import_id))
        if state == "undoing":
            await self._end(import_id, "applied", failure=failure)
        else:
            await self._end(import_id, "failed", failure=failure, file=None)

    async def _expire(self) -> None:
        async with self._database.transaction() as session:
            await repository.expire(session)


def _told(refusal: AppError) -> dict[str, Any]:
    """A refusal as the import keeps it, for readers of either language."""
    words: dict[str, dict[str, str]] = {
        locale: {
            "title": refusal.title.render(locale, refusal.params),
            "detail": refusal.detail.render(locale, refusal.params),
        }
        for locale in _LOCALES
    }
    return {"code": refusal.code, "status": refusal.status, **words}
