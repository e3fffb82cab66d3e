"""Forgets sessions that are over for long: who signed in when is kept in the events."""

from collections.abc import Mapping
from datetime import timedelta

from services.people.sessions import repository
from shared import clock
from shared.db.database import Database
from shared.jobs.runner import Periodic

KEPT_AFTER_END = timedelta(days=90)


class SessionJobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def periodic(self) -> Mapping[str, Periodic]:
        return {"sessions.forget": Periodic("17 3 * * *", self.forget)}

    async def forget(self) -> None:
        async with self._database.transaction() as session:
            await repository.forget(session, clock.now() - KEPT_AFTER_END)
