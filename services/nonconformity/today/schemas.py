"""What waits for the caller, on one page."""

from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from services.nonconformity.journal.schemas import Item
from services.nonconformity.measures.schemas import MeasureItem
from services.nonconformity.mentions.schemas import Mention

FIRST = 5  #: rows of each list


class Section(TypedDict):
    """`count` of all; `items`: the first five; `query`: the query string of `/nonconformities` that shows all."""

    count: int
    items: list[Item]
    query: str


class MeasureSection(BaseModel):
    """As `Section`, of `/api/v1/measures`."""

    count: int
    items: list[MeasureItem]
    query: str


class UnreadMentions(BaseModel):
    count: int
    items: list[Mention] = Field(description="The newest five.")


class Today(BaseModel):
    """Records stand in every list that they belong to: what is overdue is also to be done."""

    to_assign: Section = Field(description="Filed in branches that the caller triages, and nobody is responsible yet.")
    to_do: Section = Field(description="The caller's own, as responsible person or co-executor.")
    overdue: Section = Field(description="Late: the caller's own, and all of the branches that the caller triages.")
    due_soon: Section = Field(description="As overdue, but due today or in the next three days.")
    to_verify: Section = Field(description="Reported fixed by another, for the caller as author or verifier.")
    measures_to_do: MeasureSection = Field(description="Planned measures that the caller owns.")
    measures_to_verify: MeasureSection = Field(description="Reported done by another, for its author or a verifier.")
    measures_to_hand_over: MeasureSection = Field(
        description="Planned in branches that the caller triages, by an owner who was erased: another has to be named."
    )
    mentions: UnreadMentions
