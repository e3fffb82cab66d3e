"""Forgets spent proofs and wrong codes when they count no more: of whoever tried codes nothing is left after a day."""

from collections.abc import Mapping

from services.nonconformity.by_code import repository
from services.nonconformity.domain.guesses import FORGIVEN_AFTER
from shared import clock
from shared.db.database import Database
from shared.jobs.runner import Periodic


class PublicDoorJobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def periodic(self) -> Mapping[str, Periodic]:
        return {"forget-guesses": Periodic("41 * * * *", self.forget)}

    async def forget(self) -> None:
        now = clock.now()
        async with self._database.transaction() as session:
            await repository.forget(session, proofs_before=now, guesses_before=now - FORGIVEN_AFTER)
