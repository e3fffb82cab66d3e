"""Use cases of an import at the door: store the file, move the import on, wait for the worker."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, jobs
from shared.auth.principal import Principal, Scope
from shared.db.database import Database
from shared.errors import NotFound
from shared.i18n import Locale
from shared.ids import new_id
from shared.importing.flow import errors, repository
from shared.importing.flow.jobs import APPLY, CHECK, UNDO
from shared.importing.flow.schemas import Failure, ImportCard, Progress, TakenBack
from shared.importing.flow.target import ImportTarget
from shared.importing.report import StoredReport
from shared.telemetry import current_correlation_id

RUNNING = frozenset({"checking", "applying", "undoing"})
_POLL_SECONDS = 0.05


async def begin(session: AsyncSession, *, file_name: str, content: bytes, principal: Principal, scope: Scope) -> UUID:
    """Store the file and have it checked."""
    import_id = new_id()
    await repository.create(
        session, import_id=import_id, file_name=file_name, content=content, actor=principal.id, scope=scope
    )
    await _enqueue(session, CHECK, import_id)
    return import_id


async def check_again(
    session: AsyncSession, *, import_id: UUID, mapping: Mapping[str, str | None], principal: Principal, scope: Scope,
    target: ImportTarget,
) -> None:  # fmt: skip
    """Have a checked import checked under a corrected mapping. Raises NotFound, NotChecked, UnknownField."""
    await _correct(
        session, CHECK, "checking", import_id=import_id, mapping=mapping, principal=principal, scope=scope,
        target=target,
    )  # fmt: skip


async def apply(
    session: AsyncSession, *, import_id: UUID, mapping: Mapping[str, str | None], principal: Principal, scope: Scope,
    target: ImportTarget,
) -> None:  # fmt: skip
    """Have a checked import written, under the corrected mapping when there is one.

    Raises NotFound, NotChecked, UnknownField.
    """
    await _correct(
        session, APPLY, "applying", import_id=import_id, mapping=mapping, principal=principal, scope=scope,
        target=target,
    )  # fmt: skip


async def _correct(
    session: AsyncSession, job: str, state: str, *, import_id: UUID, mapping: Mapping[str, str | None],
    principal: Principal, scope: Scope, target: ImportTarget,
) -> None:  # fmt: skip
    row = await _own(session, import_id, principal, scope)
    if row.state != "checked":
        raise errors.NotChecked(state=row.state)
    known = target.spec().by_name
    for field in mapping.values():
        if field is not None and field not in known:
            raise errors.UnknownField(field=field, known=", ".join(known))
    if state == "checking":
        await repository.change(session, import_id, report=None)  # not the one of a check that is being repeated
    await repository.change(
        session,
        import_id,
        state=state,
        mapping={**row.mapping, **mapping},
        applied_by=principal.id,
        done=0,
        cancelled=False,
        failure=None,
    )
    await _enqueue(session, job, import_id)


async def undo(session: AsyncSession, *, import_id: UUID, principal: Principal, scope: Scope) -> None:
    """Have an applied import taken back. Raises NotFound, NotApplied, UndoTooLate."""
    row = await _own(session, import_id, principal, scope)
    if row.state != "applied":
        raise errors.NotApplied(state=row.state)
    if clock.now() > row.applied_at + repository.UNDO_FOR:
        raise errors.UndoTooLate
    await repository.change(session, import_id, state="undoing")
    await _enqueue(session, UNDO, import_id)


async def cancel(session: AsyncSession, *, import_id: UUID, principal: Principal, scope: Scope) -> None:
    """Ask a running check or apply to stop: what it did is rolled back. Raises NotFound, NotRunning."""
    row = await _own(session, import_id, principal, scope)
    if row.state not in ("checking", "applying"):
        raise errors.NotRunning(state=row.state)
    await repository.change(session, import_id, cancelled=True)


async def wait_while_running(
    database: Database, *, import_id: UUID, principal: Principal, scope: Scope, seconds: float
) -> Row[Any]:
    """The import once its step has ended, or as it stands after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        async with database.transaction() as session:
            row = await repository.card(session, import_id)
        if row is None or not _sees(row, principal, scope):
            raise NotFound
        if row.state not in RUNNING or time.monotonic() >= deadline:
            return row
        await asyncio.sleep(_POLL_SECONDS)


def card(row: Row[Any], locale: Locale, target: ImportTarget) -> ImportCard:
    """The wire answer, in the reader's language."""
    report = StoredReport.model_validate(row.report or {})
    shown = report.render(locale, id=row.id, state=row.state, texts=target.texts)
    failure = row.failure
    return ImportCard(
        **shown.model_dump(),
        file_name=row.file_name,
        creates=row.creates,
        progress=Progress(done=row.done, total=row.total),
        awaits_register=row.state == "checking" and row.report is not None,
        created_at=row.created_at,
        applied_at=row.applied_at,
        undo_until=repository.undo_until(row.applied_at) if row.state == "applied" else None,
        undone=TakenBack.model_validate(row.taken) if row.taken else None,
        failure=Failure(code=failure["code"], **failure[locale]) if failure else None,
    )


async def _own(session: AsyncSession, import_id: UUID, principal: Principal, scope: Scope) -> Row[Any]:
    row = await repository.locked(session, import_id)
    if row is None or not _sees(row, principal, scope):
        raise NotFound
    return row


def _sees(row: Row[Any], principal: Principal, scope: Scope) -> bool:
    """An import is its author's, and theirs who may import everywhere."""
    return row.created_by == principal.id or scope.is_everywhere


async def _enqueue(session: AsyncSession, job: str, import_id: UUID) -> None:
    await jobs.enqueue(session, job, {"import_id": str(import_id), "correlation_id": current_correlation_id()})
