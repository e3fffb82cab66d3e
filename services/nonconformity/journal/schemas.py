"""The journal as a list: its filters and its rows."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from typing_extensions import TypedDict

from services.nonconformity.domain import Severity, Source, State
from services.nonconformity.domain.waiting import Waiting
from shared.web.listing import FilterDay, ListQuery, Page
from shared.web.text import SearchWords

MOST_IDS = 200  #: that a list is asked for by name: as many as a page holds


class JournalFilters(BaseModel):
    """What narrows the journal down, joined by «and»; `state` and `severity` may be repeated.

    `q` finds word forms and forgives ё, case and a typo; a number finds its record: «НС-2026-00042», «2026-42» or «42».
    """

    model_config = ConfigDict(extra="forbid")

    q: SearchWords | None = Field(default=None, description="Search words.")
    ids: list[UUID] = Field(
        default=[],
        max_length=MOST_IDS,
        description="Only these records, whatever order; repeated or separated by commas. Unknown ones are left out.",
    )
    state: list[State] = Field(default=[], max_length=len(State))
    severity: list[Severity] = Field(default=[], max_length=len(Severity))
    branch_id: UUID | None = None
    site_id: UUID | None = None
    category_id: UUID | None = None
    responsible_id: UUID | None = None
    author_id: UUID | None = None
    source: Source | None = Field(default=None, description="How it came in; `public`: by the open form.")
    overdue: bool | None = Field(default=None, description="Not yet reported fixed, and the due date has passed.")
    due_before: date | None = Field(default=None, description="Due before this date.")
    found_from: FilterDay | None = Field(default=None, description="First day, in the branch's zone.")
    found_to: FilterDay | None = Field(default=None, description="Last day, in the branch's zone.")
    repeat: bool | None = Field(default=None, description="There had been one like it at its place shortly before.")
    waiting: Waiting | None = Field(default=None, description="What waits for the caller, as `/today` sums it up.")
    mine: bool | None = Field(
        default=None, description="The caller is author, responsible, co-executor or observer, or owns a measure."
    )

    @field_validator("ids", mode="before")
    @classmethod
    def _by_commas(cls, given: Any) -> Any:
        if not isinstance(given, list):
            return given
        return [one for text in given for one in (text.split(",") if isinstance(text, str) else [text])]


class JournalQuery(JournalFilters, ListQuery):
    """Filters, order and page. Sorts: registered_at, number, found_at, due_on; with `-` in front, descending."""


#: An id as it goes out: the database writes it as text faster than Python does.
WrittenId = Annotated[str, Field(json_schema_extra={"format": "uuid"})]


class Named(TypedDict):
    id: WrittenId
    name: str


class NamedPerson(TypedDict):
    """`name` is null until people's event has arrived."""

    id: WrittenId
    name: str | None


class Item(TypedDict):
    """A row of the journal. Without what the caller may do: that is in the record's card.

    A typed dictionary, not a model: a page has some 150 of these objects, and nobody validates what we made ourselves.
    """

    id: WrittenId
    version: int
    number: str
    external_number: str | None
    state: State
    branch: Named
    site: Named
    place: str
    category: Named
    severity: Severity
    description: str
    found_at: datetime
    registered_at: datetime
    author: NamedPerson | None
    source: Source
    responsible: NamedPerson | None
    first_due_on: date | None
    due_on: date | None
    due_date_moves: int
    overdue: bool
    fixed_at: datetime | None
    closed_at: datetime | None
    repeat: bool


class JournalPage(Page[Item]):
    """A page of the journal."""
