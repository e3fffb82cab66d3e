"""Looks every five minutes for compensating measures that have expired: each branch has a midnight of its own."""

from collections.abc import Mapping

from services.nonconformity.measures import expiry
from shared import clock
from shared.db.database import Database
from shared.jobs.runner import Periodic

_BATCH = 100  #: measures of one transaction, whose records are locked that long


class MeasureJobs:
    """What was missed while the worker was away is told when it is back: the dates are asked, not a timer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def periodic(self) -> Mapping[str, Periodic]:
        return {"measures.expire": Periodic("*/5 * * * *", self.expire)}

    async def expire(self) -> None:
        found = _BATCH
        while found == _BATCH:
            async with self._database.transaction() as session:
                found = await expiry.tell_expired(session, now=clock.now(), most=_BATCH)
