"""The journal week by week, on the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.analytics.journal.schemas import JournalFilter

Step = Literal["week", "month"]


class TrendQuery(JournalFilter):
    """`from` and `to` are days of the trend itself: what is closed in it may have been found before."""

    step: Step = Field(default="week", description="Weeks are ISO 8601's, Monday to Sunday.")


class TrendPoint(BaseModel):
    key: str = Field(description="2026-W47 or 2026-11; a group of the journal's records by `week` or `closed_week`.")
    label: str = Field(description="The key in the caller's language.")
    starts_on: date
    ends_on: date
    filed: int = Field(description="Found in these days: /journal/records?figure=filed&group_by=week&group=<key>.")
    closed: int = Field(
        description="Closed in these days, whenever found: /journal/records?figure=closed&group_by=closed_week&group="
        "<key>, asked without `from` and `to`."
    )
    open_at_end: int = Field(description="Found by the end of the last day, and not closed, rejected or a duplicate.")


class Trend(BaseModel):
    as_of: datetime | None = Field(description="Events up to this moment are counted; null before the first.")
    items: Sequence[TrendPoint] = Field(description="The oldest first, without gaps; the last 520 at most.")
