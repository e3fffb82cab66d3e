"""Runs the durable and the periodic jobs of one service in its worker."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pgqueuer import PgQueuer
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.models import Job, Schedule

from shared import telemetry
from shared.db.database import Database
from shared.logging import get_logger

log = get_logger(__name__)

JobHandler = Callable[[Mapping[str, Any]], Awaitable[None]]
PeriodicHandler = Callable[[], Awaitable[None]]

_MAX_ATTEMPTS = 8
_HEARTBEAT = timedelta(seconds=10)  #: a job whose worker died is taken again after this
_POLL = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Periodic:
    """`cron` has five fields, or six with seconds last; `run` must be idempotent."""

    cron: str
    run: PeriodicHandler


class JobRunner:
    """`jobs`: {name: handler of its payload}; `periodic`: {name: schedule}."""

    def __init__(
        self, database: Database, jobs: Mapping[str, JobHandler], periodic: Mapping[str, Periodic] | None = None
    ) -> None:
        self._database, self._jobs, self._periodic = database, dict(jobs), dict(periodic or {})

    async def run(self, stop: asyncio.Event) -> None:
        connection = await self._database.connect_directly()
        try:
            queuer = PgQueuer.from_asyncpg_connection(connection)
            for name, handler in self._jobs.items():
                queuer.entrypoint(name)(_guarded(name, handler))
            for name, periodic in self._periodic.items():
                queuer.schedule(name, periodic.cron, clean_old=True)(_scheduled(name, periodic.run))
            stopper = asyncio.create_task(_forward(stop, queuer.shutdown))
            try:
                await queuer.run(dequeue_timeout=_POLL, heartbeat_timeout=_HEARTBEAT, shutdown_on_listener_failure=True)
            finally:
                stopper.cancel()
            if not stop.is_set():
                raise ConnectionError("the job queue lost its connection")
        finally:
            await connection.close(timeout=2)


def _guarded(name: str, handler: JobHandler) -> Callable[[Job], Awaitable[None]]:
    """Retry with back-off; after the last attempt the job is logged as lost and its traceback kept in pgqueuer_log."""

    async def run(job: Job) -> None:
        payload = json.loads(job.payload or b"{}")
        with telemetry.thread(
            payload.get("correlation_id") or telemetry.accept_correlation_id(None), None, f"job {name}"
        ):
            try:
                await handler(payload)
            except Exception as error:
                log.exception("job failed", job=name, attempt=job.attempts + 1)
                if job.attempts + 1 >= _MAX_ATTEMPTS:
                    raise
                raise RetryRequested(delay=timedelta(seconds=2**job.attempts), reason=type(error).__name__) from error

    return run


def _scheduled(name: str, handler: PeriodicHandler) -> Callable[[Schedule], Awaitable[None]]:
    async def run(_schedule: Schedule) -> None:
        with telemetry.thread(telemetry.accept_correlation_id(None), None, f"periodic {name}"):
            try:
                await handler()
            except Exception:  # the next tick tries again; an operator sees the log line
                log.exception("periodic job failed", job=name)

    return run


async def _forward(stop: asyncio.Event, shutdown: asyncio.Event) -> None:
    await stop.wait()
    shutdown.set()
