"""Deleting from the storage what no record shows any more: an hour after a removal, and what was left, every hour."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.nonconformity.attachments import repository
from services.nonconformity.attachments.service import PURGE
from services.nonconformity.domain.attachments import DRAFTS_LIVE, KEPT_AFTER_REMOVAL
from shared import clock
from shared.db.database import Database
from shared.files.keeping import FileKeeper
from shared.files.sweeping import sweep
from shared.jobs.runner import JobHandler, Periodic

_BATCH = 200


class AttachmentJobs:
    """`handlers` and `periodic` for the worker's JobRunner. All of it may be done twice."""

    def __init__(self, database: Database, keeper: FileKeeper) -> None:
        self._database, self._keeper = database, keeper
        self.handlers: Mapping[str, JobHandler] = {PURGE: self._purge_job}
        self.periodic: Mapping[str, Periodic] = {"sweep-files": Periodic("23 * * * *", self.sweep)}

    async def sweep(self) -> None:
        """Drafts that nothing was made of, removals whose job was lost, and what never got a row."""
        while await self._forget_drafts() == _BATCH:
            pass
        async with self._database.sessions() as session:
            left = await repository.unpurged(session, before=clock.now() - KEPT_AFTER_REMOVAL, limit=_BATCH)
        for folder in left:
            await self._purge(folder)
        await sweep(self._keeper.storage, self._keeper.service, self._known)

    async def _purge_job(self, payload: Mapping[str, Any]) -> None:
        await self._purge(payload["folder"])

    async def _purge(self, folder: str) -> None:
        await self._keeper.storage.delete(folder)
        async with self._database.transaction() as session:
            await repository.purged(session, folder, at=clock.now())

    async def _forget_drafts(self) -> int:
        """The rows first: objects without a row are found again, a row without objects would be a broken picture."""
        async with self._database.transaction() as session:
            folders = await repository.forget_drafts(session, before=clock.now() - DRAFTS_LIVE, limit=_BATCH)
        for folder in folders:
            await self._keeper.storage.delete(folder)
        return len(folders)

    async def _known(self, folders: Iterable[str]) -> set[str]:
        async with self._database.sessions() as session:
            return await repository.known_folders(session, folders)
