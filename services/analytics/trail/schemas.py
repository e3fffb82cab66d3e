"""The trail of events on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.web.text import Line


class TrailQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    subject: Line = Field(description="The id of the record, person, branch...")
    limit: int = Field(default=50, ge=1, le=200, description="Events in a page.")
    cursor: str | None = Field(default=None, max_length=2000, description="`next_cursor` of the page before.")
    sort: str | None = Field(default=None, max_length=60, description="`time` (the default) or `-time`.")
    total: bool = Field(default=False, description="Also count all events of the subject.")


class TrailEvent(BaseModel):
    """One thing that happened to the subject. `changed` holds [old, new] by field, ids as they are."""

    id: UUID
    type: str = Field(description="Such as profkom.nonconformity.nonconformity.assigned.v1.")
    time: datetime
    recorded_at: datetime = Field(description="When analytics stored it; later than `time` by the delay of the bus.")
    actor: str | None = Field(description="The person, integration or robot who acted.")
    actor_name: str | None
    branch: str | None
    correlation_id: str = Field(description="The request it came from: every log line of it carries this id.")
    version: int | None = Field(description="The version of the aggregate after it.")
    changed: Mapping[str, Any]
    reason: str | None
