"""The background work of people: `python -m services.people.worker`."""

from services.people.imports.target import RegisterImport
from services.people.personal_data.jobs import DataFiles
from services.people.personal_data.purging import Purging
from services.people.settings import PeopleSettings
from services.people.sign_in.jobs import SessionJobs
from shared import logging, telemetry
from shared.db.database import Database
from shared.importing.flow import ImportJobs
from shared.jobs.runner import JobRunner
from shared.messaging.bus import Bus
from shared.outbox.relay import Relay
from shared.worker import Worker, run_alone


def create_worker(settings: PeopleSettings | None = None) -> Worker:
    """Relay and jobs. People listens to nobody, so there is no consumer."""
    settings = settings or PeopleSettings.load()
    logging.configure(settings)
    telemetry.configure(settings, settings.service)
    database = Database(
        settings.database_url, pool_size=settings.database_pool_size, application="profkom people worker"
    )
    bus = Bus(settings.nats_url, settings.service)
    imports = ImportJobs(database, RegisterImport(zone=settings.home_time_zone))
    sessions, purging = SessionJobs(database), Purging(database, bus)
    files = DataFiles(database, settings)
    return Worker(
        database=database,
        bus=bus,
        parts={
            "relay": Relay(database, bus),
            "jobs": JobRunner(
                database,
                {**imports.handlers, **files.handlers},
                {**imports.periodic, **sessions.periodic, **purging.periodic, **files.periodic},
            ),
        },
    )


if __name__ == "__main__":
    run_alone(create_worker)
