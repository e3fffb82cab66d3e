"""Collects what everybody holds on a person, outside of any transaction, and lets it expire."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.people import clients
from services.people.models import DataFile
from services.people.personal_data import repository
from services.people.personal_data.archive import pack
from services.people.personal_data.files import JOB, KEPT
from services.people.settings import HOLDERS, PeopleSettings
from shared import clock
from shared.db.database import Database
from shared.jobs.runner import JobHandler, Periodic

STUCK_AFTER = timedelta(hours=1)  #: longer than all the retries of a job


class DataFiles:
    def __init__(self, database: Database, settings: PeopleSettings) -> None:
        self._database, self._settings = database, settings

    @property
    def handlers(self) -> Mapping[str, JobHandler]:
        return {JOB: self.collect}

    @property
    def periodic(self) -> Mapping[str, Periodic]:
        return {"data_files.expire": Periodic("*/10 * * * *", self.expire)}

    async def collect(self, payload: Mapping[str, Any]) -> None:
        """Ask everybody, then store the file, if it is still waited for: who was erased meanwhile has none."""
        file_id = UUID(payload["file_id"])
        async with self._database.transaction() as session:
            file = await session.get(DataFile, file_id)
            if file is None or file.state != "waiting":
                return
            held: dict[str, Any] = {"people": await repository.own_data(session, file.person_id)}
        for name, url in self._settings.service_urls.items():
            held[name] = await clients.held_on(url, file.person_id, key=self._settings.internal_key.get_secret_value())
        held["not_asked"] = [name for name in HOLDERS if name not in self._settings.service_urls]
        now = clock.now()
        content = await asyncio.to_thread(pack, held, now.isoformat(timespec="seconds"))
        async with self._database.transaction() as session:
            file = await session.get(DataFile, file_id, with_for_update=True)
            if file is not None and file.state == "waiting":
                file.state, file.content, file.finished_at, file.expires_at = "ready", content, now, now + KEPT

    async def expire(self) -> None:
        now = clock.now()
        async with self._database.transaction() as session:
            await repository.expire_files(session, now, stuck_since=now - STUCK_AFTER)
