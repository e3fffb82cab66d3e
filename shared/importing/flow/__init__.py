"""The way of a spreadsheet through a service: stored, checked, shown, applied, undone. The same for every import.

A service gives an `ImportTarget`: what its table is, what it must know to match rows, and how it writes and takes back.
All else is here: the table of imports, the durable jobs, progress, cancelling, waiting, the wire answers, the routes::

    main.py      routers=[..., import_router(TARGET, prefix="/api/v1/people/imports", ...)]
    worker.py    jobs = ImportJobs(database, TARGET);  JobRunner(database, jobs.handlers, jobs.periodic)
    migration    install_mechanism(); install_jobs(); install_imports()

States: checking -> checked -> applying -> applied -> undoing -> undone, or failed, cancelled, expired.
"""

from shared.importing.flow.endpoints import import_router
from shared.importing.flow.jobs import ImportJobs
from shared.importing.flow.target import ImportContext, ImportTarget, Plan, Taken

__all__ = ["ImportContext", "ImportJobs", "ImportTarget", "Plan", "Taken", "import_router"]
