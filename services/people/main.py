"""The API of people: `uvicorn --factory services.people.main:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from services.people.absences import endpoints as absences
from services.people.access import endpoints as access
from services.people.accounts import endpoints as accounts
from services.people.cards import endpoints as cards
from services.people.cards.signing import CardSigner
from services.people.consents import endpoints as consents
from services.people.exports import endpoints as exports
from services.people.history import endpoints as history
from services.people.imports.target import RegisterImport
from services.people.issuer import Issuer
from services.people.links import endpoints as links
from services.people.passwords import Passwords
from services.people.personal_data import endpoints as personal_data
from services.people.persons import endpoints as persons
from services.people.sealing import Sealing
from services.people.second_factor import endpoints as second_factor
from services.people.segments import endpoints as segments
from services.people.sessions import endpoints as sessions
from services.people.settings import PeopleSettings
from services.people.sign_in import endpoints as sign_in
from services.people.sign_in import internal
from services.people.structure import endpoints as structure
from shared.auth import permissions
from shared.auth.verifier import TokenVerifier
from shared.db.database import Database
from shared.importing.flow import import_router
from shared.web.app import create_service_app

ROUTERS = (
    sign_in.router,
    second_factor.router,
    sign_in.keys,
    internal.router,
    personal_data.router,
    exports.router,
    persons.router,
    history.router,
    segments.router,
    consents.router,
    cards.router,
    cards.checks,
    absences.router,
    absences.substitutes,
    structure.branches,
    structure.units,
    structure.sites,
    access.roles,
    access.permissions,
    access.grants,
    links.router,  # before the accounts: /invitations is no account's id
    accounts.router,
    sessions.router,
)


def _routers(settings: PeopleSettings) -> list[APIRouter]:
    imports = import_router(
        RegisterImport(zone=settings.home_time_zone),
        prefix="/api/v1/people/imports",
        permission=permissions.PEOPLE_IMPORT,
        synonyms_permission=permissions.STRUCTURE_EDIT,
        tag="people",
    )
    return [imports, *ROUTERS]  # imports first: the persons' paths take anything for an id


def create_app(settings: PeopleSettings | None = None, *, database: Database | None = None) -> FastAPI:
    """The API. Tests give settings and a database of their own."""
    settings = settings or PeopleSettings.load()
    passwords, issuer = Passwords.configured(settings), Issuer(settings)
    sealing = Sealing(settings.second_factor_key.get_secret_value())
    if settings.second_factor_roles and not sealing.is_possible:
        raise SystemExit("Profkom: SECOND_FACTOR_ROLES needs a SECOND_FACTOR_KEY (see deploy/env.example)")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        passwords.close()

    app = create_service_app(settings, title="People", routers=_routers(settings), database=database, lifespan=lifespan)
    app.state.passwords, app.state.issuer, app.state.sealing = passwords, issuer, sealing
    app.state.cards = CardSigner(settings.card_key_file or settings.token_key_file)
    # The issuer knows its own keys: nobody is asked for them.
    app.state.verifier = TokenVerifier("", issuer=settings.token_issuer, jwks=issuer.jwks)
    return app
