"""Composition root of the API: `uvicorn --factory services.analytics.main:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.analytics.consumers import HANDLERS
from services.analytics.exports import endpoints as exports
from services.analytics.freshness import endpoints as freshness
from services.analytics.journal import endpoints as journal
from services.analytics.persons import endpoints as persons
from services.analytics.rebuilds import endpoints as rebuilds
from services.analytics.settings import AnalyticsSettings
from services.analytics.trail import endpoints as trail
from services.analytics.trend import endpoints as trend
from shared.db.database import Database
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.web import operations
from shared.web.app import create_service_app

FIGURES = {"work_mem": "64MB"}
"""Grouping 100,000 records sorts some 30 MB: in the usual 8 it goes by way of the disk and takes twice as long."""


def create_app(settings: AnalyticsSettings | None = None) -> FastAPI:
    """The API of analytics; `settings` None: from the environment."""
    own = settings or AnalyticsSettings.load()
    database = Database(
        own.database_url, pool_size=own.database_pool_size, application="profkom analytics", settings=FIGURES
    )
    # The bus is never connected here: a replay takes its event from the database.
    consumer = Consumer(database, Bus(own.nats_url, own.service), HANDLERS)

    @asynccontextmanager
    async def closing(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await database.close()

    return create_service_app(
        own,
        title="Profkom: analytics",
        routers=[
            journal.router,
            trend.router,
            exports.router,
            persons.router,
            freshness.router,
            trail.router,
            rebuilds.router,
            operations.router(own.service, consumer),
        ],
        database=database,
        lifespan=closing,
    )
