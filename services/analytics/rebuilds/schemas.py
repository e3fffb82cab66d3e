"""A rebuild on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

RebuildState = Literal["waiting", "running", "finished", "cancelled", "failed"]


class RebuildCard(BaseModel):
    id: UUID
    state: RebuildState
    requested_by: UUID | None = Field(description="Null: from the command line.")
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    read_sequence: int = Field(description="Position in the stream of events up to which it has read.")
    last_sequence: int = Field(description="The stream's newest position when it was last looked at.")
    events: int = Field(description="Events that took effect.")
    skipped: int = Field(description="Events that cannot take effect; the dead letters of analytics say why.")
    error: str | None
