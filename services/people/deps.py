"""Who may come through which door; which rows they may touch is decided in policies and repositories."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from services.people.cards.signing import CardSigner
from services.people.issuer import Issuer
from services.people.passwords import Passwords
from services.people.sealing import Sealing
from services.people.settings import PeopleSettings
from services.people.sign_in.service import Door
from shared import clock
from shared.auth import permissions
from shared.auth.principal import Principal
from shared.db.database import Database
from shared.i18n import Locale, negotiate
from shared.web.routing import CurrentPrincipal, Session, require

CanRead = Annotated[Principal, Depends(require(permissions.PEOPLE_READ))]
CanEdit = Annotated[Principal, Depends(require(permissions.PEOPLE_EDIT))]
CanImport = Annotated[Principal, Depends(require(permissions.PEOPLE_IMPORT))]
CanErase = Annotated[Principal, Depends(require(permissions.PEOPLE_ERASE))]
CanEditSegments = Annotated[Principal, Depends(require(permissions.PEOPLE_EDIT_SEGMENTS))]
CanEditStructure = Annotated[Principal, Depends(require(permissions.STRUCTURE_EDIT))]
CanManageAccess = Annotated[Principal, Depends(require(permissions.ACCESS_MANAGE))]


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def _passwords(request: Request) -> Passwords:
    passwords: Passwords = request.app.state.passwords
    return passwords


async def _issuer(request: Request) -> Issuer:
    issuer: Issuer = request.app.state.issuer
    return issuer


async def _sealing(request: Request) -> Sealing:
    sealing: Sealing = request.app.state.sealing
    return sealing


async def _door(request: Request) -> Door:
    state = request.app.state
    return Door(state.database, state.passwords, state.sealing, state.settings)


async def _settings(request: Request) -> PeopleSettings:
    settings: PeopleSettings = request.app.state.settings
    return settings


async def _today(settings: Annotated[PeopleSettings, Depends(_settings)]) -> date:
    return clock.today(settings.home_time_zone)


async def _cards(request: Request) -> CardSigner:
    signer: CardSigner = request.app.state.cards
    return signer


async def _language(request: Request) -> Locale:
    return negotiate(request.headers.get("accept-language"))


#: For what must be committed although the request is refused, and for waiting without holding a connection.
OwnDatabase = Annotated[Database, Depends(_database)]
FrontDoor = Annotated[Door, Depends(_door)]
PasswordCheck = Annotated[Passwords, Depends(_passwords)]
TokenIssuer = Annotated[Issuer, Depends(_issuer)]
Seal = Annotated[Sealing, Depends(_sealing)]
Settings = Annotated[PeopleSettings, Depends(_settings)]
#: Signs and reads membership cards.
Cards = Annotated[CardSigner, Depends(_cards)]
#: The language that the caller asked for.
Language = Annotated[Locale, Depends(_language)]
#: The union's date: which grants are in force.
Today = Annotated[date, Depends(_today)]

__all__ = [
    "CanEdit",
    "CanEditSegments",
    "CanEditStructure",
    "CanErase",
    "CanImport",
    "CanManageAccess",
    "CanRead",
    "Cards",
    "CurrentPrincipal",
    "FrontDoor",
    "Language",
    "OwnDatabase",
    "PasswordCheck",
    "Seal",
    "Session",
    "Settings",
    "Today",
    "TokenIssuer",
]
