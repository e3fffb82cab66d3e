"""Wire shapes of mentions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.nonconformity.domain import State
from services.nonconformity.schemas import PersonRef
from shared.web.listing import ListQuery, Page
from shared.web.text import SearchWords


class MentionQuery(ListQuery):
    """Sort: -mentioned_at (newest first, the default), mentioned_at. `q`: a part of the comment's text."""

    unread: bool | None = None


class MentionedIn(BaseModel):
    """The record in whose discussion it was."""

    id: UUID
    number: str
    state: State
    place: str


class Mention(BaseModel):
    """Somebody mentioned the caller."""

    comment_id: UUID
    nonconformity: MentionedIn
    author: PersonRef | None
    text: str = Field(description="Of the comment, with mentions as `@[uuid]`; their names are in `mentions`.")
    mentions: list[PersonRef]
    mentioned_at: datetime
    read_at: datetime | None


class MentionPage(Page[Mention]):
    """A page of the caller's mentions."""


class ReadBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    comment_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class Unread(BaseModel):
    unread: int = Field(description="How many mentions of the caller are left to read.")


class MentionableQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: SearchWords | None = Field(default=None, description="Beginnings of the name's words, in any order.")


class Mentionable(BaseModel):
    """`role`: what the person is to the record; null: nobody yet, a mention makes them an observer."""

    id: UUID
    name: str
    role: Literal["author", "responsible", "co_executor", "observer"] | None


class Suggestions(BaseModel):
    """At most ten, who takes part in the record first."""

    items: Sequence[Mentionable]
