"""Events of the electronic journal: the whole record after each act, persons by id."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.envelope import EventData
from shared.i18n import Text

State = Literal["registered", "assigned", "in_progress", "fixed", "closed", "rejected", "duplicate"]
#: What the union's people call the states, wherever they are shown.
STATE_NAMES: Mapping[str, Text] = {
    "registered": Text(ru="Зарегистрировано", en="Registered"),
    "assigned": Text(ru="Назначен ответственный", en="Assigned"),
    "in_progress": Text(ru="В работе", en="In progress"),
    "fixed": Text(ru="На проверке", en="Reported fixed"),
    "closed": Text(ru="Устранено", en="Closed"),
    "rejected": Text(ru="Отклонено", en="Rejected"),
    "duplicate": Text(ru="Дубликат", en="Duplicate"),
}

Severity = Literal["low", "medium", "high", "critical"]
SEVERITY_NAMES: Mapping[str, Text] = {
    "low": Text(ru="Низкая", en="Low"),
    "medium": Text(ru="Средняя", en="Medium"),
    "high": Text(ru="Высокая", en="High"),
    "critical": Text(ru="Критическая", en="Critical"),
}

Source = Literal["api", "public", "import", "bot"]
#: How a finding came in, as people are told.
SOURCE_NAMES: Mapping[str, Text] = {
    "api": Text(ru="Веб-клиент или API", en="Web client or API"),
    "public": Text(ru="Открытая форма", en="Public form"),
    "import": Text(ru="Загрузка из таблицы", en="Spreadsheet"),
    "bot": Text(ru="Бот", en="Bot"),
}


class CategoryRef(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: UUID
    name: str


class StateEntered(BaseModel):
    """One step of the record's way. The way is complete: time in each state can be computed from it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    state: State
    entered_at: datetime


class NonconformityData(EventData):
    id: UUID
    version: int
    number: str  #: «НС-2026-00042»
    state: State
    way: Sequence[StateEntered]
    branch_id: UUID
    site_id: UUID
    place: str
    category: CategoryRef
    severity: Severity
    description: str
    proposal: str | None
    found_at: datetime
    registered_at: datetime
    author_id: UUID | None  #: the inspector who found it; None: somebody who gave no name
    responsible_id: UUID | None
    co_executor_ids: Sequence[UUID]
    observer_ids: Sequence[UUID]
    first_due_on: date | None  #: the date first promised: never changes once set
    due_on: date | None
    due_date_moves: int
    fixed_at: datetime | None  #: last reported fixed
    fixed_by_id: UUID | None
    closed_at: datetime | None
    duplicate_of_id: UUID | None
    #: The latest finding at the same place and of the same category shortly before this one: it came back.
    repeat_of_id: UUID | None = None
    source: Source | None = None  #: None in events from before the public form: `imported` tells then
    imported: bool
    withdrawn: bool  #: taken back by an undone import; the number stays taken
    reason: str | None  #: given with this act: why rejected, returned, disputed, moved


class Registered(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.registered.v1"


class Imported(NonconformityData):
    """Taken over from a spreadsheet, possibly with its whole way behind it."""

    event_type: ClassVar[str] = "nonconformity.nonconformity.imported.v1"


class Withdrawn(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.withdrawn.v1"


class Edited(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.edited.v1"


class Assigned(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.assigned.v1"


class Started(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.started.v1"


class FixReported(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.fix_reported.v1"


class Verified(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.verified.v1"


class Returned(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.returned.v1"


class Rejected(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.rejected.v1"


class Disputed(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.disputed.v1"


class MarkedDuplicate(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.marked_duplicate.v1"


class Unmerged(NonconformityData):
    """Triage found that it was another thing after all."""

    event_type: ClassVar[str] = "nonconformity.nonconformity.unmerged.v1"


class Absorbed(NonconformityData):
    """Another record was merged into this one, whose number is the `reason`: its people observe this one too."""

    event_type: ClassVar[str] = "nonconformity.nonconformity.absorbed.v1"


class DueDateMoved(NonconformityData):
    event_type: ClassVar[str] = "nonconformity.nonconformity.due_date_moved.v1"


class CategoryData(EventData):
    id: UUID
    version: int
    name: str
    active: bool


class CategoryCreated(CategoryData):
    event_type: ClassVar[str] = "nonconformity.category.created.v1"


class CategoryChanged(CategoryData):
    event_type: ClassVar[str] = "nonconformity.category.changed.v1"
