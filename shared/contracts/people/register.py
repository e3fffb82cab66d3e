"""Events of the member register: what `people` says to the others.

Phones, e-mails, dates of birth and children stay in `people`: no consumer needs them. `private_changed` names such
fields when they change, without their values.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from shared.calendar import WorkingCalendar
from shared.contracts.envelope import EventData


class BranchData(EventData):
    id: UUID
    version: int
    name: str  #: «Курское»
    city: str | None
    time_zone: str  #: IANA name: due dates live in it
    working_calendar: WorkingCalendar | None = None  #: None: the production calendar of Russia
    removed: bool = False  #: taken back by an undone import; created again when a later one names it
    closed_at: datetime | None = None  #: since when it takes nothing new; None: open


class BranchCreated(BranchData):
    event_type: ClassVar[str] = "people.branch.created.v1"


class BranchChanged(BranchData):
    event_type: ClassVar[str] = "people.branch.changed.v1"


class BranchRemoved(BranchData):
    event_type: ClassVar[str] = "people.branch.removed.v1"


class UnitData(EventData):
    id: UUID
    version: int
    branch_id: UUID
    name: str
    removed: bool = False
    closed_at: datetime | None = None


class UnitCreated(UnitData):
    event_type: ClassVar[str] = "people.unit.created.v1"


class UnitChanged(UnitData):
    event_type: ClassVar[str] = "people.unit.changed.v1"


class UnitRemoved(UnitData):
    event_type: ClassVar[str] = "people.unit.removed.v1"


class SiteData(EventData):
    id: UUID
    version: int
    name: str  #: «Курская АЭС»
    aliases: Sequence[str] = ()  #: other spellings, by which spreadsheets are matched
    city: str | None
    country: str | None
    branch_id: UUID | None  #: the branch at home there; None: an assignment abroad
    removed: bool = False
    closed_at: datetime | None = None


class SiteCreated(SiteData):
    event_type: ClassVar[str] = "people.site.created.v1"


class SiteChanged(SiteData):
    event_type: ClassVar[str] = "people.site.changed.v1"


class SiteRemoved(SiteData):
    event_type: ClassVar[str] = "people.site.removed.v1"


class PersonData(EventData):
    id: UUID
    version: int
    personnel_number: str | None
    last_name: str
    first_name: str
    middle_name: str | None
    branch_id: UUID | None
    unit_id: UUID | None
    position: str | None
    city: str | None = None
    is_member: bool
    joined_on: date | None
    left_on: date | None
    assignment_site_id: UUID | None  #: the site the person is away at
    removed: bool = False  #: taken back by an undone import
    private_changed: Sequence[str] = ()  #: such as ("phone",)


class PersonRegistered(PersonData):
    """New in the register, or back in it after an undone import was applied again."""

    event_type: ClassVar[str] = "people.person.registered.v1"


class PersonChanged(PersonData):
    event_type: ClassVar[str] = "people.person.changed.v1"


class PersonRemoved(PersonData):
    event_type: ClassVar[str] = "people.person.removed.v1"


class GrantData(EventData):
    id: UUID
    person_id: UUID
    role: str  #: the role's code: "inspector"
    branch_id: UUID | None  #: None: in every branch
    version: int = 1
    valid_from: date | None = None
    valid_to: date | None = None  #: the last day; None: until it is withdrawn


class GrantGiven(GrantData):
    event_type: ClassVar[str] = "people.grant.given.v1"


class GrantChanged(GrantData):
    event_type: ClassVar[str] = "people.grant.changed.v1"


class GrantWithdrawn(GrantData):
    event_type: ClassVar[str] = "people.grant.withdrawn.v1"


class RoleData(EventData):
    code: str
    permissions: Sequence[str]
    version: int = 1
    name_ru: str = ""
    name_en: str = ""


class RoleCreated(RoleData):
    event_type: ClassVar[str] = "people.role.created.v1"


class RoleChanged(RoleData):
    event_type: ClassVar[str] = "people.role.changed.v1"


class AccountData(EventData):
    id: UUID
    version: int
    person_id: UUID
    disabled: bool


class AccountCreated(AccountData):
    event_type: ClassVar[str] = "people.account.created.v1"


class AccountChanged(AccountData):
    event_type: ClassVar[str] = "people.account.changed.v1"


class AccountLocked(AccountData):
    """Too many wrong passwords in a row."""

    event_type: ClassVar[str] = "people.account.locked.v1"

    locked_until: datetime | None = None
    failed_attempts: int = 0


class SessionData(EventData):
    id: UUID
    person_id: UUID


class SessionStarted(SessionData):
    event_type: ClassVar[str] = "people.session.started.v1"


class SessionEnded(SessionData):
    event_type: ClassVar[str] = "people.session.ended.v1"
