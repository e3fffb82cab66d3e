"""The tables of people. Rules of the columns that only the database can hold are here: uniqueness, generated keys.

One file a noun; a new one is imported here, so that the migrations see its tables.
"""

from services.people.models.absences import Absence
from services.people.models.access import Account, Grant, Role, SignInSession
from services.people.models.base import Base
from services.people.models.cards import Card
from services.people.models.consents import Consent
from services.people.models.links import SignInLink
from services.people.models.personal_data import DataFile, Erasure
from services.people.models.register import Branch, HistoryEntry, Membership, NameWord, Person, Site, Unit
from services.people.models.second_factor import RecoveryCode, SecondFactor
from services.people.models.segments import Segment

__all__ = [
    "Absence",
    "Account",
    "Base",
    "Branch",
    "Card",
    "Consent",
    "DataFile",
    "Erasure",
    "Grant",
    "HistoryEntry",
    "Membership",
    "NameWord",
    "Person",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "Segment",
    "SignInLink",
    "SignInSession",
    "Site",
    "Unit",
]
