"""How fresh the figures are, on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field


class FreshnessCard(BaseModel):
    as_of: datetime | None = Field(description="All that was published up to this moment is counted.")
    lag_seconds: float | None = Field(description="Time since `as_of`; a few seconds when all is well.")
    last_event_at: datetime | None = Field(description="When the newest event that is counted happened.")
    records: int = Field(description="Records of the journal in the branches where the caller holds `analytics:read`.")
