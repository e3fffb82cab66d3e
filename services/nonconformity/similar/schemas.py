"""What is asked while a finding is typed, and what resembles it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.nonconformity.domain import Severity, State
from services.nonconformity.schemas import Moment, Ref
from shared.web.text import Clean, Paragraphs


class Draft(BaseModel):
    """A finding that is being typed: what is there so far. A site that nobody knows has no findings."""

    model_config = ConfigDict(extra="forbid")

    site_id: UUID
    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Clean] = ""
    category_id: UUID | None = None
    description: Paragraphs
    found_at: Moment | None = Field(default=None, description="Now when left out.")


class Resembling(BaseModel):
    """A record that may be of the same thing."""

    id: UUID
    number: str
    state: State
    score: float = Field(description="Between 0 and 1; from 0.75 on, it is almost certainly the same.")
    reasons: Sequence[str] = Field(description="In the caller's language: «та же площадка и место», «3 дня назад».")
    site: Ref
    place: str
    category: Ref
    severity: Severity
    description: str
    found_at: datetime


class Similar(BaseModel):
    """At most ten, the likeliest first. Rejected records and duplicates are left out."""

    items: Sequence[Resembling]
