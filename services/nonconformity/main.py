"""Composition root of the API: `uvicorn --factory services.nonconformity.main:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.nonconformity import endpoints
from services.nonconformity.attachments import endpoints as attachments
from services.nonconformity.bulk import endpoints as bulk
from services.nonconformity.by_code import endpoints as by_code
from services.nonconformity.categories import endpoints as categories
from services.nonconformity.comments import endpoints as comments
from services.nonconformity.consumers import HANDLERS
from services.nonconformity.contacts import endpoints as contacts
from services.nonconformity.documents import endpoints as documents
from services.nonconformity.exports import endpoints as exports
from services.nonconformity.history import endpoints as history
from services.nonconformity.imports.target import JournalImport
from services.nonconformity.imports.words import endpoints as words
from services.nonconformity.journal import endpoints as journal
from services.nonconformity.measures import endpoints as measures
from services.nonconformity.mentions import endpoints as mentions
from services.nonconformity.merging import endpoints as merging
from services.nonconformity.news import endpoints as news
from services.nonconformity.observers import endpoints as observers
from services.nonconformity.options import endpoints as options
from services.nonconformity.personal_data import endpoints as personal_data
from services.nonconformity.places import endpoints as places
from services.nonconformity.public import endpoints as public
from services.nonconformity.settings import Settings
from services.nonconformity.severities import endpoints as severities
from services.nonconformity.similar import endpoints as similar
from services.nonconformity.today import endpoints as today
from services.nonconformity.views import endpoints as views
from shared.auth.permissions import NONCONFORMITY_CONFIGURE, NONCONFORMITY_IMPORT
from shared.db.database import Database
from shared.files.keeping import FileKeeper
from shared.importing.flow import import_router
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from shared.web import operations
from shared.web.app import create_service_app


def create_app(settings: Settings | None = None) -> FastAPI:
    """The API of the journal; `settings` None: from the environment."""
    own = settings or Settings.load()
    database = Database(own.database_url, pool_size=own.database_pool_size, application="profkom nonconformity")
    # The bus is never connected here: a replay takes its event from the database.
    consumer = Consumer(database, Bus(own.nats_url, own.service), HANDLERS)

    @asynccontextmanager
    async def closing(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await database.close()

    app = create_service_app(
        own,
        title="Profkom: nonconformities",
        routers=[
            journal.router,  # what is asked for most comes first: routes are tried in order
            endpoints.router,
            history.router,
            personal_data.router,
            comments.router,
            mentions.router,
            observers.router,
            measures.router,
            measures.across,
            today.router,
            news.router,
            views.router,
            similar.router,
            merging.router,
            attachments.router,
            bulk.router,
            exports.router,
            documents.router,
            categories.router,
            severities.router,
            options.router,
            words.router,
            places.router,
            contacts.router,
            public.router,
            by_code.router,
            import_router(
                JournalImport(),
                prefix=f"{endpoints.PATH}/imports",
                permission=NONCONFORMITY_IMPORT,
                synonyms_permission=NONCONFORMITY_CONFIGURE,
                tag="nonconformities",
            ),
            operations.router(own.service, consumer),
        ],
        database=database,
        lifespan=closing,
    )
    app.state.files = FileKeeper(own)
    return app
