"""Composition root of the background work: `python -m services.nonconformity.worker`."""

from services.nonconformity.attachments.jobs import AttachmentJobs
from services.nonconformity.by_code.jobs import PublicDoorJobs
from services.nonconformity.consumers import HANDLERS
from services.nonconformity.imports.target import JournalImport
from services.nonconformity.measures.jobs import MeasureJobs
from services.nonconformity.settings import Settings
from shared import logging, telemetry
from shared.db.database import Database
from shared.files.keeping import FileKeeper
from shared.importing.flow import ImportJobs
from shared.jobs.runner import JobRunner
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.outbox.relay import Relay
from shared.worker import Worker, run_alone


def create_worker(settings: Settings | None = None) -> Worker:
    """Relay, consumer and jobs of the journal; `settings` None: from the environment."""
    own = settings or Settings.load()
    logging.configure(own)
    telemetry.configure(own, own.service)
    database = Database(own.database_url, pool_size=own.database_pool_size, application="profkom nonconformity worker")
    bus = Bus(own.nats_url, own.service)
    imports = ImportJobs(database, JournalImport())
    files = AttachmentJobs(database, FileKeeper(own))
    return Worker(
        database=database,
        bus=bus,
        parts={
            "relay": Relay(database, bus),
            "consumer": Consumer(database, bus, HANDLERS),
            "jobs": JobRunner(
                database,
                {**imports.handlers, **files.handlers},
                {
                    **imports.periodic,
                    **files.periodic,
                    **PublicDoorJobs(database).periodic,
                    **MeasureJobs(database).periodic,
                },
            ),
        },
    )


if __name__ == "__main__":
    run_alone(create_worker)
