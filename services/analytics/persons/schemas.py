"""Tables of inspectors and of responsibles, on the wire."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.analytics.journal.schemas import Duration, OnTime


class Inspector(BaseModel):
    """What one inspector found. The records behind a figure: /journal/records with `figure`, `group_by=inspector` and
    the id as `group`; of a responsible, with `group_by=responsible`."""

    id: UUID
    name: str
    rank: int | None = Field(
        description="By verified findings, equals share a place; null under five findings, which say nothing."
    )
    filed: int = Field(description="Figure `filed`.")
    open: int = Field(description="Figure `open`.")
    verified: int = Field(description="Fixed, and the fix verified: figure `closed`.")
    rejected: int = Field(description="Figure `rejected`.")
    duplicate: int = Field(description="Figure `duplicate`.")
    confirmed_share: float | None = Field(
        description="verified / (verified + rejected + duplicate), from 0 to 1; null while nothing is decided."
    )
    repeats: int = Field(description="Figure `repeats`.")
    cycle: Duration


class Inspectors(BaseModel):
    as_of: datetime | None
    nameless: int = Field(description="Findings of people who gave no name: in nobody's row.")
    items: Sequence[Inspector] = Field(description="By rank, then by findings and name.")


class Responsible(BaseModel):
    """How one responsible person deals with what was assigned to them."""

    id: UUID
    name: str
    assigned: int = Field(description="All that they are responsible for: figure `filed`.")
    open: int = Field(description="Figure `open`.")
    overdue: int = Field(description="Now: figure `overdue`.")
    closed: int = Field(description="Figure `closed`.")
    on_time_first: OnTime = Field(description="Against the first due date, which never moves.")
    on_time_last: OnTime = Field(description="Against the due date as last moved.")
    returned: int = Field(description="A fix was reported and not accepted: figure `returned`.")
    fixing: Duration = Field(description="From the assignment to the report, in days and in working days.")


class Responsibles(BaseModel):
    as_of: datetime | None
    unassigned: int = Field(description="Records that nobody is responsible for: in nobody's row.")
    items: Sequence[Responsible] = Field(description="The most overdue first, then by open records and name.")
