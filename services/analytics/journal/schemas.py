"""Wire shapes of the journal's figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.analytics.domain import Figure, Grouping
from services.analytics.errors import INVALID_PERIOD
from shared.contracts.nonconformity import Source, State
from shared.web.listing import FilterDay
from shared.web.validation import Refused


class JournalFilter(BaseModel):
    """Which records are counted. Unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: FilterDay | None = Field(default=None, alias="from", description="First day, by the date found, inclusive.")
    to: FilterDay | None = Field(
        default=None, description="Last day, by the date found in the branch's zone, inclusive."
    )
    branch_id: UUID | None = None
    site_id: UUID | None = None
    category_id: UUID | None = None
    responsible_id: UUID | None = None
    co_executor_id: UUID | None = None
    inspector_id: UUID | None = Field(default=None, description="The inspector who found it.")
    source: Source | None = Field(default=None, description="How it came in; `public`: by the open form.")

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.from_ and self.to and self.from_ > self.to:
            raise Refused(INVALID_PERIOD, field="to")
        return self


class JournalQuery(JournalFilter):
    """Which records are counted, and how they are put into groups."""

    group_by: Grouping = Field(default="none", description="What a group has in common; `none`: the total only.")


class RecordsQuery(JournalQuery):
    """The records behind one figure of one group: the same parameters as the figures were asked with."""

    figure: Figure = Field(default="filed", description="The figure whose records are wanted.")
    group: str | None = Field(
        default=None, max_length=64, description="`key` of the group; without it, the records behind the total."
    )
    limit: int = Field(default=25, ge=1, le=200, description="Rows in a page.")
    cursor: str | None = Field(default=None, max_length=2000, description="`next_cursor` of the page before.")
    sort: str | None = Field(default=None, max_length=60, description="`found_at` or `number`; `-`: descending.")
    total: bool = Field(default=False, description="Also count all matching rows: equals the figure.")


class OnTime(BaseModel):
    """Of closed records that had the due date: how many were reported fixed on or before it."""

    n: int = Field(description="Closed records with the due date: figure `due_first` or `due_last`.")
    on_time: int = Field(description="Reported fixed in time: figure `on_time_first` or `on_time_last`.")
    share: float | None = Field(description="on_time / n, from 0 to 1; null when n is 0.")


class Duration(BaseModel):
    """Days with fractions. Between two records the percentiles are interpolated (SQL's percentile_cont)."""

    n: int = Field(description="Records it stands on: figure `cycle`, `fixing` or `time_<state>`.")
    median_days: float | None = Field(description="Of 24 hours, by the clock.")
    p90_days: float | None
    median_working_days: float | None = Field(description="By the branch's working calendar, a day as long as there.")
    p90_working_days: float | None


class Figures(BaseModel):
    """filed = open + closed + rejected + duplicate. Records taken back by an undone import are in no figure."""

    filed: int
    open: int = Field(description="Registered, assigned, in progress, or reported fixed and not yet verified.")
    overdue: int = Field(description="Not yet reported fixed, and the due date is before today in the branch's zone.")
    closed: int
    rejected: int
    duplicate: int
    on_time_first: OnTime = Field(description="Against the first due date, which never moves.")
    on_time_last: OnTime = Field(description="Against the due date as last moved.")
    repeats: int = Field(description="Of the filed: the same at the same place within the time set; not set aside.")
    repeat_share: float | None = Field(description="repeats / filed, from 0 to 1; null when nothing is filed.")
    returned: int = Field(description="Of the filed: a fix was reported and not accepted, at least once.")
    fixing: Duration = Field(description="Assigned and in progress, visits added up, of records reported fixed.")
    cycle: Duration = Field(description="Found to closed, of closed records.")
    states: Mapping[State, Duration] = Field(
        description="Time in each state, of records that have left it, visits added up; the present state is not over."
    )


class Group(Figures):
    key: str = Field(
        description="An id, a month as 2026-11, a week as 2026-W47, a code; `none`: it has none, such as nobody who "
        "is responsible, or a finder who gave no name."
    )
    label: str = Field(description="The key in the caller's language.")


class JournalFigures(BaseModel):
    as_of: datetime | None = Field(description="Events up to this moment are counted; null before the first.")
    total: Figures
    groups: Sequence[Group]


class RecordRef(BaseModel):
    id: UUID
    number: str
