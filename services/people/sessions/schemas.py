"""Wire shapes of sessions."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.people.schemas import Action, Input
from shared.web.listing import ListQuery


class SessionCard(BaseModel):
    """A browser that is signed in."""

    id: UUID
    person_id: UUID
    device: str = Field(description="«Chrome, Windows», in the caller's language.")
    address: str | None = Field(description="From where it signed in.")
    started_at: datetime
    last_seen_at: datetime = Field(description="To within the few minutes that a session's token lives.")
    expires_at: datetime
    current: bool = Field(description="The browser that asks.")
    allowed_actions: list[Action]


class SessionQuery(ListQuery):
    """`q` finds by a part of what the browser calls itself."""

    person_id: UUID | None = Field(default=None, description="Somebody else's, for those who manage their access.")


class EndAll(Input):
    person_id: UUID | None = Field(default=None, description="Somebody else, for those who manage their access.")
    keep_current: bool = Field(default=False, description="True: all but the browser that asks.")


class Ended(BaseModel):
    ended: int = Field(description="Sessions that were ended.")
