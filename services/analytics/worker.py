"""Composition root of the background work: `python -m services.analytics.worker`."""

from services.analytics.consumers import HANDLERS
from services.analytics.freshness.jobs import CaughtUp
from services.analytics.rebuilds.jobs import Rebuilder
from services.analytics.settings import AnalyticsSettings
from shared import logging, telemetry
from shared.db.database import Database
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.worker import Worker, run_alone


def create_worker(settings: AnalyticsSettings | None = None) -> Worker:
    """Consumer, freshness, rebuilds. There is no relay: analytics tells nobody anything by events."""
    own = settings or AnalyticsSettings.load()
    logging.configure(own)
    telemetry.configure(own, own.service)
    database = Database(own.database_url, pool_size=own.database_pool_size, application="profkom analytics worker")
    bus = Bus(own.nats_url, own.service)
    return Worker(
        database=database,
        bus=bus,
        parts={
            "consumer": Consumer(database, bus, HANDLERS),
            "freshness": CaughtUp(database, bus),
            "rebuild": Rebuilder(database, bus),
        },
    )


if __name__ == "__main__":
    run_alone(create_worker)
