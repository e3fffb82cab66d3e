"""The routes of an import, the same in every service.

These routes commit before they wait for the worker: they open transactions of their own, beside the request's.
"""

import re
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response, UploadFile
from pydantic import BaseModel

from shared import outbox
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.errors import AppError, TooLarge
from shared.i18n import Locale, Text, negotiate
from shared.importing.archive import Limits
from shared.importing.flow import errors, repository, service
from shared.importing.flow.schemas import ApplyIn, HeadingSynonym, HeadingSynonyms, ImportCard
from shared.importing.flow.target import ImportTarget
from shared.web.routing import Session, require, service_router

_DEFAULT_WAIT = 10.0
_LONGEST_WAIT = 30.0
_MIB = 2**20


class ImportCards(BaseModel):
    items: Sequence[ImportCard]


class FileRefused(AppError):
    """A stored refusal of the worker, answered by the request that waited for it."""

    def __init__(self, failure: dict[str, dict[str, str]], status: int) -> None:
        super().__init__()
        self.status, self.code = status, str(failure["code"])  # type: ignore[misc]
        self.title = Text(ru=failure["ru"]["title"], en=failure["en"]["title"])  # type: ignore[misc]
        self.detail = Text(ru=failure["ru"]["detail"], en=failure["en"]["detail"])  # type: ignore[misc]


def _seconds_to_wait(
    prefer: Annotated[str | None, Header(description="`wait=0` answers at once (RFC 7240).")] = None,
) -> float:
    found = re.search(r"\bwait=(\d{1,4})\b", prefer or "")
    return min(float(found[1]), _LONGEST_WAIT) if found else _DEFAULT_WAIT


def _locale(accept_language: Annotated[str | None, Header()] = None) -> Locale:
    return negotiate(accept_language)


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Wait = Annotated[float, Depends(_seconds_to_wait)]
CallerLocale = Annotated[Locale, Depends(_locale)]
OwnDatabase = Annotated[Database, Depends(_database)]


def import_router(
    target: ImportTarget, *, prefix: str, permission: str, synonyms_permission: str, tag: str
) -> APIRouter:
    """Routes under `prefix` for holders of `permission`; headings are taught by holders of `synonyms_permission`."""
    router = service_router(prefix=prefix, tags=[tag])
    MayImport = Annotated[Principal, Depends(require(permission))]
    MayTeach = Annotated[Principal, Depends(require(synonyms_permission))]

    async def answer(
        database: Database, import_id: UUID, principal: Principal, seconds: float, locale: Locale, *, refuse: bool
    ) -> ImportCard:
        row = await service.wait_while_running(
            database, import_id=import_id, principal=principal, scope=principal.scope(permission), seconds=seconds
        )
        if refuse and row.failure:
            raise FileRefused(row.failure, row.failure["status"])
        return service.card(row, locale, target)

    @router.post("", status_code=201, name=f"check {tag} spreadsheet")
    async def start_import(
        file: UploadFile,
        principal: MayImport,
        database: OwnDatabase,
        wait: Wait,
        locale: CallerLocale,
        response: Response,
    ) -> ImportCard:
        """Check a spreadsheet: columns, counts, problems. Nothing is imported until it is applied.

        Answers when the check has ended, or after ten seconds with the state then (`Prefer: wait=0`: at once).
        """
        limit = Limits().file_bytes
        if (file.size or 0) > limit:
            raise TooLarge(limit_mib=limit // _MIB)
        async with database.transaction() as session:
            import_id = await service.begin(
                session,
                file_name=(file.filename or "")[:200],
                content=await file.read(),
                principal=principal,
                scope=principal.scope(permission),
            )
        response.headers["Location"] = f"{prefix}/{import_id}"
        return await answer(database, import_id, principal, wait, locale, refuse=True)

    @router.get("", name=f"list {tag} imports")
    async def list_imports(
        session: Session, principal: MayImport, locale: CallerLocale, limit: Annotated[int, Query(ge=1, le=100)] = 20
    ) -> ImportCards:
        """The latest imports: one's own, or everybody's for who may import everywhere."""
        own_only = None if principal.scope(permission).is_everywhere else principal.id
        rows = await repository.cards(session, created_by=own_only, limit=limit)
        return ImportCards(items=[service.card(row, locale, target) for row in rows])

    @router.get("/synonyms", name=f"list {tag} headings")
    async def read_synonyms(session: Session, _principal: MayImport, locale: CallerLocale) -> HeadingSynonyms:
        taught = await repository.headings(session)
        return HeadingSynonyms(
            items=[HeadingSynonym(heading=heading, field=field) for heading, field in sorted(taught.items())],
            fields={field.name: field.title.render(locale) for field in target.spec().fields},
        )

    @router.put("/synonyms", status_code=204, name=f"teach {tag} headings")
    async def write_synonyms(taught: HeadingSynonyms, session: Session, principal: MayTeach) -> None:
        """Replace the table of headings."""
        known = target.spec().by_name
        for item in taught.items:
            if item.field not in known:
                raise errors.UnknownField(field=item.field, known=", ".join(known))
        before = await repository.headings(session)
        await repository.replace_headings(session, {item.heading: item.field for item in taught.items})
        after = await repository.headings(session)
        if after != before:
            await outbox.add(session, target.taught(before, after, actor=principal.id))

    @router.get("/{import_id}", name=f"show {tag} import")
    async def show_import(
        import_id: UUID, principal: MayImport, database: OwnDatabase, locale: CallerLocale
    ) -> ImportCard:
        """The import as it stands, with its progress."""
        return await answer(database, import_id, principal, 0, locale, refuse=False)

    @router.post("/{import_id}/check", name=f"check {tag} import again")
    async def check_again(
        import_id: UUID,
        correction: ApplyIn,
        principal: MayImport,
        database: OwnDatabase,
        wait: Wait,
        locale: CallerLocale,
    ) -> ImportCard:
        """Check once more under a corrected mapping, to see what applying it would do."""
        async with database.transaction() as session:
            await service.check_again(
                session,
                import_id=import_id,
                mapping=correction.mapping,
                principal=principal,
                scope=principal.scope(permission),
                target=target,
            )
        return await answer(database, import_id, principal, wait, locale, refuse=True)

    @router.post("/{import_id}/apply", name=f"apply {tag} import")
    async def apply_import(
        import_id: UUID,
        principal: MayImport,
        database: OwnDatabase,
        wait: Wait,
        locale: CallerLocale,
        correction: ApplyIn | None = None,
    ) -> ImportCard:
        """Write a checked import, all of it in one transaction. Waits like the check does."""
        async with database.transaction() as session:
            await service.apply(
                session,
                import_id=import_id,
                mapping=(correction or ApplyIn()).mapping,
                principal=principal,
                scope=principal.scope(permission),
                target=target,
            )
        return await answer(database, import_id, principal, wait, locale, refuse=True)

    @router.post("/{import_id}/undo", name=f"undo {tag} import")
    async def undo_import(
        import_id: UUID, principal: MayImport, database: OwnDatabase, wait: Wait, locale: CallerLocale
    ) -> ImportCard:
        """Take back, within an hour, what nobody has touched since."""
        async with database.transaction() as session:
            await service.undo(session, import_id=import_id, principal=principal, scope=principal.scope(permission))
        return await answer(database, import_id, principal, wait, locale, refuse=False)

    @router.post("/{import_id}/cancel", name=f"cancel {tag} import")
    async def cancel_import(
        import_id: UUID, principal: MayImport, database: OwnDatabase, wait: Wait, locale: CallerLocale
    ) -> ImportCard:
        """Stop a running check or apply; what it did is rolled back."""
        async with database.transaction() as session:
            await service.cancel(session, import_id=import_id, principal=principal, scope=principal.scope(permission))
        return await answer(database, import_id, principal, wait, locale, refuse=False)

    return router
